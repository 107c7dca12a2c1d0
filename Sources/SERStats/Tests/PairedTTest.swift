// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Student's *t* test on paired scores.
///
/// *t* = mean / (*s* / √*n*) with *s* over *n* - 1, on *n* - 1 degrees of freedom.
///
/// It takes the pairs for independent. Scores from splits of one set of speakers are not: at 60/40 the
/// variance of the mean over five splits is too small by a factor of 4.3, and the nominal 5 % test rejects a
/// true null in about a quarter of cases. Give the plan, and ``caveat`` says so; ``CorrectedResampledTTest``
/// is the test for such scores.
///
/// ```swift
/// let test = try PairedTTest(hubert, emotion2vec)
/// test.pValue  // 0.0146 for the published five seeds on RAVDESS
/// ```
///
/// Equal to SciPy's `ttest_rel`, which gives NaN or *p* = 0 where this throws
/// ``StatisticsError/noVariation(meanDifference:)``.
///
/// - Source: paper, section 3.6; paper notes A4.
public struct PairedTTest: PairedStudentTest {
  /// *a* - *b*, pair by pair.
  public let differences: [Double]
  /// The mean difference.
  public let estimate: Double
  /// The standard deviation of the differences, with *n* - 1.
  public let standardDeviation: Double
  /// How the pairs were resampled; nil for pairs that were not, such as languages.
  public let plan: ResamplingPlan?

  /// The test of *a* against *b*.
  ///
  /// - Parameters:
  ///   - a: One score a pair.
  ///   - b: The scores of the other system on the same pairs, in the same order.
  ///   - plan: How the pairs were resampled, for ``caveat``; it does not change a number.
  /// - Throws: ``StatisticsError`` for unequal counts, fewer than two pairs, a value that is not finite,
  ///   differences that do not vary beyond the rounding of the scores, or a plan of every possible split.
  /// - Complexity: O(*n*).
  public init(_ a: [Double], _ b: [Double], plan: ResamplingPlan? = nil) throws(StatisticsError) {
    try plan?.requireSample(for: "paired t test")
    let pairs = try PairedDifferences(a, b, needed: 2)
    let moments = try pairs.varyingMoments()
    differences = pairs.values
    estimate = moments.mean
    standardDeviation = moments.standardDeviation
    self.plan = plan
  }

  /// *s* / √*n*.
  public var standardError: Double { standardDeviation / Double(n).squareRoot() }

  /// Nil without a plan; with one, that its splits share units and the pairs are therefore not independent.
  public var caveat: String? { plan.map { sharedUnits(in: $0) } }
}
