// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// What a safetensors file says about itself: its tensors, where each lies, and its metadata.
///
/// Strictly, and before any element is read: the header is what ``SafetensorsHeader/init(parsing:path:)``
/// describes, each tensor takes the bytes that its shape and type need, and together they fill the file
/// without a hole, an overlap or a rest. All else is a ``SafetensorsError`` that names it. A header is data:
/// nothing in it is ever evaluated.
///
/// - Invariant: the tensors' ranges ascend, the first begins at `dataOffset`, each where the one before ends,
///   and the last ends with the file; no two names are equal.
/// - Source: the format's own description, and safetensors 0.8.0, `safetensors/src/tensor.rs`.
public struct SafetensorsHeader: Hashable, Sendable {
  /// The tensors in the order of their bytes.
  public let tensors: [SafetensorsTensor]
  /// The texts under `__metadata__`; empty if there are none.
  public let metadata: [String: String]
  /// Where the first tensor's bytes begin, counted from the beginning of the file.
  public let dataOffset: Int

  private let indices: [String: Int]

  /// The longest header that is read, in bytes: the reference's own limit.
  public static let longestHeader = 100_000_000

  /// Parses the header of a complete file: eight bytes of length, least significant first, and one JSON
  /// object.
  ///
  /// The object must begin at once, and only blanks may follow it. It holds tensors, each with exactly
  /// `dtype`, `shape` and `data_offsets`, and at most one `__metadata__` of texts. Nothing else nests, so
  /// that depth is three at most; a tensor takes at least 49 bytes of header, so that there are no more than
  /// a 49th of its length. No name stands twice; two names that differ only in how Unicode composes their
  /// letters count as one. Numbers are whole and below 2⁶⁴.
  ///
  /// - Parameters:
  ///   - bytes: All bytes of the file.
  ///   - path: The name that errors give.
  /// - Throws: ``SafetensorsError``.
  /// - Complexity: O(*h* + *n* log *n*) for a header of *h* bytes with *n* tensors, in time and memory;
  ///   independent of the elements, and nothing is allocated for a length that the file does not have.
  public init(parsing bytes: RawSpan, path: String) throws(SafetensorsError) {
    let prefix = bytes.array(0..<min(bytes.byteCount, Self.prefixCount))
    guard prefix.count == Self.prefixCount else { throw .notSafetensors(path: path, count: prefix.count) }
    let length = prefix.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(Self.longestHeader) else {
      throw .headerTooLong(path: path, count: length, limit: Self.longestHeader)
    }
    let dataOffset = Self.prefixCount + Int(length)
    guard dataOffset <= bytes.byteCount else {
      throw .headerTruncated(path: path, needed: dataOffset, found: bytes.byteCount)
    }
    let text = bytes.array(Self.prefixCount..<dataOffset)
    var parser = SafetensorsHeaderParser(text: text, offset: Self.prefixCount, path: path)
    let fields = try parser.parse()
    tensors = try Self.placed(fields.entries, from: dataOffset, to: bytes.byteCount, path: path)
    metadata = fields.metadata
    self.dataOffset = dataOffset
    var indices: [String: Int] = [:]
    for (index, tensor) in tensors.enumerated() { indices[tensor.name] = index }
    self.indices = indices
  }

  /// The tensor of this name; nil if there is none.
  ///
  /// - Complexity: O(1) in the number of tensors.
  public func tensor(named name: String) -> SafetensorsTensor? { indices[name].map { tensors[$0] } }

  /// The tensors in the order of their bytes, if they fill the file.
  private static func placed(
    _ entries: [SafetensorsHeaderParser.Entry], from start: Int, to end: Int, path: String
  ) throws(SafetensorsError) -> [SafetensorsTensor] {
    var tensors: [SafetensorsTensor] = []
    tensors.reserveCapacity(entries.count)
    for entry in entries { tensors.append(try tensor(entry, from: start, to: end, path: path)) }
    // A tensor without elements may lie where another begins: the end decides, too.
    tensors.sort {
      ($0.byteRange.lowerBound, $0.byteRange.upperBound) < ($1.byteRange.lowerBound, $1.byteRange.upperBound)
    }
    var filled = start
    for tensor in tensors {
      let begin = tensor.byteRange.lowerBound
      guard begin >= filled else { throw .overlap(path: path, tensor: tensor.name, count: filled - begin) }
      guard begin == filled else { throw .hole(path: path, tensor: tensor.name, count: begin - filled) }
      filled = tensor.byteRange.upperBound
    }
    guard filled == end else { throw .trailingBytes(path: path, count: end - filled) }
    return tensors
  }

  private static func tensor(
    _ entry: SafetensorsHeaderParser.Entry, from start: Int, to end: Int, path: String
  ) throws(SafetensorsError) -> SafetensorsTensor {
    let (name, type) = (entry.name, entry.elementType)
    guard let bits = type.bitCount(ofShape: entry.shape) else {
      throw .shapeTooLarge(path: path, tensor: name)
    }
    guard bits % 8 == 0 else {
      throw .partialByte(path: path, tensor: name, elementType: type, shape: entry.shape)
    }
    guard entry.begin <= entry.end else {
      throw .endBeforeBegin(path: path, tensor: name, begin: entry.begin, end: entry.end)
    }
    guard entry.end <= UInt64(end - start) else {
      throw .truncated(path: path, tensor: name, needed: entry.end, found: end - start)
    }
    let range = start + Int(entry.begin)..<start + Int(entry.end)
    guard range.count == bits / 8 else {
      throw .wrongByteCount(
        path: path, tensor: name, elementType: type, shape: entry.shape, needed: bits / 8, found: range.count)
    }
    return SafetensorsTensor(name: name, elementType: type, shape: entry.shape, byteRange: range)
  }

  /// The bytes of the length.
  static let prefixCount = 8
  /// The key that names no tensor.
  static let metadataKey = "__metadata__"
}
