// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Why a safetensors file was refused, with its path and what to do.
public enum SafetensorsError: Error, Hashable, Sendable {
  /// The file could not be opened or read.
  case file(FileError)
  /// The file is shorter than the length with which one begins.
  case notSafetensors(path: String, count: Int)
  /// The header is longer than any that is read; most likely the file is none of this kind.
  case headerTooLong(path: String, count: UInt64, limit: Int)
  /// The file ends within its header, which would need `needed` bytes.
  case headerTruncated(path: String, needed: Int, found: Int)
  /// The header is not JSON of the format's form; `offset` counts bytes from the file's beginning.
  case malformedHeader(path: String, offset: Int, reason: String)
  /// Two tensors have the same name, or `__metadata__` stands twice.
  case duplicateName(path: String, name: String)
  /// A field of a tensor, or a key of `__metadata__`, stands twice.
  case duplicateField(path: String, name: String, field: String)
  /// A field that the format does not know.
  case unknownField(path: String, tensor: String, field: String)
  /// `dtype`, `shape` or `data_offsets` is missing.
  case missingField(path: String, tensor: String, field: String)
  /// A type of elements that is none of ``SafetensorsElementType``.
  case unknownElementType(path: String, tensor: String, elementType: String)
  /// The sizes, multiplied, exceed what a computer can address.
  case shapeTooLarge(path: String, tensor: String)
  /// Elements of less than a byte that do not fill their last byte.
  case partialByte(path: String, tensor: String, elementType: SafetensorsElementType, shape: [Int])
  /// A tensor's bytes end before they begin.
  case endBeforeBegin(path: String, tensor: String, begin: UInt64, end: UInt64)
  /// The file ends before the tensor: `needed` and `found` count the bytes behind the header.
  case truncated(path: String, tensor: String, needed: UInt64, found: Int)
  /// A tensor has other than the `needed` bytes of its shape and type.
  case wrongByteCount(
    path: String, tensor: String, elementType: SafetensorsElementType, shape: [Int], needed: Int, found: Int)
  /// The first `count` bytes of a tensor belong to another one, too.
  case overlap(path: String, tensor: String, count: Int)
  /// `count` bytes before a tensor belong to none.
  case hole(path: String, tensor: String, count: Int)
  /// `count` bytes follow after the last tensor.
  case trailingBytes(path: String, count: Int)
  /// No tensor has this name; `names` are those that exist.
  case unknownTensor(path: String, name: String, names: [String])
  /// The elements are not read as `wanted`: that could change them.
  case notConvertible(
    path: String, tensor: String, from: SafetensorsElementType, wanted: SafetensorsElementType)
}

extension SafetensorsError: CustomStringConvertible {
  /// A sentence that names the path and says what to do.
  public var description: String {
    let copy = "copy or download it again"
    let save = "write it again with the safetensors package"
    switch self {
    case .file(let error):
      return error.description
    case .notSafetensors(let path, let count):
      return "\(path) is no safetensors file: it has only \(count) bytes; \(copy)"
    case .headerTooLong(let path, let count, let limit):
      return "\(path) is no safetensors file, or damaged: its header would have \(count) bytes, and at most "
        + "\(limit) are read; \(copy), or convert it"
    case .headerTruncated(let path, let needed, let found):
      return
        "\(path) ends within its header (\(found) of \(needed) bytes), or is no safetensors file; \(copy)"
    case .malformedHeader(let path, let offset, let reason):
      return "\(path): header, byte \(offset): \(reason); \(save)"
    case .duplicateName(let path, let name):
      return "\(path): the header has \(Self.quoted(name)) twice; \(save)"
    case .duplicateField(let path, let name, let field):
      return "\(path): \(Self.quoted(name)) has \(Self.quoted(field)) twice; \(save)"
    case .unknownField(let path, let tensor, let field):
      return "\(at(path, tensor)) has the unknown field \(Self.quoted(field)); \(save)"
    case .missingField(let path, let tensor, let field):
      return "\(at(path, tensor)) has no \(Self.quoted(field)); \(save)"
    case .unknownElementType(let path, let tensor, let type):
      return "\(at(path, tensor)) holds elements of the unknown type \(Self.quoted(type)); "
        + "convert it to 'F32'"
    case .shapeTooLarge(let path, let tensor):
      return "\(path): the shape of tensor \(Self.quoted(tensor)) is larger than any file; \(save)"
    case .partialByte(let path, let tensor, let type, let shape):
      return "\(at(path, tensor)), \(type.rawValue) \(shape), ends within a byte; \(save)"
    case .endBeforeBegin(let path, let tensor, let begin, let end):
      return "\(at(path, tensor)) begins at \(begin) and ends at \(end), before that; \(save)"
    case .truncated(let path, let tensor, let needed, let found):
      return "\(path) has \(found) bytes of elements, and tensor \(Self.quoted(tensor)) ends at \(needed); "
        + copy
    case .wrongByteCount(let path, let tensor, let type, let shape, let needed, let found):
      return "\(at(path, tensor)) has \(found) bytes, and \(type.rawValue) \(shape) needs "
        + "\(needed); \(save)"
    case .overlap(let path, let tensor, let count):
      return "\(at(path, tensor)) shares \(count) bytes with another; \(save)"
    case .hole(let path, let tensor, let count):
      return "\(path) has \(count) bytes before tensor \(Self.quoted(tensor)) that belong to none; \(save)"
    case .trailingBytes(let path, let count):
      return "\(path) has \(count) bytes after its last tensor; \(copy)"
    case .unknownTensor(let path, let name, let names):
      return "\(path) has no tensor \(Self.quoted(name)) among its \(names.count)"
        + NearNames.sentence(for: name, among: names) + "; check the name"
    case .notConvertible(let path, let tensor, let from, let wanted):
      return "\(at(path, tensor)) holds '\(from.rawValue)', which is not read as '\(wanted.rawValue)'; "
        + "convert it, or read it as what it is"
    }
  }

  private func at(_ path: String, _ tensor: String) -> String { "\(path): tensor \(Self.quoted(tensor))" }

  /// A name from the file in quotes, short and on one line.
  private static func quoted(_ name: String) -> String {
    let shown = name.unicodeScalars.prefix(100).map { $0.value < 0x20 || $0.value == 0x7f ? "?" : String($0) }
    return "'\(shown.joined())\(name.unicodeScalars.count > 100 ? "…" : "")'"
  }
}
