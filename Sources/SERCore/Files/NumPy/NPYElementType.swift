// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The kinds of numbers that we read from and write to `.npy` files: little-endian, by NumPy's descriptor.
///
/// Every other descriptor is refused by name. A further kind is one more case here, and a conversion in
/// ``NPYArray``.
public enum NPYElementType: String, Hashable, Codable, Sendable, CaseIterable {
  /// IEEE 754 half precision, as pooled features are often stored.
  case float16 = "<f2"
  /// IEEE 754 single precision.
  case float32 = "<f4"
  /// IEEE 754 double precision.
  case float64 = "<f8"
  /// Signed integers of 32 bits, such as class numbers.
  case int32 = "<i4"
  /// Signed integers of 64 bits, such as the offsets of frames.
  case int64 = "<i8"
  /// Bytes, 0 to 255.
  case uint8 = "|u1"
  /// Truth values, one a byte, such as masks: 0 or 1, and nothing else.
  case boolean = "|b1"

  /// Bytes an element.
  public var size: Int {
    switch self {
    case .uint8, .boolean: 1
    case .float16: 2
    case .float32, .int32: 4
    case .float64, .int64: 8
    }
  }
}
