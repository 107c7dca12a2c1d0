// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Nadeau and Bengio's corrected resampled *t* test, for scores from overlapping splits.
///
/// The variance of the mean of *J* scores is taken as *s*² (1/*J* + *r*) in place of *s*²/*J*, with *r* the
/// test units over the training units of a split; *J* - 1 degrees of freedom. The correction stands for a
/// correlation of *r*/(1 + *r*) between splits. More splits cannot buy certainty past *r*: the units are what
/// they are.
///
/// For *k* folds the correlation of 1/*k* is a guess that no folds can confirm. On simulated folds of 20
/// speakers the test at 5 % rejected a true null in 1.0 to 1.4 % of cases where training speakers taught
/// nothing that differed, in 4.1 to 4.6 % where they mattered as much as those tested, and in 10.5 % (5
/// folds) and 16.6 % (10 folds) where they mattered twice as much: ``caveat`` says so. A sign-flip test of
/// scores speaker by speaker needs no such guess.
///
/// *r* counts what was resampled. For RAVDESS, 24 speakers of which 14 train, it is 10/14 and not 2/3, which
/// is the ratio of the nominal shares.
///
/// ```swift
/// let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)
/// try CorrectedResampledTTest(hubert, emotion2vec, plan: plan).pValue  // 0.126; the plain t has 0.0146
/// ```
///
/// - Source: Nadeau and Bengio (2003), "Inference for the generalization error", Machine Learning 52,
///   section 5.
public struct CorrectedResampledTTest: PairedStudentTest {
  /// *a* - *b*, split by split.
  public let differences: [Double]
  /// The mean difference.
  public let estimate: Double
  /// The standard deviation of the differences, with *n* - 1.
  public let standardDeviation: Double
  /// How the splits were drawn; never nil here.
  public let plan: ResamplingPlan?

  /// The test of *a* against *b*.
  ///
  /// - Parameters:
  ///   - a: One score a split.
  ///   - b: The scores of the other system on the same splits, in the same order.
  ///   - plan: How the splits were drawn: *k* folds have a ratio of 1/(*k* - 1).
  /// - Throws: ``StatisticsError`` for unequal counts, fewer than two splits, a value that is not finite,
  ///   differences that do not vary beyond the rounding of the scores, or a plan that says not how splits
  ///   overlap (given) or is of every possible split (exhaustive).
  /// - Complexity: O(*n*).
  public init(_ a: [Double], _ b: [Double], plan: ResamplingPlan) throws(StatisticsError) {
    try plan.requireKnownOverlap(for: "corrected resampled t test")
    let pairs = try PairedDifferences(a, b, needed: 2)
    let moments = try pairs.varyingMoments()
    differences = pairs.values
    estimate = moments.mean
    standardDeviation = moments.standardDeviation
    self.plan = plan
    testToTrainingRatio = plan.testToTrainingRatio
  }

  /// Test units over training units of a split: *r*.
  public let testToTrainingRatio: Double

  /// *s* √(1/*J* + *r*).
  public var standardError: Double {
    standardDeviation * (1 / Double(n) + testToTrainingRatio).squareRoot()
  }

  /// Nil for splits drawn at random of speakers: this is the test for them. For folds, that their correlation
  /// is assumed; for utterances, that their speakers stand on both sides.
  public var caveat: String? { plan.flatMap(assumptions) }
}
