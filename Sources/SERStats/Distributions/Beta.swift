// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The beta distribution on 0...1, whose density goes with *x*^(α - 1) (1 - *x*)^(β - 1).
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300). Near *x* = 1 the
/// upper tail is as good as 1 - *x* is.
///
/// It is the distribution behind exact intervals of a proportion: with *k* successes in *n* trials,
/// `Beta(alpha: k, beta: n - k + 1).quantile(0.025)` is the lower end of Clopper and Pearson's.
///
/// - Source: Boost.Math, `beta_distribution`.
public struct Beta: Hashable, Sendable {
  /// The shape α at 0.
  public let alpha: Double
  /// The shape β at 1.
  public let beta: Double

  /// A beta distribution.
  ///
  /// - Precondition: Both shapes are positive, and at most 1e12: the series for more have no end.
  public init(alpha: Double, beta: Double) {
    requireShape(alpha, "Beta: alpha")
    requireShape(beta, "Beta: beta")
    self.alpha = alpha
    self.beta = beta
  }

  /// P(*X* ≤ *x*).
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func lowerTail(_ x: Double) -> Double {
    requireNumber(x, "Beta")
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    return tail(ser_beta_lower_tail(alpha, beta, x))
  }

  /// P(*X* > *x*), with its own digits where it is small.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func upperTail(_ x: Double) -> Double {
    requireNumber(x, "Beta")
    guard x > 0 else { return 1 }
    guard x < 1 else { return 0 }
    return tail(ser_beta_upper_tail(alpha, beta, x))
  }

  /// The density at *x*: infinite at an end whose shape is below 1.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func density(_ x: Double) -> Double {
    requireNumber(x, "Beta")
    guard x >= 0 && x <= 1 else { return 0 }
    if x == 0 && alpha < 1 || x == 1 && beta < 1 { return .infinity }
    return ser_beta_density(alpha, beta, x)
  }

  /// The *x* with `lowerTail(x)` = *p*: 0 at 0, 1 at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func quantile(_ p: Double) -> Double {
    quantileBetween(0, 1, at: p, "Beta") { p in
      quantileOfShapes(alpha, beta, to: 1, inner: { ser_beta_lower_quantile(alpha, beta, p) }) {
        lowerTail($0) >= p
      }
    }
  }

  /// The *x* with `upperTail(x)` = *p*: 1 at 0, 0 at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func upperQuantile(_ p: Double) -> Double {
    quantileBetween(1, 0, at: p, "Beta") { p in
      quantileOfShapes(alpha, beta, to: 1, inner: { ser_beta_upper_quantile(alpha, beta, p) }) {
        upperTail($0) <= p
      }
    }
  }
}
