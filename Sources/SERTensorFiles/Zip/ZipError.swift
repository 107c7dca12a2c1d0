// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Why a zip archive was refused or not written, with its path, the member, and what to do.
public enum ZipError: Error, Hashable, Sendable {
  /// The file could not be opened, read or written.
  case file(FileError)
  /// The file neither begins nor ends as a zip archive does.
  case notZip(path: String)
  /// The file begins as a zip archive does, and its end is missing.
  case cut(path: String)
  /// The archive is one of several parts.
  case multipleParts(path: String)
  /// Something is not where the format wants it; `offset` counts bytes from the file's beginning.
  case malformed(path: String, offset: Int, reason: String)
  /// More members than are read.
  case tooManyMembers(path: String, count: Int, limit: Int)
  /// Two members have the same name.
  case duplicateName(path: String, name: String)
  /// A member's name is empty, too long, holds a NUL, or is in an unknown encoding.
  case invalidName(path: String, name: String)
  /// A member is encrypted.
  case encrypted(path: String, member: String)
  /// A member is neither stored nor deflated; `method` is the format's number.
  case unsupportedMethod(path: String, member: String, method: Int)
  /// A member's bytes would end behind the place where the directory begins.
  case outOfBounds(path: String, member: String)
  /// A member has bytes in common with another.
  case overlap(path: String, member: String, other: String)
  /// The sizes or the checksum of a member differ between the archive's directory and the member's own
  /// header.
  case contradiction(path: String, member: String)
  /// A member claims more bytes than so few compressed ones can give: above 1032 to 1, the most that deflate
  /// reaches.
  case impossibleSize(path: String, member: String, compressed: Int, claimed: Int)
  /// The compressed bytes are damaged; `reason` is zlib's own word.
  case damaged(path: String, member: String, reason: String)
  /// A member is not as long as it claims.
  case wrongSize(path: String, member: String, claimed: Int)
  /// The bytes have not the checksum that the archive gives.
  case wrongChecksum(path: String, member: String)
  /// No member has this name.
  case missing(path: String, name: String, names: [String])
}

extension ZipError: CustomStringConvertible {
  /// A sentence that names the path and says what to do.
  public var description: String {
    let again = "copy or download it again, or make it anew"
    switch self {
    case .file(let error):
      return error.description
    case .notZip(let path):
      return "\(path) is not a zip archive; check the path"
    case .cut(let path):
      return "\(path) is a zip archive without its end; \(again)"
    case .multipleParts(let path):
      return "\(path) is one part of a zip archive in several; join them with zip -s 0"
    case .malformed(let path, let offset, let reason):
      return "\(path), byte \(offset): \(reason); \(again)"
    case .tooManyMembers(let path, let count, let limit):
      return "\(path) has \(count) members, and at most \(limit) are read; divide it"
    case .duplicateName(let path, let name):
      return "\(path): two members are named '\(name)'; name each once"
    case .invalidName(let path, let name):
      return
        "\(path): a member cannot be named '\(name)'; take 1 to 65,535 bytes of UTF-8 without NUL, marked as such"
    case .encrypted(let path, let member):
      return "\(path): member '\(member)' is encrypted; make the archive without a password"
    case .unsupportedMethod(let path, let member, let method):
      return
        "\(path): member '\(member)' is compressed by method \(method), and only stored (0) and deflated (8) "
        + "members are read; make the archive with one of these"
    case .outOfBounds(let path, let member):
      return "\(path): member '\(member)' lies outside of the archive; \(again)"
    case .overlap(let path, let member, let other):
      return
        "\(path): members '\(member)' and '\(other)' overlap; make it anew, with a program that you trust"
    case .contradiction(let path, let member):
      return "\(path): the directory and the header of member '\(member)' differ; \(again)"
    case .impossibleSize(let path, let member, let compressed, let claimed):
      return
        "\(path): member '\(member)' claims to hold \(claimed) bytes in \(compressed), which is impossible; "
        + again
    case .damaged(let path, let member, let reason):
      return "\(path): member '\(member)' is damaged (\(reason)); \(again)"
    case .wrongSize(let path, let member, let claimed):
      return "\(path): member '\(member)' has not the \(claimed) bytes that it claims; \(again)"
    case .wrongChecksum(let path, let member):
      return "\(path): the checksum of member '\(member)' is wrong; \(again)"
    case .missing(let path, let name, let names):
      let near = NearNames.sentence(for: name, among: names)
      return "\(path) has no member '\(name)'" + (near.isEmpty ? "; it has \(names.count) others" : near)
    }
  }
}
