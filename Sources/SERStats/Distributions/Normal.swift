// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The standard normal distribution, mean 0 and standard deviation 1.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits: `upperTail(37)` is 5.7e-300, where
/// `1 - lowerTail(37)` is 0. A tail below the smallest normal number (2.2e-308) loses digits, then becomes 0.
///
/// - Source: Boost.Math, `normal_distribution`.
public struct Normal: Hashable, Sendable {
  /// The standard normal distribution.
  public init() {}

  /// P(*Z* ≤ *x*).
  ///
  /// - Precondition: `x` is a number; infinities are allowed.
  public func lowerTail(_ x: Double) -> Double {
    requireNumber(x, "Normal")
    return tail(ser_normal_lower_tail(x))
  }

  /// P(*Z* > *x*), with its own digits where it is small.
  ///
  /// - Precondition: `x` is a number; infinities are allowed.
  public func upperTail(_ x: Double) -> Double {
    requireNumber(x, "Normal")
    return tail(ser_normal_upper_tail(x))
  }

  /// The density at *x*: exp(-*x*²/2) / √(2π).
  ///
  /// - Precondition: `x` is a number; infinities are allowed.
  public func density(_ x: Double) -> Double {
    requireNumber(x, "Normal")
    return x.isFinite ? ser_normal_density(x) : 0
  }

  /// The *x* with `lowerTail(x)` = *p*: minus infinity at 0, infinity at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func quantile(_ p: Double) -> Double {
    quantileOnLine(p, "Normal", ser_normal_lower_quantile)
  }

  /// The *x* with `upperTail(x)` = *p*: infinity at 0, minus infinity at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func upperQuantile(_ p: Double) -> Double {
    -quantileOnLine(p, "Normal") { -ser_normal_upper_quantile($0) }
  }
}
