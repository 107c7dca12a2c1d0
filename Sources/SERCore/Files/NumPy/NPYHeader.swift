// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What a `.npy` file says about its elements: their type, the shape, their order, and where they begin.
///
/// Strictly: versions 1.0, 2.0 and 3.0, the types of ``NPYElementType``, and exactly as many bytes in the
/// file as the shape needs. All else is an ``NPYError`` that names it. A header is data: nothing in it is
/// ever evaluated.
///
/// - Invariant: the sizes are not negative, and the product of any of them that are not 0 is an `Int`;
///   `dataOffset + byteCount` is the length of the file, and `dataOffset` is a multiple of the element's
///   size.
/// - Source: NumPy 2.4, `lib/_format_impl.py`.
public struct NPYHeader: Hashable, Sendable {
  /// The type of one element.
  public let elementType: NPYElementType
  /// The sizes of the axes; empty for a single number.
  public let shape: [Int]
  /// Whether the first axis varies fastest in the file (Fortran's order), not the last (C's).
  public let isFortranOrder: Bool
  /// Where the first element begins, in bytes from the beginning of the file.
  public let dataOffset: Int
  /// The number of elements: the product of the shape, 1 for an empty shape.
  public let elementCount: Int

  /// The number of bytes of all elements.
  public var byteCount: Int { elementCount * elementType.size }

  /// The longest header text that is read: NumPy's own limit.
  public static let longestHeader = 10_000
  /// The most axes that an array may have: NumPy's own limit.
  public static let mostAxes = 64
  /// So many bytes of a file hold its header, whatever the version.
  package static let longestPrefix = magic.count + 6 + longestHeader

  /// Parses the header of a complete file.
  ///
  /// - Parameters:
  ///   - bytes: All bytes of the file.
  ///   - path: The name that errors give.
  /// - Throws: ``NPYError``.
  /// - Complexity: O(1) in the length of the file; at most ``longestHeader`` bytes are looked at.
  public init(parsing bytes: RawSpan, path: String) throws(NPYError) {
    try self.init(parsing: bytes, ofFileWith: bytes.byteCount, path: path)
  }

  /// Parses the header from the first bytes of a file of `fileCount` bytes: `longestPrefix` of them, or all.
  package init(
    parsing bytes: RawSpan, ofFileWith fileCount: Int, path: String
  ) throws(NPYError) {
    let (text, version) = try Self.text(of: bytes, fileCount: fileCount, path: path)
    let offset = text.upperBound
    var parser = NPYHeaderParser(
      text: bytes.array(text), offset: text.lowerBound, isPython2Allowed: version < 3, path: path)
    let fields = try parser.parse()
    guard let type = NPYElementType(rawValue: fields.descriptor) else {
      throw .unsupportedElementType(path: path, descriptor: fields.descriptor)
    }
    guard fields.shape.count <= Self.mostAxes else {
      throw .tooManyAxes(path: path, count: fields.shape.count, limit: Self.mostAxes)
    }
    guard offset % type.size == 0 else {
      throw .misaligned(path: path, offset: offset, elementSize: type.size)
    }
    guard let count = Self.elementCount(fields.shape), let end = Self.elementCount([count, type.size]),
      end <= Int.max - offset
    else { throw .shapeTooLarge(path: path) }
    guard offset + end <= fileCount else {
      throw .truncated(path: path, shape: fields.shape, needed: offset + end, found: fileCount)
    }
    guard offset + end == fileCount else {
      throw .trailingBytes(path: path, shape: fields.shape, count: fileCount - offset - end)
    }
    elementType = type
    shape = fields.shape
    isFortranOrder = fields.isFortranOrder
    dataOffset = offset
    elementCount = count
  }

  /// Where the dictionary is, and the major version.
  private static func text(
    of bytes: RawSpan, fileCount: Int, path: String
  ) throws(NPYError) -> (range: Range<Int>, version: UInt8) {
    let prefix = bytes.array(0..<min(bytes.byteCount, magic.count + 6))
    guard prefix.starts(with: magic.prefix(prefix.count)) else { throw .notNPY(path: path) }
    guard prefix.count >= magic.count + 2 else {
      throw .headerTruncated(path: path, needed: magic.count + 4, found: prefix.count)
    }
    let (major, minor) = (prefix[magic.count], prefix[magic.count + 1])
    guard 1...3 ~= major, minor == 0 else {
      throw .unsupportedVersion(path: path, major: Int(major), minor: Int(minor))
    }
    let start = magic.count + (major == 1 ? 4 : 6)
    guard prefix.count >= start else {
      throw .headerTruncated(path: path, needed: start, found: prefix.count)
    }
    let count = prefix[(magic.count + 2)..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard count <= longestHeader else {
      throw .headerTooLong(path: path, count: count, limit: longestHeader)
    }
    guard start + count <= bytes.byteCount else {
      throw .headerTruncated(path: path, needed: start + count, found: fileCount)
    }
    return (start..<start + count, major)
  }

  /// The product of sizes; nil where that of those that are not 0 overflows, so that no partial product does.
  static func elementCount(_ sizes: [Int]) -> Int? {
    var product = 1
    for size in sizes where size != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      product = next
    }
    return sizes.contains(0) ? 0 : product
  }

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
}
