// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The values that the two-sided *t* test's power depends on, and the power.
struct StudentPower {
  var degreesOfFreedom: Double

  /// The probability to reject when the true difference is `noncentrality` standard errors.
  ///
  /// Past the largest noncentrality that the distribution takes, where even one degree of freedom rejects
  /// with more than 0.999, it stays what it is there.
  func power(noncentrality: Double, alpha: Double) -> Double {
    precondition(!noncentrality.isNaN, "power: the effect is not a number")
    let limit = NoncentralTDistribution.largestNoncentrality
    return power(min(max(noncentrality, -limit), limit), critical: critical(alpha))
  }

  /// The noncentrality with this power, to 1e-13, by bisection.
  ///
  /// - Precondition: 0.0001 ≤ `alpha` < `power` ≤ 0.999.
  func noncentrality(power: Double, alpha: Double) -> Double {
    precondition(
      0.0001 <= alpha && alpha < power && power <= 0.999,
      "minimumDetectableEffect: alpha \(alpha) and power \(power); needs 0.0001 <= alpha < power <= 0.999")
    let critical = critical(alpha)
    // Power grows with the noncentrality; at the limit even one degree of freedom is past 0.999.
    var low = 0.0
    var high = 1.0
    while self.power(high, critical: critical) < power {
      low = high
      high = min(2 * high, NoncentralTDistribution.largestNoncentrality)
    }
    while high - low > 1e-13 * high {
      let middle = (low + high) / 2
      if self.power(middle, critical: critical) < power { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private func critical(_ alpha: Double) -> Double {
    StudentTDistribution(degreesOfFreedom: degreesOfFreedom).upperQuantile(alpha / 2)
  }

  private func power(_ noncentrality: Double, critical: Double) -> Double {
    let t = NoncentralTDistribution(degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality)
    return min(1, t.upperTail(critical) + t.lowerTail(-critical))
  }
}
