// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a `.npy` file was refused, with its path and what to do.
public enum NPYError: Error, Hashable, Sendable {
  /// The file could not be opened or read.
  case file(FileError)
  /// The file does not begin with `\x93NUMPY`.
  case notNPY(path: String)
  /// A format version other than 1.0, 2.0 and 3.0.
  case unsupportedVersion(path: String, major: Int, minor: Int)
  /// The file ends within its header, which would need `needed` bytes.
  case headerTruncated(path: String, needed: Int, found: Int)
  /// The header is longer than any array of numbers needs.
  case headerTooLong(path: String, count: Int, limit: Int)
  /// The header is no dictionary of the form that NumPy writes; `offset` counts bytes from the file's
  /// beginning.
  case malformedHeader(path: String, offset: Int, reason: String)
  /// A key stands twice in the header.
  case duplicateKey(path: String, key: String)
  /// A key that the format does not know.
  case unknownKey(path: String, key: String)
  /// `descr`, `fortran_order` or `shape` is missing.
  case missingKey(path: String, key: String)
  /// Elements that are not little-endian numbers of a kind in ``NPYElementType``.
  case unsupportedElementType(path: String, descriptor: String)
  /// More axes than NumPy allows.
  case tooManyAxes(path: String, count: Int, limit: Int)
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
  /// A truth value that is neither 0 nor 1; `index` counts elements as they lie in the file.
  case notBoolean(path: String, index: Int, value: UInt8)
}

extension NPYError: CustomStringConvertible {
  /// A sentence that names the path and says what to do.
  public var description: String {
    let save = "save it again with np.save(path, np.ascontiguousarray(x, dtype='<f4'))"
    switch self {
    case .file(let error):
      return error.description
    case .notNPY(let path):
      return "\(path) is not a NumPy .npy file; write it with np.save (an .npz archive is opened by NPZFile, "
        + "or must be unpacked)"
    case .unsupportedVersion(let path, let major, let minor):
      return "\(path) has .npy version \(major).\(minor), and only 1.0, 2.0 and 3.0 are read; \(save)"
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
      return "\(path) holds \(Self.meaning(of: descriptor)), and only \(Self.readable) are read; "
        + Self.advice(for: descriptor)
    case .tooManyAxes(let path, let count, let limit):
      return "\(path) has \(count) axes, and at most \(limit) are read; save it with fewer: x.reshape(…)"
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
    case .notBoolean(let path, let index, let value):
      return "\(path): element \(index) is \(value), and a truth value is 0 or 1; save x.view('|u1') != 0"
    }
  }

  private static let readable = NPYElementType.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")

  /// How to save such elements as numbers.
  private static func advice(for descriptor: String) -> String {
    if descriptor.hasPrefix("[") || descriptor.hasPrefix("(") {
      return "save each field in a file of its own: np.save(path, np.ascontiguousarray(x['field']))"
    }
    if descriptor.contains("U") || descriptor.contains("S") {
      return "keep text in a CSV file, and save numbers only"
    }
    if descriptor.hasPrefix(">") {
      return "save it again with np.save(path, x.astype(x.dtype.newbyteorder('<')))"
    }
    let isInteger = descriptor.contains("i") || descriptor.contains("u")
    return "save it again with np.save(path, np.ascontiguousarray(x, dtype='\(isInteger ? "<i8" : "<f4")'))"
  }

  /// What a descriptor stands for, in words.
  private static func meaning(of descriptor: String) -> String {
    if descriptor.hasPrefix("[") || descriptor.hasPrefix("(") { return "records of several fields" }
    if descriptor.contains("O") { return "Python objects ('\(descriptor)'), whose pickle could run code" }
    if descriptor.contains("U") || descriptor.contains("S") { return "text ('\(descriptor)')" }
    if descriptor.hasPrefix(">") { return "big-endian numbers ('\(descriptor)')" }
    return "elements of type '\(descriptor)'"
  }
}
