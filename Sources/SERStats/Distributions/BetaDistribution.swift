// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The beta distribution on 0...1, whose density goes with *x*^(α - 1) (1 - *x*)^(β - 1).
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300). Near
/// *x* = 1 the upper tail is as good as 1 - *x* is.
///
/// It is the distribution behind exact intervals of a proportion: with *k* successes in *n* trials,
/// `BetaDistribution(alpha: k, beta: n - k + 1).quantile(0.025)` is the lower end of Clopper and Pearson's.
///
/// - Source: Boost.Math, `beta_distribution`.
package struct BetaDistribution: TailedDistribution {
  /// The shape α at 0.
  package let alpha: Double
  /// The shape β at 1.
  package let beta: Double

  /// A beta distribution.
  ///
  /// - Precondition: Both shapes are positive, and at most 1e12: the series for more have no end.
  package init(alpha: Double, beta: Double) {
    requireShape(alpha, "BetaDistribution: alpha")
    requireShape(beta, "BetaDistribution: beta")
    self.alpha = alpha
    self.beta = beta
  }

  package var tails: TailFunctions {
    TailFunctions(
      support: 0...1,
      lower: { ser_beta_lower_tail(alpha, beta, $0) },
      upper: { ser_beta_upper_tail(alpha, beta, $0) },
      lowerQuantile: { p in
        quantileOfShapes(alpha, beta, to: 1, inner: { ser_beta_lower_quantile(alpha, beta, p) }) {
          lowerTail($0) >= p
        }
      },
      upperQuantile: { p in
        quantileOfShapes(alpha, beta, to: 1, inner: { ser_beta_upper_quantile(alpha, beta, p) }) {
          upperTail($0) <= p
        }
      })
  }

  /// The density at *x*: infinite at an end whose shape is below 1.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  package func density(_ x: Double) -> Double {
    requireNumber(x)
    guard x >= 0 && x <= 1 else { return 0 }
    if x == 0 && alpha < 1 || x == 1 && beta < 1 { return .infinity }
    return ser_beta_density(alpha, beta, x)
  }
}
