// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a `.npy` file was refused, with its path and what to do.
public enum NPYError: Error, Hashable, Sendable {
  /// The file could not be opened or read.
  case file(FileError)
  /// The file does not begin with `\x93NUMPY`.
  case notNPY(path: String)
  /// A format version other than 1.0.
  case unsupportedVersion(path: String, major: Int, minor: Int)
  /// The file ends within its header, which would need `needed` bytes.
  case headerTruncated(path: String, needed: Int, found: Int)
  /// The header is longer than any array of numbers needs.
  case headerTooLong(path: String, count: Int, limit: Int)
  /// The header is no dictionary of the form that NumPy writes; `offset` counts bytes from the file's beginning.
  case malformedHeader(path: String, offset: Int, reason: String)
  /// A key stands twice in the header.
  case duplicateKey(path: String, key: String)
  /// A key that the format does not know.
  case unknownKey(path: String, key: String)
  /// `descr`, `fortran_order` or `shape` is missing.
  case missingKey(path: String, key: String)
  /// Elements that are not little-endian numbers of a kind in ``NPYElementType``.
  case unsupportedElementType(path: String, descriptor: String)
  /// The array is stored column by column.
  case fortranOrder(path: String)
  /// The sizes, multiplied, exceed what a computer can address.
  case shapeTooLarge(path: String)
  /// The elements would begin at an address that their size does not divide.
  case misaligned(path: String, offset: Int, elementSize: Int)
  /// The file ends before the last element: the shape needs `needed` bytes in all.
  case truncated(path: String, shape: [Int], needed: Int, found: Int)
  /// `count` bytes follow after the last element.
  case trailingBytes(path: String, shape: [Int], count: Int)
  /// The elements cannot be had as `wanted` without loss.
  case lossyConversion(path: String, from: NPYElementType, wanted: NPYElementType)
}

extension NPYError: CustomStringConvertible {
  /// A sentence that names the path and says what to do.
  public var description: String {
    let save = "save it again with np.save(path, np.ascontiguousarray(x, dtype='<f4'))"
    switch self {
    case .file(let error):
      return error.description
    case .notNPY(let path):
      return "\(path) is not a NumPy .npy file; write it with np.save (an .npz archive must be unpacked)"
    case .unsupportedVersion(let path, let major, let minor):
      return "\(path) has .npy version \(major).\(minor), and only 1.0 is read; \(save)"
    case .headerTruncated(let path, let needed, let found):
      return "\(path) ends within its header (\(found) of \(needed) bytes); copy or extract it again"
    case .headerTooLong(let path, let count, let limit):
      return "\(path) has a header of \(count) characters, and at most \(limit) are read; \(save)"
    case .malformedHeader(let path, let offset, let reason):
      return "\(path): header, byte \(offset): \(reason); \(save)"
    case .duplicateKey(let path, let key):
      return "\(path): the header has '\(key)' twice; \(save)"
    case .unknownKey(let path, let key):
      return "\(path): the header has the unknown key '\(key)'; \(save)"
    case .missingKey(let path, let key):
      return "\(path): the header has no '\(key)'; \(save)"
    case .unsupportedElementType(let path, let descriptor):
      return "\(path) holds \(Self.meaning(of: descriptor)), and only \(Self.readable) are read; \(save)"
    case .fortranOrder(let path):
      return "\(path) is stored in Fortran order; \(save)"
    case .shapeTooLarge(let path):
      return "\(path): the shape in the header is larger than any file; \(save)"
    case .misaligned(let path, let offset, let elementSize):
      return "\(path): elements of \(elementSize) bytes begin at byte \(offset), no multiple; \(save)"
    case .truncated(let path, let shape, let needed, let found):
      return "\(path) has \(found) bytes and its shape \(shape) needs \(needed); copy or extract it again"
    case .trailingBytes(let path, let shape, let count):
      return "\(path) has \(count) bytes more than its shape \(shape) needs; copy or extract it again"
    case .lossyConversion(let path, let from, let wanted):
      return "\(path) holds '\(from.rawValue)', which '\(wanted.rawValue)' cannot hold exactly; "
        + "convert it with x.astype('\(wanted.rawValue)')"
    }
  }

  private static let readable = NPYElementType.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")

  /// What a descriptor stands for, in words.
  private static func meaning(of descriptor: String) -> String {
    if descriptor.hasPrefix("[") || descriptor.hasPrefix("(") { return "records of several fields" }
    if descriptor.contains("O") { return "Python objects ('\(descriptor)'), whose pickle could run code" }
    if descriptor.contains("U") || descriptor.contains("S") { return "text ('\(descriptor)')" }
    if descriptor.hasPrefix(">") { return "big-endian numbers ('\(descriptor)')" }
    return "elements of type '\(descriptor)'"
  }
}
