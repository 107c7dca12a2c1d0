// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Collects tensors and writes them as one safetensors file, with the very bytes of the reference
/// implementation.
///
/// Tensors are laid out by type, those of the largest elements first (``SafetensorsElementType`` backwards),
/// then by name in the order of code points; the header is padded with blanks to a multiple of eight.
/// Metadata, whose order the reference leaves to chance, is in the order of code points, too: the same
/// tensors give the same file. A file appears whole or not at all (`AtomicFile`).
///
/// ```swift
/// var weights = SafetensorsWriter(metadata: ["format": "pt"])
/// weights.append(values, named: "proj.weight", shape: [9, 768])
/// try weights.write(to: "model.safetensors")
/// ```
///
/// - Source: safetensors 0.8.0, `safetensors/src/tensor.rs`.
public struct SafetensorsWriter: Sendable {
  /// The texts under `__metadata__`; nothing is written for none.
  public let metadata: [String: String]

  /// Elements are kept as they came, and copied nowhere before they are written.
  private enum Elements {
    case floats([Float])
    case doubles([Double])
    case int64s([Int64])
    case halves([UInt16])
    case bytes([UInt8])
  }

  private struct Tensor {
    var elementType: SafetensorsElementType
    var shape: [Int]
    var elements: Elements
    var byteCount: Int
  }

  private var tensors: [String: Tensor] = [:]

  /// A file without tensors.
  public init(metadata: [String: String] = [:]) { self.metadata = metadata }

  /// Adds a tensor of `F32`.
  ///
  /// - Parameters:
  ///   - values: The elements in C order.
  ///   - name: Its name; no other tensor's, and not `__metadata__`.
  ///   - shape: The sizes of the axes, slowest first.
  /// - Precondition: no size is negative, and their product is `values.count`; the name is free.
  public mutating func append(_ values: [Float], named name: String, shape: [Int]) {
    append(.floats(values), .float32, name, shape, byteCount: values.count * 4)
  }

  /// Adds a tensor of `F64`; as for single precision.
  public mutating func append(_ values: [Double], named name: String, shape: [Int]) {
    append(.doubles(values), .float64, name, shape, byteCount: values.count * 8)
  }

  /// Adds a tensor of `I64`; as for single precision.
  public mutating func append(_ values: [Int64], named name: String, shape: [Int]) {
    append(.int64s(values), .int64, name, shape, byteCount: values.count * 8)
  }

  /// Adds a tensor of `F16` from the bits of half precision numbers; else as for single precision.
  public mutating func append(halfPrecision bits: [UInt16], named name: String, shape: [Int]) {
    append(.halves(bits), .float16, name, shape, byteCount: bits.count * 2)
  }

  /// Adds a tensor of any type from its bytes in the file: C order, least significant byte first.
  ///
  /// - Precondition: as for single precision, where the bytes are those that shape and type need.
  public mutating func append(
    bytes: [UInt8], of elementType: SafetensorsElementType, named name: String, shape: [Int]
  ) {
    append(.bytes(bytes), elementType, name, shape, byteCount: bytes.count)
  }

  private mutating func append(
    _ elements: Elements, _ type: SafetensorsElementType, _ name: String, _ shape: [Int], byteCount: Int
  ) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && type.bitCount(ofShape: shape) == 8 * byteCount,
      "SafetensorsWriter: shape \(shape) of \(type.rawValue) for \(byteCount) bytes in '\(name)'")
    precondition(
      name != SafetensorsHeader.metadataKey && tensors[name] == nil, "SafetensorsWriter: '\(name)' is taken")
    tensors[name] = Tensor(elementType: type, shape: shape, elements: elements, byteCount: byteCount)
  }

  /// Writes the file, whole or not at all.
  ///
  /// - Precondition: the names and shapes fit in a header of ``SafetensorsHeader/longestHeader`` bytes.
  /// - Throws: `FileError`.
  public func write(to path: String) throws(FileError) {
    let names = layout()
    let file = try PendingFile(path: path)
    try file.append(header(for: names))
    for name in names {
      switch tensors[name]!.elements {
      case .floats(let values): unsafe try file.append(values.span.bytes)
      case .doubles(let values): unsafe try file.append(values.span.bytes)
      case .int64s(let values): unsafe try file.append(values.span.bytes)
      case .halves(let bits): unsafe try file.append(bits.span.bytes)
      case .bytes(let bytes): try file.append(bytes)
      }
    }
    try file.commit()
  }

  /// The names in the order of the file.
  private func layout() -> [String] {
    let byName = Dictionary(grouping: tensors.keys.sortedByCodePoint()) { tensors[$0]!.elementType }
    return SafetensorsElementType.allCases.reversed().flatMap { byName[$0] ?? [] }
  }

  /// The bytes before the first tensor's.
  private func header(for names: [String]) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.keys.sortedByCodePoint().map {
        "\(Self.quoted($0)):\(Self.quoted(metadata[$0]!))"
      }
      members.append("\(Self.quoted(SafetensorsHeader.metadataKey)):{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for name in names {
      let tensor = tensors[name]!
      let sizes = tensor.shape.map(String.init).joined(separator: ",")
      let end = offset + tensor.byteCount
      members.append(
        "\(Self.quoted(name)):{\"dtype\":\"\(tensor.elementType.rawValue)\",\"shape\":[\(sizes)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    precondition(
      text.count <= SafetensorsHeader.longestHeader,
      "SafetensorsWriter: a header of \(text.count) bytes; at most \(SafetensorsHeader.longestHeader) are read"
    )
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
  }

  /// A JSON string with the escapes of the reference: none but the necessary ones.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{8}": quoted += "\\b"
      case "\u{c}": quoted += "\\f"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case ..<" ": quoted += (scalar.value < 0x10 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
