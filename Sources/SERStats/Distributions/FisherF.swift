// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// Fisher's *F* distribution: of the ratio of two independent χ², each over its degrees of freedom.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300).
///
/// ```swift
/// FisherF(numeratorDegreesOfFreedom: 10, denominatorDegreesOfFreedom: 5).upperQuantile(0.05)  // 4.735
/// ```
///
/// - Source: Boost.Math, `fisher_f_distribution`.
public struct FisherF: Hashable, Sendable {
  /// The degrees of freedom of the upper χ², not necessarily whole.
  public let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom of the lower χ², not necessarily whole.
  public let denominatorDegreesOfFreedom: Double

  /// An *F* distribution.
  ///
  /// - Precondition: Both degrees of freedom are positive, and at most 1e12: the series for more have no end.
  public init(numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double) {
    requireShape(numeratorDegreesOfFreedom, "FisherF: the numerator's degrees of freedom")
    requireShape(denominatorDegreesOfFreedom, "FisherF: the denominator's degrees of freedom")
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
  }

  /// P(*F* ≤ *x*).
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func lowerTail(_ x: Double) -> Double {
    requireNumber(x, "FisherF")
    guard x > 0 else { return 0 }
    guard x.isFinite else { return 1 }
    return tail(ser_fisher_f_lower_tail(numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, x))
  }

  /// P(*F* > *x*), with its own digits where it is small.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func upperTail(_ x: Double) -> Double {
    requireNumber(x, "FisherF")
    guard x > 0 else { return 1 }
    guard x.isFinite else { return 0 }
    return tail(ser_fisher_f_upper_tail(numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, x))
  }

  /// The density at *x*: infinite at 0 if the numerator has fewer than two degrees of freedom.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func density(_ x: Double) -> Double {
    requireNumber(x, "FisherF")
    guard x >= 0 && x.isFinite else { return 0 }
    return ser_fisher_f_density(numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, x)
  }

  /// The *x* with `lowerTail(x)` = *p*: 0 at 0, infinity at 1 and past the largest Double.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func quantile(_ p: Double) -> Double {
    quantileBetween(0, .infinity, at: p, "FisherF") { p in
      quantileOfShapes(
        numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, to: .infinity,
        inner: { ser_fisher_f_lower_quantile(numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, p) }
      ) { lowerTail($0) >= p }
    }
  }

  /// The *x* with `upperTail(x)` = *p*: infinity at 0 and past the largest Double, 0 at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func upperQuantile(_ p: Double) -> Double {
    quantileBetween(.infinity, 0, at: p, "FisherF") { p in
      quantileOfShapes(
        numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, to: .infinity,
        inner: { ser_fisher_f_upper_quantile(numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, p) }
      ) { upperTail($0) <= p }
    }
  }
}
