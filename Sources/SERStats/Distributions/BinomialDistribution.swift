// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The binomial distribution: of the number of successes in *n* independent trials.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300).
///
/// ```swift
/// BinomialDistribution(trials: 10, probability: 0.5).lowerTail(2)  // 0.0546875 = (1 + 10 + 45) / 1024
/// ```
///
/// - Source: Boost.Math, `binomial_distribution`.
package struct BinomialDistribution: Hashable, Sendable {
  /// The number of trials *n*.
  package let trials: Int
  /// The probability of success in one trial.
  package let probability: Double

  /// A binomial distribution.
  ///
  /// - Precondition: `trials` is in 0...2⁵³, and `probability` in 0...1.
  package init(trials: Int, probability: Double) {
    precondition(trials >= 0 && trials <= 1 << 53, "BinomialDistribution: \(trials) trials; needs 0 to 2^53")
    precondition(
      probability >= 0 && probability <= 1, "BinomialDistribution: \(probability) is not a probability")
    self.trials = trials
    self.probability = probability
  }

  /// P(*X* ≤ *k*).
  ///
  /// - Parameter successes: *k*; any whole number.
  package func lowerTail(_ successes: Int) -> Double {
    guard successes >= 0 else { return 0 }
    guard successes < trials else { return 1 }
    if probability == 0 { return 1 }
    if probability == 1 { return 0 }
    return clipped(ser_binomial_lower_tail(Double(trials), probability, Double(successes)))
  }

  /// P(*X* > *k*), with its own digits where it is small; `upperTail(k - 1)` is P(*X* ≥ *k*).
  ///
  /// - Parameter successes: *k*; any whole number.
  package func upperTail(_ successes: Int) -> Double {
    guard successes >= 0 else { return 1 }
    guard successes < trials else { return 0 }
    if probability == 0 { return 0 }
    if probability == 1 { return 1 }
    return clipped(ser_binomial_upper_tail(Double(trials), probability, Double(successes)))
  }

  /// P(*X* = *k*): 0 for a *k* that cannot be.
  package func mass(_ successes: Int) -> Double {
    guard successes >= 0 && successes <= trials else { return 0 }
    if probability == 0 { return successes == 0 ? 1 : 0 }
    if probability == 1 { return successes == trials ? 1 : 0 }
    return clipped(ser_binomial_mass(Double(trials), probability, Double(successes)))
  }

  /// The least *k* with `lowerTail(k)` ≥ *p*.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  /// - Complexity: O(log *n*) tails.
  package func quantile(_ p: Double) -> Int {
    precondition(p >= 0 && p <= 1, "BinomialDistribution: \(p) is not a probability")
    return leastCount { lowerTail($0) >= p }
  }

  /// The least *k* with `upperTail(k)` ≤ *p*.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  /// - Complexity: O(log *n*) tails.
  package func upperQuantile(_ p: Double) -> Int {
    precondition(p >= 0 && p <= 1, "BinomialDistribution: \(p) is not a probability")
    return leastCount { upperTail($0) <= p }
  }

  /// The least number of successes that fulfills a condition which holds from some number on, and at *n*.
  private func leastCount(where condition: (Int) -> Bool) -> Int {
    var (low, high) = (0, trials)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
