// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How NumPy's two generators permute: the rule is one, the words differ.
///
/// - Source: NumPy 2.4.6, `random_interval` in `distributions.c` and the shuffles of `mtrand.pyx` and
///   `_generator.pyx`.
@usableFromInline
package protocol RejectionShuffling {
  /// The next 32-bit word.
  mutating func next32() -> UInt32
  /// The next 64-bit word.
  mutating func next64() -> UInt64
}

extension RejectionShuffling {
  /// A number from 0 ... `top`: masked words, until one is not above `top`.
  ///
  /// Up to 2³² − 1 it takes 32-bit words, above that 64-bit ones; for `top` 0 it takes none.
  @inlinable
  package mutating func interval(upTo top: UInt64) -> UInt64 {
    guard top > 0 else { return 0 }
    let mask = UInt64.max >> UInt64(top.leadingZeroBitCount)
    while true {
      let word = top <= UInt64(UInt32.max) ? UInt64(next32()) : next64()
      if word & mask <= top { return word & mask }
    }
  }

  /// Permutes the elements in place, from the last one down.
  ///
  /// Inlinable down to the word, for the elements' type to be known where it is called: unspecialized it
  /// takes fifteen times as long an element.
  @inlinable
  package mutating func shuffleByRejection<T>(_ elements: inout [T]) {
    var last = elements.count - 1
    while last > 0 {
      elements.swapAt(last, Int(interval(upTo: UInt64(last))))
      last -= 1
    }
  }

  /// The numbers 0 ..< `n` in random order.
  ///
  /// - Precondition: `n >= 0`.
  package mutating func permutationByRejection(_ n: Int) -> [Int] {
    precondition(n >= 0, "\(Self.self).permutation: n is \(n); it cannot be negative")
    var order = Array(0..<n)
    shuffleByRejection(&order)
    return order
  }
}
