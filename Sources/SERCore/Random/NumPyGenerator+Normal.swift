// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc  // The C library's exp and log1p: those that NumPy calls.
#elseif canImport(Darwin)
  import Darwin
#endif

extension NumPyGenerator {
  /// A normal deviate with mean 0 and variance 1, the equal of `standard_normal()`.
  ///
  /// One 64-bit word gives layer, sign and place within the layer; 99 of 100 deviates need no more. It leaves
  /// the kept half of a 32-bit word where it is.
  ///
  /// - Complexity: O(1); 1.01 words on average.
  /// - Source: NumPy 2.4.6, `random_standard_normal` in `distributions.c`: the ziggurat of 256 layers. A
  ///   deviate outside the layers' cores compares with `exp` and `log1p`, so there a C library that rounds
  ///   another way than NumPy's could differ in the last bit.
  public mutating func standardNormal() -> Double {
    while true {
      var word = next() as UInt64
      let layer = Int(word & 0xFF)
      word >>= 8
      let isNegative = word & 1 == 1
      let place = (word >> 1) & 0xF_FFFF_FFFF_FFFF
      let magnitude = Double(place) * NormalZiggurat.widths[layer]
      let deviate = isNegative ? -magnitude : magnitude
      if place < NormalZiggurat.bounds[layer] { return deviate }
      if layer == 0 { return normalTail(isNegative: (place >> 8) & 1 == 1) }
      let (upper, lower) = (NormalZiggurat.heights[layer - 1], NormalZiggurat.heights[layer])
      let height = (upper - lower) * uniform() + lower
      if height < exp(-0.5 * deviate * deviate) { return deviate }
    }
  }

  /// `count` normal deviates, the equal of `standard_normal(count)`.
  ///
  /// - Precondition: `count >= 0`.
  public mutating func standardNormals(_ count: Int) -> [Double] {
    precondition(
      count >= 0, "NumPyGenerator.standardNormals: \(count) deviates; the count cannot be negative")
    return (0..<count).map { _ in standardNormal() }
  }

  /// A deviate beyond the lowest layer, by Marsaglia's method.
  private mutating func normalTail(isNegative: Bool) -> Double {
    while true {
      let beyond = -NormalZiggurat.inverseTail * log1p(-uniform())
      let bound = -log1p(-uniform())
      guard bound + bound > beyond * beyond else { continue }
      let magnitude = NormalZiggurat.tail + beyond
      return isNegative ? -magnitude : magnitude
    }
  }
}
