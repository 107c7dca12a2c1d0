// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CSpecialFunctions

/// The noncentral *t* distribution: of (*Z* + δ) / √(χ²/ν), for a standard normal *Z* and an independent χ²
/// with ν degrees of freedom.
///
/// It is how a *t* statistic is distributed when the effect is δ standard errors, hence the distribution
/// behind power.
///
/// Relative error below 1e-10 in both tails, with *p* down to 1e-300, on either side of 0, for |δ| up to
/// 40,000 as tested; quantiles for |δ| up to 1000.
///
/// - Source: Boost.Math, `non_central_t_distribution`; below 0.001, and past |δ| = 200, the integral over *s*
///   = χ/√ν of the normal tail of *t* *s* - δ, or over *Z* of that of χ, whose terms are all positive.
package struct NoncentralTDistribution: TailedDistribution {
  /// The largest absolute noncentrality.
  package static let largestNoncentrality = 50_000.0

  /// The degrees of freedom ν, not necessarily whole.
  package let degreesOfFreedom: Double
  /// The noncentrality δ: the effect in standard errors.
  package let noncentrality: Double

  /// A noncentral *t* distribution.
  ///
  /// - Precondition: `degreesOfFreedom` is finite and at least 0.1, below which the quantiles may not be
  ///   found, and `noncentrality` within ±``largestNoncentrality``.
  package init(degreesOfFreedom: Double, noncentrality: Double) {
    precondition(
      degreesOfFreedom >= 0.1 && degreesOfFreedom.isFinite,
      "NoncentralTDistribution: \(degreesOfFreedom) degrees of freedom; needs a finite number of at least 0.1"
    )
    precondition(
      abs(noncentrality) <= Self.largestNoncentrality,
      "NoncentralTDistribution: noncentrality \(noncentrality) is outside ±\(Self.largestNoncentrality)")
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// A tail takes O(|δ|), roughly.
  ///
  /// On the far side of 0 a tail is at most the probability that *Z* + δ lies there, which holds its rounding
  /// down.
  package var tails: TailFunctions {
    // Past 1e20 no digit changes any more, but the series would take for ever.
    let (degreesOfFreedom, noncentrality) = (min(degreesOfFreedom, 1e20), noncentrality)
    return TailFunctions(
      support: .line,
      lower: { t in
        let p = clipped(ser_noncentral_t_lower_tail(degreesOfFreedom, noncentrality, t))
        return t < 0 ? min(p, NormalDistribution().lowerTail(-noncentrality)) : p
      },
      upper: { t in
        let p = clipped(ser_noncentral_t_upper_tail(degreesOfFreedom, noncentrality, t))
        return t > 0 ? min(p, NormalDistribution().lowerTail(noncentrality)) : p
      },
      lowerQuantile: { ser_noncentral_t_lower_quantile(degreesOfFreedom, noncentrality, $0) },
      upperQuantile: { ser_noncentral_t_upper_quantile(degreesOfFreedom, noncentrality, $0) })
  }
}
