// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A comparison before its data: what so many splits of so many units could find.
///
/// Give what is known beforehand, the standard deviation of the differences between splits (from a pilot, or
/// from a published table), and ask for the smallest effect that a two-sided *t* test would find, or for the
/// power.
///
/// ```swift
/// let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)
/// let comparison = try PlannedComparison(splits: 5, standardDeviation: 0.047, plan: plan)
/// comparison.minimumDetectableEffect()                  // 0.169: five splits of RAVDESS cannot see 9 points
/// try comparison.countNeeded(forEffect: 0.02)          // nil: no number of splits can, with these speakers
/// ```
///
/// With a plan the standard error is that of ``CorrectedResampledTTest``, without one that of
/// ``PairedTTest``.
public struct PlannedComparison: Hashable, Sendable {
  /// The number of splits, or of independent units: *J*.
  public let count: Int
  /// The expected standard deviation of the differences, with *J* - 1, in the unit of the scores.
  public let standardDeviation: Double
  /// How the splits will be drawn; nil for independent units, such as languages.
  public let plan: ResamplingPlan?

  /// A comparison over so many splits of a plan.
  ///
  /// - Throws: ``StatisticsError`` for fewer than two splits, a standard deviation outside 1e-300...1e300, or
  ///   a plan that says not how splits overlap (given) or is of every possible split (exhaustive).
  public init(splits: Int, standardDeviation: Double, plan: ResamplingPlan) throws(StatisticsError) {
    try plan.requireKnownOverlap(for: "corrected resampled t test")
    try self.init(count: splits, standardDeviation, plan)
  }

  /// A comparison over so many independent units with one score each, such as speakers or languages.
  ///
  /// - Throws: ``StatisticsError`` for fewer than two units, or a standard deviation outside 1e-300...1e300.
  public init(units: Int, standardDeviation: Double) throws(StatisticsError) {
    try self.init(count: units, standardDeviation, nil)
  }

  private init(
    count: Int, _ standardDeviation: Double, _ plan: ResamplingPlan?
  ) throws(StatisticsError) {
    guard count >= 2 else { throw .tooFewPairs(found: count, needed: 2) }
    guard standardDeviation >= 1e-300, standardDeviation <= largestMagnitude else {
      throw .outOfRange(
        what: "the standard deviation", value: standardDeviation, allowed: "positive, from 1e-300 to 1e300")
    }
    self.count = count
    self.standardDeviation = standardDeviation
    self.plan = plan
  }

  /// *s* √(1/*J* + *r*), with *r* the test units over the training units of a split, 0 without a plan.
  public var standardError: Double { standardError(count: Double(count)) }

  /// *s* √*r*: what the standard error stays above, however many splits are drawn; 0 without a plan.
  public var leastStandardError: Double { standardDeviation * ratio.squareRoot() }

  /// *J* - 1.
  public var degreesOfFreedom: Double { Double(count - 1) }

  /// The probability that the test rejects at `alpha` when the true mean difference is `effect`.
  ///
  /// - Precondition: 0 < `alpha` < 1, and `effect`, in the unit of the scores, is a number.
  public func power(ofEffect effect: Double, alpha: Double = 0.05) -> Double {
    requireAlpha(alpha)
    return power(ofEffect: effect, alpha: alpha, count: Double(count))
  }

  /// The smallest true mean difference that the test would find with probability `power`, in the unit of the
  /// scores.
  ///
  /// - Precondition: 0.0001 ≤ `alpha` < `power` ≤ 0.999.
  public func minimumDetectableEffect(power: Double = 0.8, alpha: Double = 0.05) -> Double {
    StudentPower(degreesOfFreedom: degreesOfFreedom).noncentrality(power: power, alpha: alpha) * standardError
  }

  /// The fewest splits, or units, that would find `effect` with probability `power`; nil if no number up to
  /// 2⁵³ would.
  ///
  /// Splits of the same units cannot bring the standard error under ``leastStandardError``, so more of them
  /// may not help where more speakers would. A partition has as many splits as it has parts: nil if those do
  /// not do.
  ///
  /// - Throws: ``StatisticsError/outOfRange(what:value:allowed:)`` for an effect that is not positive and
  ///   finite.
  /// - Precondition: 0.0001 ≤ `alpha` < `power` ≤ 0.999.
  public func countNeeded(forEffect effect: Double, power: Double = 0.8, alpha: Double = 0.05)
    throws(StatisticsError) -> Int?
  {
    precondition(
      0.0001 <= alpha && alpha < power && power <= 0.999,
      "countNeeded: alpha \(alpha) and power \(power); needs 0.0001 <= alpha < power <= 0.999")
    guard effect > 0, effect.isFinite else {
      throw .outOfRange(what: "the effect", value: effect, allowed: "positive and finite")
    }
    let suffices = { (count: Double) in self.power(ofEffect: effect, alpha: alpha, count: count) >= power }
    switch plan?.scheme {
    case .partition, .leaveOneOut: return suffices(Double(count)) ? count : nil
    default: break
    }
    // Power grows with the number of splits, toward a limit under a plan and toward 1 without one.
    guard plan == nil || limitingPower(ofEffect: effect, alpha: alpha) > power else { return nil }
    var enough = 2
    while !suffices(Double(enough)) {
      guard enough < Self.largestCount else { return nil }
      enough *= 2
    }
    var tooFew = enough / 2
    if enough == 2 { return 2 }
    while enough - tooFew > 1 {
      let middle = tooFew + (enough - tooFew) / 2
      if suffices(Double(middle)) { enough = middle } else { tooFew = middle }
    }
    return enough
  }

  /// Where ``countNeeded(forEffect:power:alpha:)`` stops looking: 2⁵³, past which numbers of splits are not
  /// told apart.
  private static let largestCount = 1 << 53

  /// The degrees of freedom past which a *t* is a normal deviate to all digits that power has.
  private static let normalDegreesOfFreedom = 1e10

  private var ratio: Double { plan?.testToTrainingRatio ?? 0 }

  private func standardError(count: Double) -> Double {
    standardDeviation * (1 / count + ratio).squareRoot()
  }

  private func power(ofEffect effect: Double, alpha: Double, count: Double) -> Double {
    let noncentrality = effect / standardError(count: count)
    guard count <= Self.normalDegreesOfFreedom else { return normalPower(noncentrality, alpha: alpha) }
    return StudentPower(degreesOfFreedom: count - 1).power(noncentrality: noncentrality, alpha: alpha)
  }

  /// What power tends to as splits of the same units are added.
  private func limitingPower(ofEffect effect: Double, alpha: Double) -> Double {
    normalPower(effect / leastStandardError, alpha: alpha)
  }

  private func normalPower(_ noncentrality: Double, alpha: Double) -> Double {
    let critical = NormalDistribution().upperQuantile(alpha / 2)
    return min(
      1,
      NormalDistribution().upperTail(critical - noncentrality)
        + NormalDistribution().lowerTail(-critical - noncentrality))
  }
}
