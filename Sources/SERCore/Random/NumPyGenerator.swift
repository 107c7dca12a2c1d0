// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// NumPy's `default_rng(seed)`: PCG64 with NumPy's seeding, buffering and shuffling, bit for bit.
///
/// The generator is a 128-bit linear congruential state with a permuted output (PCG XSL-RR 128/64), period
/// 2¹²⁸. A 32-bit word is the low half of a 64-bit word; the high half is kept for the next 32-bit request,
/// and 64-bit requests in between leave it where it is.
///
/// ```swift
/// var generator = NumPyGenerator(seed: 20_260_505)
/// let order = generator.permutation(10)  // numpy.random.default_rng(20260505).permutation(10)
/// ```
///
/// - Note: Swift's own `shuffled(using:)` and `random(in:using:)` accept the generator but follow Swift's
///   rules, not NumPy's; where a published draw must be met, use the methods here.
/// - Source: NumPy 2.4.6; M. E. O'Neill, "PCG: a family of simple fast space-efficient statistically good
///   algorithms for random number generation" (2014).
public struct NumPyGenerator: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt128
  private let increment: UInt128
  /// The high half of the last 64-bit word that was cut in two, until it is asked for.
  private var bufferedHalf: UInt32?

  private static let multiplier: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645

  /// The equal of `numpy.random.default_rng(seed)`.
  public init(seed: UInt64) {
    self.init(SeedSequence(seed))
  }

  /// The equal of `numpy.random.default_rng(sequence)`.
  public init(_ sequence: SeedSequence) {
    let words = sequence.words(8)
    func word128(at first: Int) -> UInt128 {
      // NumPy's 64-bit words are low half first; of the 128-bit numbers the high half comes first.
      let high = UInt64(words[first]) | UInt64(words[first + 1]) << 32
      let low = UInt64(words[first + 2]) | UInt64(words[first + 3]) << 32
      return UInt128(high) << 64 | UInt128(low)
    }
    increment = word128(at: 4) << 1 | 1
    state = 0
    step()
    state &+= word128(at: 0)
    step()
  }

  /// The next raw 64-bit word, the equal of `bit_generator.random_raw()`.
  public mutating func next() -> UInt64 {
    step()
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let rotation = UInt64(truncatingIfNeeded: state >> 122)
    return folded &>> rotation | folded &<< (64 &- rotation)
  }

  /// The next 32-bit word: the kept half if there is one, else the low half of a new word.
  public mutating func next32() -> UInt32 {
    if let half = bufferedHalf {
      bufferedHalf = nil
      return half
    }
    let word = next()
    bufferedHalf = UInt32(truncatingIfNeeded: word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }

  /// A number from [0, 1) with 53 random bits, the equal of `random()`.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Permutes the elements in place, the equal of `shuffle(elements)` on a list or a one-dimensional array.
  ///
  /// - Complexity: O(*n*); below two draws an element on average.
  @inlinable
  public mutating func shuffle<T>(_ elements: inout [T]) { shuffleByRejection(&elements) }

  /// The numbers 0 ..< `n` in random order, the equal of `permutation(n)`.
  ///
  /// - Precondition: `n >= 0`.
  /// - Complexity: O(*n*), one allocation.
  public mutating func permutation(_ n: Int) -> [Int] { permutationByRejection(n) }

  private mutating func step() {
    state = state &* Self.multiplier &+ increment
  }
}

extension NumPyGenerator: RejectionShuffling {
  /// The next raw word.
  @usableFromInline
  package mutating func next64() -> UInt64 { next() }
}
