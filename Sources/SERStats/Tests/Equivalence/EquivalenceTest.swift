// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Two one-sided tests for equivalence: is the difference *known* to be smaller than what matters?
///
/// "Not significant" does not say so; a wide interval around 0 is compatible with a large difference. This
/// test turns the burden round. Null hypothesis: the true difference is at or outside ``region``. It is
/// rejected, and the systems are equivalent, if both one-sided *t* tests against the ends reject, which is if
/// the interval at 1 - 2α lies inside the region.
///
/// It takes estimate, standard error and degrees of freedom from a *t* test of any kind, so that splits that
/// overlap, and utterances of one speaker, are treated as such:
///
/// ```swift
/// let corrected = try CorrectedResampledTTest(hubert, wavlm, plan: plan)
/// let test = try EquivalenceTest(of: corrected, margin: 0.02)
/// test.pValue                 // 0.119 on CREMA-D: not shown to be within 2 points
/// test.isEquivalent()         // false
/// test.equivalenceInterval()  // the 90 % interval that is held against ±0.02
/// ```
///
/// The margin is a matter of what is worth having, fixed before the scores are seen.
///
/// - Source: Schuirmann (1987); Lakens (2017), "Equivalence tests"; paper notes A8.
public struct EquivalenceTest: HypothesisTest {
  /// The differences that do not matter, in the unit of the scores.
  public let region: ClosedRange<Double>
  /// The estimate of the test that this one was made of: mostly a mean difference; for ``FiveByTwoTTest`` the
  /// first one.
  public let estimate: Double
  /// The standard error of the test that this one was made of.
  public let standardError: Double
  /// The degrees of freedom of the test that this one was made of.
  public let degreesOfFreedom: Double
  /// The units of the test that this one was made of.
  public let independentUnits: Int
  /// The caveat of the test that this one was made of.
  public let caveat: String?

  /// Equivalence within ±`margin`.
  ///
  /// - Throws: ``StatisticsError/outOfRange(what:value:allowed:)`` for a margin that is not positive and
  ///   finite.
  public init(of test: some StudentTest, margin: Double) throws(StatisticsError) {
    guard margin > 0, margin <= largestMagnitude else {
      throw .outOfRange(what: "the margin", value: margin, allowed: "positive and at most 1e300")
    }
    try self.init(of: test, region: -margin...margin)
  }

  /// Equivalence within a region that need not be centered on 0.
  ///
  /// - Throws: ``StatisticsError/outOfRange(what:value:allowed:)`` for a region without width, or with an end
  ///   that is not finite.
  public init(of test: some StudentTest, region: ClosedRange<Double>) throws(StatisticsError) {
    for end in [region.lowerBound, region.upperBound] where !(end.magnitude <= largestMagnitude) {
      throw .outOfRange(what: "an end of the region", value: end, allowed: "within ±1e300")
    }
    guard region.lowerBound < region.upperBound else {
      throw .outOfRange(what: "the region's width", value: 0, allowed: "positive")
    }
    self.region = region
    estimate = test.estimate
    standardError = test.standardError
    degreesOfFreedom = test.degreesOfFreedom
    independentUnits = test.independentUnits
    caveat = test.caveat
  }

  /// *t* against the lower end: large if the difference is above it.
  public var lowerStatistic: Double { (estimate - region.lowerBound) / standardError }

  /// *t* against the upper end: negative and large if the difference is below it.
  public var upperStatistic: Double { (estimate - region.upperBound) / standardError }

  /// The *t* that decides: the one of the nearer end.
  public var statistic: Double { lowerStatistic < -upperStatistic ? lowerStatistic : upperStatistic }

  /// The *p*-value of the null hypothesis that the difference is at or below the lower end.
  public var lowerPValue: Double { reference.upperTail(lowerStatistic) }

  /// The *p*-value of the null hypothesis that the difference is at or above the upper end.
  public var upperPValue: Double { reference.lowerTail(upperStatistic) }

  /// The larger of the two one-sided *p*-values.
  public var pValue: Double { max(lowerPValue, upperPValue) }

  /// Student's *t* on ``degreesOfFreedom``, twice.
  public var pValueSource: PValueSource {
    .distribution("two one-sided Student's t, \(rounded(degreesOfFreedom)) degrees of freedom")
  }

  /// 0: a *t* has no largest value.
  public var smallestAttainableP: Double { 0 }

  /// Whether the difference is shown to lie within the region.
  ///
  /// - Precondition: 0 < `alpha` < 0.5, the probability of a false claim.
  public func isEquivalent(alpha: Double = 0.05) -> Bool {
    requireOneSidedAlpha(alpha)
    return pValue <= alpha
  }

  /// The interval at 1 - 2 `alpha`: it lies within the region exactly if the systems are equivalent at
  /// `alpha`.
  ///
  /// - Precondition: 0 < `alpha` < 0.5, the probability of a false claim.
  public func equivalenceInterval(alpha: Double = 0.05) -> ClosedRange<Double> {
    requireOneSidedAlpha(alpha)
    let half = reference.upperQuantile(alpha) * standardError
    return (estimate - half)...(estimate + half)
  }

  private var reference: StudentTDistribution { StudentTDistribution(degreesOfFreedom: degreesOfFreedom) }

  private func requireOneSidedAlpha(_ alpha: Double) {
    precondition(alpha > 0 && alpha < 0.5, "alpha \(alpha); needs 0 < alpha < 0.5, such as 0.05")
  }
}
