// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A distribution on the real line whose two tails are computed each on its own.
///
/// A small upper tail therefore keeps its digits, where 1 - ``lowerTail(_:)`` would have lost them all, and
/// ``upperQuantile(_:)`` of 1e-100 is as good as that of 0.1.
///
/// A distribution is one value of ``TailFunctions``. Whether arguments are numbers, what holds at the ends of
/// the support, and that a tail is in 0...1 is written here once.
package protocol TailedDistribution: Hashable, Sendable {
  /// The functions of the distribution inside its support.
  var tails: TailFunctions { get }
}

extension TailedDistribution {
  /// P(*X* ≤ *x*).
  ///
  /// - Precondition: `x` is a number; infinities are allowed, and values outside the support.
  package func lowerTail(_ x: Double) -> Double {
    requireNumber(x)
    let tails = tails
    guard x > tails.support.lowerBound else { return 0 }
    guard x < tails.support.upperBound else { return 1 }
    return clipped(tails.lower(x))
  }

  /// P(*X* > *x*), with its own digits where it is small.
  ///
  /// - Precondition: `x` is a number; infinities are allowed, and values outside the support.
  package func upperTail(_ x: Double) -> Double {
    requireNumber(x)
    let tails = tails
    guard x > tails.support.lowerBound else { return 1 }
    guard x < tails.support.upperBound else { return 0 }
    return clipped(tails.upper(x))
  }

  /// The *x* with ``lowerTail(_:)`` = *p*: the ends of the support at 0 and 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  package func quantile(_ p: Double) -> Double {
    requireProbability(p)
    let tails = tails
    if p == 0 { return tails.support.lowerBound }
    if p == 1 { return tails.support.upperBound }
    return converged(tails.lowerQuantile(p), p)
  }

  /// The *x* with ``upperTail(_:)`` = *p*: the ends of the support at 1 and 0.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  package func upperQuantile(_ p: Double) -> Double {
    requireProbability(p)
    let tails = tails
    if p == 0 { return tails.support.upperBound }
    if p == 1 { return tails.support.lowerBound }
    return converged(tails.upperQuantile(p), p)
  }

  /// Traps if an argument is not a number: a distribution has no answer for it, and NaN must not spread.
  func requireNumber(_ x: Double) {
    precondition(!x.isNaN, "\(Self.self): the argument is not a number")
  }

  private func requireProbability(_ p: Double) {
    precondition(p >= 0 && p <= 1, "\(Self.self): \(p) is not a probability")
  }

  private func converged(_ quantile: Double, _ p: Double) -> Double {
    precondition(!quantile.isNaN, "\(Self.self): the quantile of \(p) did not converge")
    return quantile
  }
}

/// The functions of a ``TailedDistribution`` inside its support.
package struct TailFunctions: Sendable {
  /// Where the values lie; outside it a tail is 0 or 1.
  let support: ClosedRange<Double>
  /// P(*X* ≤ *x*), up to rounding outside 0...1.
  let lower: @Sendable (Double) -> Double
  /// P(*X* > *x*), up to rounding outside 0...1.
  let upper: @Sendable (Double) -> Double
  /// The *x* with `lower(x)` = *p*, for 0 < *p* < 1.
  let lowerQuantile: @Sendable (Double) -> Double
  /// The *x* with `upper(x)` = *p*, for 0 < *p* < 1.
  let upperQuantile: @Sendable (Double) -> Double
}

extension ClosedRange<Double> {
  /// All real numbers, and the support of distributions without ends.
  static var line: ClosedRange<Double> { -.infinity ... .infinity }
  /// All numbers from 0 on, and the support of distributions of positive values.
  static var positiveLine: ClosedRange<Double> { 0 ... .infinity }
}

/// A probability as it came from a series, put back into 0...1 where rounding left it a little outside.
func clipped(_ p: Double) -> Double {
  precondition(!p.isNaN, "a tail probability did not converge")
  return min(1, max(0, p))
}
