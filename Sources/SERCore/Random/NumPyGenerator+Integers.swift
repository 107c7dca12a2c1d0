// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension NumPyGenerator {
  /// Whole numbers from 0 ..< `bound`, the equal of `integers(bound, size=count)`.
  ///
  /// NumPy's rule for bounded 64-bit integers: up to a bound of 2³² a 32-bit word each (Lemire's
  /// multiplication, a rare second word to be fair), above it a 64-bit word; none for a bound of 1.
  ///
  /// ```swift
  /// var generator = NumPyGenerator(seed: 1)
  /// let draws = generator.integers(below: 6, count: 3)  // numpy.random.default_rng(1).integers(6, size=3): 2, 3, 4
  /// ```
  ///
  /// - Precondition: `bound` is positive and `count` not negative.
  /// - Complexity: O(`count`).
  /// - Source: NumPy 2.4.6, `random_bounded_uint64_fill`; D. Lemire, "Fast random integer generation in an
  ///   interval" (2019).
  public mutating func integers(below bound: Int, count: Int) -> [Int] {
    precondition(count >= 0, "NumPyGenerator.integers: a count of \(count); it cannot be negative")
    var drawn = [Int](repeating: 0, count: count)
    integers(below: bound, into: &drawn)
    return drawn
  }

  /// Replaces every element by a whole number from 0 ..< `bound`: ``integers(below:count:)`` without an
  /// allocation.
  ///
  /// - Precondition: `bound` is positive.
  public mutating func integers(below bound: Int, into drawn: inout [Int]) {
    precondition(bound > 0, "NumPyGenerator.integers: a bound of \(bound); it must be positive")
    if bound == 1 {
      for index in drawn.indices { drawn[index] = 0 }
    } else if bound <= 1 << 32 {
      // A copy, which the compiler keeps in registers over the loop.
      var generator = self
      for index in drawn.indices { drawn[index] = Int(generator.bounded32(UInt64(bound))) }
      self = generator
    } else {
      for index in drawn.indices { drawn[index] = Int(bounded64(UInt64(bound))) }
    }
  }

  /// Below `bound`, at most 2³².
  private mutating func bounded32(_ bound: UInt64) -> UInt64 {
    var product = UInt64(next32()) &* bound
    let low = product & 0xFFFF_FFFF
    // Only a low half below the bound can be among the surplus words.
    if low < bound {
      let surplus = (1 << 32) % bound
      while product & 0xFFFF_FFFF < surplus { product = UInt64(next32()) &* bound }
    }
    return product >> 32
  }

  /// Below `bound`, above 2³².
  private mutating func bounded64(_ bound: UInt64) -> UInt64 {
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let surplus = (0 &- bound) % bound
      while product.low < surplus { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }
}
