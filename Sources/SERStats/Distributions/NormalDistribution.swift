// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The standard normal distribution, mean 0 and standard deviation 1.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits: `upperTail(37)` is 5.7e-300,
/// where `1 - lowerTail(37)` is 0. A tail below the smallest normal number (2.2e-308) loses digits, then
/// becomes 0.
///
/// - Source: Boost.Math, `normal_distribution`.
package struct NormalDistribution: TailedDistribution {
  /// The standard normal distribution.
  package init() {}

  package var tails: TailFunctions {
    TailFunctions(
      support: .line, lower: ser_normal_lower_tail, upper: ser_normal_upper_tail,
      lowerQuantile: ser_normal_lower_quantile, upperQuantile: ser_normal_upper_quantile)
  }

  /// The density at *x*: exp(-*x*²/2) / √(2π).
  ///
  /// - Precondition: `x` is a number; infinities are allowed.
  package func density(_ x: Double) -> Double {
    requireNumber(x)
    return x.isFinite ? ser_normal_density(x) : 0
  }
}
