// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The bits of a value that half precision holds exactly, without any of the code under test.
///
/// `Float16` does not exist on every platform that the library is built for.
package func halfPrecisionBits(_ value: Float) -> UInt16 {
  if value == 0 { return 0 }
  let sign: UInt16 = value < 0 ? 0x8000 : 0
  return sign | UInt16(value.exponent + 15) << 10 | UInt16(value.significandBitPattern >> 13)
}
