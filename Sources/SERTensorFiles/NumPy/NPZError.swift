// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Why an `.npz` archive, or an array in it, was refused or not written.
public enum NPZError: Error, Hashable, Sendable {
  /// The archive itself.
  case archive(ZipError)
  /// An array in it; the path that the error gives is that of the archive and the member's name.
  case array(NPYError)
  /// A member that is no array, by its name.
  case notAnArray(path: String, member: String)
  /// No array has this name.
  case missing(path: String, name: String, names: [String])
}

extension NPZError: CustomStringConvertible {
  /// A sentence that names the path and says what to do.
  public var description: String {
    switch self {
    case .archive(.notZip(let path)):
      return
        "\(path) is not an .npz archive; write it with np.savez (a single array's file is opened by NPYFile)"
    case .archive(let error):
      return error.description
    case .array(let error):
      return error.description
    case .notAnArray(let path, let member):
      return
        "\(path): member '\(member)' is no .npy array; leave only arrays in it: zip -d \(path) '\(member)'"
    case .missing(let path, let name, let names):
      let near = NearNames.sentence(for: name, among: names)
      let known = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
      let advice = names.isEmpty ? "; it is empty" : "; it has \(known)\(names.count > 8 ? ", …" : "")"
      return "\(path) has no array '\(name)'" + (near.isEmpty ? advice : near)
    }
  }
}
