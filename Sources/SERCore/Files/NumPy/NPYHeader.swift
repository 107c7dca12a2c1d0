// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What a `.npy` file says about its elements: their type, the shape, and where they begin.
///
/// Strictly: version 1.0, C order, the types of ``NPYElementType``, and exactly as many bytes in the file as the shape
/// needs. All else is an ``NPYError`` that names it. A header is data: nothing in it is ever evaluated.
///
/// - Invariant: the sizes are not negative; `dataOffset + byteCount` is the length of the file, and `dataOffset` is a
///   multiple of the element's size, so that elements can be read in place.
/// - Source: NumPy 2.4, `lib/_format_impl.py`.
public struct NPYHeader: Hashable, Sendable {
  /// The type of one element.
  public let elementType: NPYElementType
  /// The sizes of the axes, slowest first; empty for a single number.
  public let shape: [Int]
  /// Where the first element begins, in bytes from the beginning of the file.
  public let dataOffset: Int
  /// The number of elements: the product of the shape, 1 for an empty shape.
  public let elementCount: Int

  /// The number of bytes of all elements.
  public var byteCount: Int { elementCount * elementType.size }

  /// The longest header text that is read: NumPy's own limit.
  public static let longestHeader = 10_000

  /// Parses the header of a complete file.
  ///
  /// - Parameters:
  ///   - bytes: All bytes of the file.
  ///   - path: The name that errors give.
  /// - Throws: ``NPYError``.
  /// - Complexity: O(1) in the length of the file; at most ``longestHeader`` bytes are looked at.
  public init(parsing bytes: RawSpan, path: String) throws(NPYError) {
    let prefix = bytes.array(0..<min(bytes.byteCount, Self.prefixCount))
    guard prefix.starts(with: Self.magic.prefix(prefix.count)) else { throw .notNPY(path: path) }
    guard prefix.count == Self.prefixCount else {
      throw .headerTruncated(path: path, needed: Self.prefixCount, found: prefix.count)
    }
    guard prefix[6] == 1, prefix[7] == 0 else {
      throw .unsupportedVersion(path: path, major: Int(prefix[6]), minor: Int(prefix[7]))
    }
    let textCount = Int(prefix[8]) | Int(prefix[9]) << 8
    guard textCount <= Self.longestHeader else {
      throw .headerTooLong(path: path, count: textCount, limit: Self.longestHeader)
    }
    let offset = Self.prefixCount + textCount
    guard offset <= bytes.byteCount else {
      throw .headerTruncated(path: path, needed: offset, found: bytes.byteCount)
    }
    let text = bytes.array(Self.prefixCount..<offset)
    var parser = NPYHeaderParser(text: text, offset: Self.prefixCount, path: path)
    let fields = try parser.parse()
    guard let type = NPYElementType(rawValue: fields.descriptor) else {
      throw .unsupportedElementType(path: path, descriptor: fields.descriptor)
    }
    guard !fields.isFortranOrder else { throw .fortranOrder(path: path) }
    guard offset % type.size == 0 else {
      throw .misaligned(path: path, offset: offset, elementSize: type.size)
    }
    guard let count = Self.product(fields.shape), let end = Self.product([count, type.size]),
      end <= Int.max - offset
    else { throw .shapeTooLarge(path: path) }
    guard offset + end <= bytes.byteCount else {
      throw .truncated(path: path, shape: fields.shape, needed: offset + end, found: bytes.byteCount)
    }
    guard offset + end == bytes.byteCount else {
      throw .trailingBytes(path: path, shape: fields.shape, count: bytes.byteCount - offset - end)
    }
    elementType = type
    shape = fields.shape
    dataOffset = offset
    elementCount = count
  }

  /// The product of sizes, or nil where it overflows, even if a later size is 0.
  static func product(_ sizes: [Int]) -> Int? {
    var product = 1
    for size in sizes {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      product = next
    }
    return product
  }

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// Magic, two bytes of version, two bytes of length.
  static let prefixCount = 10
}
