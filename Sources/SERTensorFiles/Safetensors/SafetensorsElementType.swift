// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What the elements of a tensor are, by the format's own name for it.
///
/// The cases stand in the order of the reference implementation, by which files are laid out: the last comes
/// first.
///
/// - Source: safetensors 0.8.0.
public enum SafetensorsElementType: String, Hashable, Codable, Sendable, CaseIterable {
  /// One byte each, 0 or 1.
  case boolean = "BOOL"
  /// Four bits, two numbers a byte.
  case float4 = "F4"
  /// Six bits: two of exponent, three of mantissa.
  case float6E2M3 = "F6_E2M3"
  /// Six bits: three of exponent, two of mantissa.
  case float6E3M2 = "F6_E3M2"
  /// Unsigned integers of one byte.
  case uint8 = "U8"
  /// Signed integers of one byte.
  case int8 = "I8"
  /// Eight bits: five of exponent, two of mantissa.
  case float8E5M2 = "F8_E5M2"
  /// Eight bits: four of exponent, three of mantissa.
  case float8E4M3 = "F8_E4M3"
  /// Eight bits, all of exponent.
  case float8E8M0 = "F8_E8M0"
  /// As ``float8E4M3``, without infinities and without a negative zero.
  case float8E4M3FNUZ = "F8_E4M3FNUZ"
  /// As ``float8E5M2``, without infinities and without a negative zero.
  case float8E5M2FNUZ = "F8_E5M2FNUZ"
  /// Signed integers of two bytes.
  case int16 = "I16"
  /// Unsigned integers of two bytes.
  case uint16 = "U16"
  /// IEEE 754 half precision.
  case float16 = "F16"
  /// The upper half of an IEEE 754 single precision number.
  case bfloat16 = "BF16"
  /// Signed integers of four bytes.
  case int32 = "I32"
  /// Unsigned integers of four bytes.
  case uint32 = "U32"
  /// IEEE 754 single precision.
  case float32 = "F32"
  /// Two numbers of single precision: the real part, then the imaginary.
  case complex64 = "C64"
  /// IEEE 754 double precision.
  case float64 = "F64"
  /// Signed integers of eight bytes.
  case int64 = "I64"
  /// Unsigned integers of eight bytes.
  case uint64 = "U64"

  /// Bits an element.
  public var bitCount: Int {
    switch self {
    case .float4: 4
    case .float6E2M3, .float6E3M2: 6
    case .boolean, .uint8, .int8, .float8E5M2, .float8E4M3, .float8E8M0, .float8E4M3FNUZ, .float8E5M2FNUZ: 8
    case .int16, .uint16, .float16, .bfloat16: 16
    case .int32, .uint32, .float32: 32
    case .complex64, .float64, .int64, .uint64: 64
    }
  }

  /// The bits of so many elements; nil if a computer cannot address them.
  ///
  /// Sizes are multiplied in their order, so that an overflow counts even if a later size is 0: as the
  /// reference does.
  func bitCount(ofShape shape: [Int]) -> Int? {
    var product = 1
    for size in shape + [bitCount] {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      product = next
    }
    return product
  }
}
