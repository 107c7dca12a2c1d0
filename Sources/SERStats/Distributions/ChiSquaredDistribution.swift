// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions
internal import Foundation

/// The χ² distribution: of the sum of the squares of ν independent standard normal numbers.
///
/// Both tails are computed on their own, so that a small *p* keeps its digits (down to about 1e-300). Past
/// 10⁸ degrees of freedom they are Temme's uniform expansion, whose first term has twelve digits there: the
/// series would need more terms than are worth waiting for.
///
/// ```swift
/// ChiSquaredDistribution(degreesOfFreedom: 1).upperTail(3.84)  // 0.0500
/// ```
///
/// - Source: Boost.Math, `chi_squared_distribution`; Temme (1979), "The asymptotic expansion of the
///   incomplete gamma functions".
package struct ChiSquaredDistribution: TailedDistribution {
  /// The degrees of freedom ν, not necessarily whole.
  package let degreesOfFreedom: Double

  /// A χ² distribution.
  ///
  /// - Precondition: `degreesOfFreedom` is positive and finite.
  package init(degreesOfFreedom: Double) {
    requirePositive(degreesOfFreedom, "ChiSquaredDistribution: the degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// Those of the uniform expansion past 10⁸ degrees of freedom.
  package var tails: TailFunctions {
    if let large {
      return TailFunctions(
        support: .positiveLine, lower: large.lowerTail, upper: large.upperTail,
        lowerQuantile: { p in large.least { large.lowerTail($0) >= p } },
        upperQuantile: { p in large.least { large.upperTail($0) <= p } })
    }
    let degreesOfFreedom = degreesOfFreedom
    return TailFunctions(
      support: .positiveLine,
      lower: { ser_chi_squared_lower_tail(degreesOfFreedom, $0) },
      upper: { ser_chi_squared_upper_tail(degreesOfFreedom, $0) },
      lowerQuantile: { ser_chi_squared_lower_quantile(degreesOfFreedom, $0) },
      upperQuantile: { ser_chi_squared_upper_quantile(degreesOfFreedom, $0) })
  }

  /// The density at *x*: infinite at 0 below two degrees of freedom.
  ///
  /// - Precondition: `x` is a number; any is allowed.
  package func density(_ x: Double) -> Double {
    requireNumber(x)
    guard x >= 0 && x.isFinite else { return 0 }
    if let large { return large.density(x) }
    return ser_chi_squared_density(degreesOfFreedom, x)
  }

  /// Nil up to 10⁸ degrees of freedom.
  private var large: UniformExpansion? {
    degreesOfFreedom > 1e8 ? UniformExpansion(degreesOfFreedom: degreesOfFreedom) : nil
  }
}

/// The distribution for many degrees of freedom: with *a* = ν/2, *x* = ν(1 + *μ*) and *η*²/2 = *μ* - ln(1 +
/// *μ*), *η* of the sign of *μ*, the upper tail is that of a normal deviate *η*√*a*, plus its density times
/// *c*(*η*)/√*a*.
private struct UniformExpansion {
  var degreesOfFreedom: Double

  /// √*a*.
  private var root: Double { (degreesOfFreedom / 2).squareRoot() }

  func lowerTail(_ x: Double) -> Double {
    let eta = eta(x)
    return min(1, max(0, NormalDistribution().lowerTail(eta * root) - correction(eta)))
  }

  func upperTail(_ x: Double) -> Double {
    let eta = eta(x)
    return min(1, max(0, NormalDistribution().upperTail(eta * root) + correction(eta)))
  }

  func density(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    // Past 40 deviations nothing is left, and (x - ν)/x may be infinite.
    let eta = eta(x)
    guard eta.magnitude * root < 40 else { return 0 }
    return NormalDistribution().density(eta * root) / (2 * root) * (degreesOfFreedom / x)
      / (1 + 1 / (6 * degreesOfFreedom))
  }

  /// The least *x* that fulfills a condition which holds from some number on.
  func least(where isReached: (Double) -> Bool) -> Double {
    quantileOfShapes(
      .infinity, .infinity, to: .greatestFiniteMagnitude, inner: { .nan }, isReached: isReached)
  }

  private func eta(_ x: Double) -> Double {
    let mu = (x - degreesOfFreedom) / degreesOfFreedom
    guard mu.magnitude < 0.01 else {
      return (2 * (mu - log1p(mu))).squareRoot() * (mu < 0 ? -1 : 1)
    }
    // Of the difference by its series, over μ²/2: else most of its digits would cancel.
    var ratio = 0.0
    for power in stride(from: 11, through: 2, by: -1) { ratio = 2 / Double(power) - mu * ratio }
    return mu * ratio.squareRoot()
  }

  /// Density times *c*(*η*)/√*a*, with *c* by its series, which counts only where *η* is below 0.01.
  private func correction(_ eta: Double) -> Double {
    guard eta.magnitude * root < 40 else { return 0 }
    let c = -1.0 / 3 + eta * (1.0 / 12 + eta * (-2.0 / 135 + eta * (1.0 / 864 + eta * (1.0 / 2835))))
    return NormalDistribution().density(eta * root) / root * c
  }
}
