// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The integers of a zip record, little-endian, one after another.
///
/// - Precondition: of every read, that so many bytes are left. Who makes one has counted.
struct ZipFields {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - position }

  mutating func integer16() -> UInt16 { UInt16(next(2)) }

  mutating func integer32() -> UInt32 { UInt32(next(4)) }

  mutating func integer64() -> UInt64 { next(8) }

  mutating func skip(_ count: Int) { position += count }

  mutating func slice(_ count: Int) -> ArraySlice<UInt8> {
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func next(_ count: Int) -> UInt64 {
    slice(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension [UInt8] {
  /// Appends an integer, lowest byte first.
  mutating func append<Integer: FixedWidthInteger & UnsignedInteger>(littleEndian value: Integer) {
    for shift in stride(from: 0, to: Integer.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}
