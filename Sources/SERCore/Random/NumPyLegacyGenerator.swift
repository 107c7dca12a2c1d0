// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// NumPy's legacy `RandomState(seed)`, as far as permutations draw from it: what scikit-learn's
/// `random_state` is.
///
/// It exists to replay others; our own draws come from ``RandomStream``.
///
/// ```swift
/// var generator = NumPyLegacyGenerator(seed: 0)
/// let order = generator.permutation(10)  // numpy.random.RandomState(0).permutation(10)
/// ```
///
/// - Source: NumPy 2.4.6, `numpy/random/mtrand.pyx`.
public struct NumPyLegacyGenerator: Hashable, Sendable {
  private var twister: MersenneTwister

  /// The equal of `numpy.random.RandomState(seed)`, which takes no seed above 2³² − 1 either.
  public init(seed: UInt32) {
    twister = MersenneTwister(seed: UInt64(seed))
  }

  /// The next 32-bit word.
  public mutating func next32() -> UInt32 { twister.next32() }

  /// Permutes the elements in place, the equal of `shuffle(elements)` on a list or a one-dimensional array.
  ///
  /// - Complexity: O(*n*); below two words an element on average.
  @inlinable
  public mutating func shuffle<T>(_ elements: inout [T]) { shuffleByRejection(&elements) }

  /// The numbers 0 ..< `n` in random order, the equal of `permutation(n)`.
  ///
  /// - Precondition: `n >= 0`.
  /// - Complexity: O(*n*), one allocation.
  public mutating func permutation(_ n: Int) -> [Int] { permutationByRejection(n) }
}

extension NumPyLegacyGenerator: RejectionShuffling {
  /// Two words, the high half first.
  @usableFromInline
  package mutating func next64() -> UInt64 {
    let high = UInt64(next32())
    return high << 32 | UInt64(next32())
  }
}
