// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The binomial distribution: of the number of successes in *n* independent trials.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300).
///
/// ```swift
/// Binomial(trials: 10, probability: 0.5).lowerTail(2)  // 0.0546875 = (1 + 10 + 45) / 1024
/// ```
///
/// - Source: Boost.Math, `binomial_distribution`.
public struct Binomial: Hashable, Sendable {
  /// The number of trials *n*.
  public let trials: Int
  /// The probability of success in one trial.
  public let probability: Double

  /// A binomial distribution.
  ///
  /// - Precondition: `trials` is in 0...2⁵³, and `probability` in 0...1.
  public init(trials: Int, probability: Double) {
    precondition(trials >= 0 && trials <= 1 << 53, "Binomial: \(trials) trials; needs 0 to 2^53")
    precondition(probability >= 0 && probability <= 1, "Binomial: \(probability) is not a probability")
    self.trials = trials
    self.probability = probability
  }

  /// P(*X* ≤ *k*).
  ///
  /// - Parameter successes: *k*; any whole number.
  public func lowerTail(_ successes: Int) -> Double {
    guard successes >= 0 else { return 0 }
    guard successes < trials else { return 1 }
    if probability == 0 { return 1 }
    if probability == 1 { return 0 }
    return tail(ser_binomial_lower_tail(Double(trials), probability, Double(successes)))
  }

  /// P(*X* > *k*), with its own digits where it is small; `upperTail(k - 1)` is P(*X* ≥ *k*).
  ///
  /// - Parameter successes: *k*; any whole number.
  public func upperTail(_ successes: Int) -> Double {
    guard successes >= 0 else { return 1 }
    guard successes < trials else { return 0 }
    if probability == 0 { return 0 }
    if probability == 1 { return 1 }
    return tail(ser_binomial_upper_tail(Double(trials), probability, Double(successes)))
  }

  /// P(*X* = *k*): 0 for a *k* that cannot be.
  public func mass(_ successes: Int) -> Double {
    guard successes >= 0 && successes <= trials else { return 0 }
    if probability == 0 { return successes == 0 ? 1 : 0 }
    if probability == 1 { return successes == trials ? 1 : 0 }
    return tail(ser_binomial_mass(Double(trials), probability, Double(successes)))
  }

  /// The least *k* with `lowerTail(k)` ≥ *p*.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  /// - Complexity: O(log *n*) tails.
  public func quantile(_ p: Double) -> Int {
    precondition(p >= 0 && p <= 1, "Binomial: \(p) is not a probability")
    return leastCount { lowerTail($0) >= p }
  }

  /// The least *k* with `upperTail(k)` ≤ *p*.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  /// - Complexity: O(log *n*) tails.
  public func upperQuantile(_ p: Double) -> Int {
    precondition(p >= 0 && p <= 1, "Binomial: \(p) is not a probability")
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
