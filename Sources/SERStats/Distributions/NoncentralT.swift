// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The noncentral *t* distribution: of (*Z* + δ) / √(χ²/ν), for a standard normal *Z* and an independent χ² with ν
/// degrees of freedom.
///
/// It is how a *t* statistic is distributed when the effect is δ standard errors, hence the distribution behind power.
///
/// Relative error below 1e-10 in both tails, with *p* down to 1e-300, on either side of 0, for |δ| up to 40,000 as tested; quantiles
/// for |δ| up to 1000.
///
/// - Source: Boost.Math, `non_central_t_distribution`; below 0.001, and past |δ| = 200, the integral over *s* = χ/√ν of the normal
///   tail of *t* *s* - δ, or over *Z* of that of χ, whose terms are all positive.
public struct NoncentralT: Hashable, Sendable {
  /// The largest absolute noncentrality.
  public static let largestNoncentrality = 50_000.0

  /// The degrees of freedom ν, not necessarily whole.
  public let degreesOfFreedom: Double
  /// The noncentrality δ: the effect in standard errors.
  public let noncentrality: Double

  /// A noncentral *t* distribution.
  ///
  /// - Precondition: `degreesOfFreedom` is finite and at least 0.1, below which the quantiles may not be found, and
  ///   `noncentrality` within ±``largestNoncentrality``.
  public init(degreesOfFreedom: Double, noncentrality: Double) {
    precondition(
      degreesOfFreedom >= 0.1 && degreesOfFreedom.isFinite,
      "NoncentralT: \(degreesOfFreedom) degrees of freedom; needs a finite number of at least 0.1")
    precondition(
      abs(noncentrality) <= Self.largestNoncentrality,
      "NoncentralT: noncentrality \(noncentrality) is outside ±\(Self.largestNoncentrality)")
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// P(*T* ≤ *t*).
  ///
  /// - Precondition: `t` is a number; infinities are allowed.
  /// - Complexity: O(|δ|), roughly.
  public func lowerTail(_ t: Double) -> Double {
    requireNumber(t, "NoncentralT")
    guard t.isFinite else { return t > 0 ? 1 : 0 }
    let p = tail(ser_noncentral_t_lower_tail(effectiveDegreesOfFreedom, noncentrality, t))
    return t < 0 ? min(p, Normal().lowerTail(-noncentrality)) : p
  }

  /// P(*T* > *t*).
  ///
  /// - Precondition: `t` is a number; infinities are allowed.
  /// - Complexity: O(|δ|), roughly.
  public func upperTail(_ t: Double) -> Double {
    requireNumber(t, "NoncentralT")
    guard t.isFinite else { return t > 0 ? 0 : 1 }
    let p = tail(ser_noncentral_t_upper_tail(effectiveDegreesOfFreedom, noncentrality, t))
    return t > 0 ? min(p, Normal().lowerTail(noncentrality)) : p
  }

  /// The *t* with `lowerTail(t)` = *p*: minus infinity at 0, infinity at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func quantile(_ p: Double) -> Double {
    quantileOnLine(p, "NoncentralT") {
      ser_noncentral_t_lower_quantile(effectiveDegreesOfFreedom, noncentrality, $0)
    }
  }

  /// The *t* with `upperTail(t)` = *p*: infinity at 0, minus infinity at 1.
  ///
  /// - Precondition: 0 ≤ `p` ≤ 1.
  public func upperQuantile(_ p: Double) -> Double {
    -quantileOnLine(p, "NoncentralT") {
      -ser_noncentral_t_upper_quantile(effectiveDegreesOfFreedom, noncentrality, $0)
    }
  }

  /// Past 1e20 no digit changes any more, but the series would take for ever.
  private var effectiveDegreesOfFreedom: Double { min(degreesOfFreedom, 1e20) }
}
