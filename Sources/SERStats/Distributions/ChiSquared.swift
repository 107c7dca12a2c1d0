// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The χ² distribution: of the sum of the squares of ν independent standard normal numbers.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300).
///
/// ```swift
/// ChiSquared(degreesOfFreedom: 1).upperTail(3.84)  // 0.0500
/// ```
///
/// - Source: Boost.Math, `chi_squared_distribution`.
public struct ChiSquared: Hashable, Sendable {
  /// The degrees of freedom ν, not necessarily whole.
  public let degreesOfFreedom: Double

  /// A χ² distribution.
  ///
  /// - Precondition: `degreesOfFreedom` is positive and finite.
  public init(degreesOfFreedom: Double) {
    requirePositive(degreesOfFreedom, "ChiSquared: the degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(*X* ≤ *x*).
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func lowerTail(_ x: Double) -> Double {
    requireNumber(x, "ChiSquared")
    guard x > 0 else { return 0 }
    guard x.isFinite else { return 1 }
    return tail(ser_chi_squared_lower_tail(degreesOfFreedom, x))
  }

  /// P(*X* > *x*), with its own digits where it is small.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func upperTail(_ x: Double) -> Double {
    requireNumber(x, "ChiSquared")
    guard x > 0 else { return 1 }
    guard x.isFinite else { return 0 }
    return tail(ser_chi_squared_upper_tail(degreesOfFreedom, x))
  }

  /// The density at *x*: infinite at 0 below two degrees of freedom.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  public func density(_ x: Double) -> Double {
    requireNumber(x, "ChiSquared")
    guard x >= 0 && x.isFinite else { return 0 }
    return ser_chi_squared_density(degreesOfFreedom, x)
  }

  /// The *x* with `lowerTail(x)` = *p*: 0 at 0, infinity at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func quantile(_ p: Double) -> Double {
    quantileBetween(0, .infinity, at: p, "ChiSquared") {
      ser_chi_squared_lower_quantile(degreesOfFreedom, $0)
    }
  }

  /// The *x* with `upperTail(x)` = *p*: infinity at 0, 0 at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func upperQuantile(_ p: Double) -> Double {
    quantileBetween(.infinity, 0, at: p, "ChiSquared") {
      ser_chi_squared_upper_quantile(degreesOfFreedom, $0)
    }
  }
}
