// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Dietterich's 5×2cv *t* test: five repetitions of two-fold cross-validation.
///
/// *t* = *d*₁₁ / √(Σ *s*ᵢ² / 5) on 5 degrees of freedom, with *d*₁₁ the difference in the first fold of the
/// first repetition and *s*ᵢ² the variance of the two differences of a repetition. Null hypothesis: training
/// sets of half the units give systems of equal score. Assumed: differences are normal, repetitions nearly
/// independent.
///
/// Only one of ten differences stands in the numerator, so *p* depends on the order of the folds and power is
/// low: ``FiveByTwoFTest`` uses all ten.
///
/// - Source: Dietterich (1998), "Approximate statistical tests for comparing supervised classification
///   learning algorithms"; mlxtend `paired_ttest_5x2cv`.
public struct FiveByTwoTTest: PairedStudentTest {
  /// *a* - *b*, the two folds of the first repetition first.
  public let differences: [Double]
  /// The first difference, which alone the statistic takes for the effect.
  public let estimate: Double
  /// The mean of all ten differences.
  public let meanDifference: Double
  /// The standard deviation of the ten differences, with 9.
  public let standardDeviation: Double
  /// √(Σ *s*ᵢ² / 5).
  public let standardError: Double
  /// How the folds were drawn; never nil here.
  public let plan: ResamplingPlan?

  /// The test of *a* against *b*.
  ///
  /// - Parameters:
  ///   - a: Ten scores: both folds of the first repetition, both of the second, and so on.
  ///   - b: The scores of the other system on the same folds, in the same order.
  ///   - plan: A partition into two halves.
  /// - Throws: ``StatisticsError`` for other than ten scores, a value that is not finite, pairs of folds that
  ///   all agree, or another plan.
  public init(_ a: [Double], _ b: [Double], plan: ResamplingPlan) throws(StatisticsError) {
    let folds = try FiveByTwoDifferences(a, b, plan: plan, test: "5x2cv t test")
    let moments = try SampleMoments(folds.values, needed: 2)
    differences = folds.values
    estimate = folds.values[0]
    meanDifference = moments.mean
    standardDeviation = moments.standardDeviation
    standardError = (folds.sumOfVariances / 5).squareRoot() * folds.unit
    self.plan = plan
  }

  /// 5, one a repetition.
  public var degreesOfFreedom: Double { 5 }

  /// The mean of all ten differences in their standard deviations.
  public var cohensDz: Double { meanDifference / standardDeviation }

  /// Nil: this is a test for such folds. For folds of utterances, that their speakers stand on both sides.
  public var caveat: String? { plan?.sharedSpeakers }
}
