// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// Fisher's *F* distribution: of the ratio of two independent χ², each over its degrees of freedom.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300).
///
/// ```swift
/// let f = FisherFDistribution(numeratorDegreesOfFreedom: 10, denominatorDegreesOfFreedom: 5)
/// f.upperQuantile(0.05)  // 4.735
/// ```
///
/// - Source: Boost.Math, `fisher_f_distribution`.
package struct FisherFDistribution: TailedDistribution {
  /// The degrees of freedom of the upper χ², not necessarily whole.
  package let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom of the lower χ², not necessarily whole.
  package let denominatorDegreesOfFreedom: Double

  /// An *F* distribution.
  ///
  /// - Precondition: Both degrees of freedom are positive, and at most 1e12: the series for more have no end.
  package init(numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double) {
    requireShape(numeratorDegreesOfFreedom, "FisherFDistribution: the numerator's degrees of freedom")
    requireShape(denominatorDegreesOfFreedom, "FisherFDistribution: the denominator's degrees of freedom")
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
  }

  /// Quantiles past the largest Double are infinite.
  package var tails: TailFunctions {
    let (numerator, denominator) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    return TailFunctions(
      support: .positiveLine,
      lower: { ser_fisher_f_lower_tail(numerator, denominator, $0) },
      upper: { ser_fisher_f_upper_tail(numerator, denominator, $0) },
      lowerQuantile: { p in
        quantileOfShapes(
          numerator, denominator, to: .infinity,
          inner: { ser_fisher_f_lower_quantile(numerator, denominator, p) }
        ) { lowerTail($0) >= p }
      },
      upperQuantile: { p in
        quantileOfShapes(
          numerator, denominator, to: .infinity,
          inner: { ser_fisher_f_upper_quantile(numerator, denominator, p) }
        ) { upperTail($0) <= p }
      })
  }

  /// The density at *x*: infinite at 0 if the numerator has fewer than two degrees of freedom.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  package func density(_ x: Double) -> Double {
    requireNumber(x)
    guard x >= 0 && x.isFinite else { return 0 }
    return ser_fisher_f_density(numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, x)
  }
}
