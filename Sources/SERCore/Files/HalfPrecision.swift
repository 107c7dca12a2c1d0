// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Half precision numbers by their bits: `Float16` does not exist on every platform that we build for.
///
/// Inlinable for loops in other modules: without that, tensors of halves were measured to take 1.7 times as
/// long.
@usableFromInline
package enum HalfPrecision {
  /// The value, exactly; a NaN keeps its sign and payload.
  ///
  /// - Complexity: O(1), without a branch, so that loops over it vectorize.
  @inlinable
  package static func float(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    // Shifted into a Float's places, the exponent is too small by 127 - 15: the product mends that, exactly,
    // for subnormal numbers too. It leaves infinity and NaN finite, so their exponent is set.
    let magnitude = Float(bitPattern: UInt32(bits & 0x7fff) << 13) * 0x1p112
    let isFinite = bits & 0x7c00 != 0x7c00
    return Float(bitPattern: magnitude.bitPattern | sign | (isFinite ? 0 : 0x7f80_0000))
  }
}
