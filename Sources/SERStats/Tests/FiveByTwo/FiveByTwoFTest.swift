// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Alpaydın's combined 5×2cv *F* test: all ten differences of five repetitions of two-fold cross-validation.
///
/// *F* = Σ *d*ᵢⱼ² / (2 Σ *s*ᵢ²), taken for *F* on 10 and 5 degrees of freedom. Null hypothesis and
/// assumptions are those of ``FiveByTwoTTest``; the order of the folds does not matter, and the level holds
/// better.
///
/// - Source: Alpaydın (1999), "Combined 5×2cv F test for comparing supervised classification learning
///   algorithms"; mlxtend `combined_ftest_5x2cv`.
public struct FiveByTwoFTest: PairedTest {
  /// *a* - *b*, the two folds of the first repetition first.
  public let differences: [Double]
  /// The mean of the ten differences.
  public let estimate: Double
  /// *F*.
  public let statistic: Double
  /// How the folds were drawn; never nil here.
  public let plan: ResamplingPlan?
  /// The unit of ``sumOfVariances``.
  private let unit: Double
  /// Σ *s*ᵢ² in units².
  private let sumOfVariances: Double

  /// The test of *a* against *b*.
  ///
  /// - Parameters:
  ///   - a: Ten scores: both folds of the first repetition, both of the second, and so on.
  ///   - b: The scores of the other system on the same folds, in the same order.
  ///   - plan: A partition into two halves.
  /// - Throws: ``StatisticsError`` for other than ten scores, a value that is not finite, pairs of folds that
  ///   all agree, or another plan.
  public init(_ a: [Double], _ b: [Double], plan: ResamplingPlan) throws(StatisticsError) {
    let folds = try FiveByTwoDifferences(a, b, plan: plan, test: "5x2cv F test")
    differences = folds.values
    estimate = try mean(folds.values)
    sumOfVariances = folds.sumOfVariances
    let unit = folds.unit
    self.unit = unit
    statistic = folds.values.reduce(0) { $0 + $1 / unit * ($1 / unit) } / (2 * folds.sumOfVariances)
    self.plan = plan
  }

  /// P(*F* on 10 and 5 degrees of freedom > ``statistic``): both directions count.
  public var pValue: Double { Self.reference.upperTail(statistic) }

  /// *F* on 10 and 5 degrees of freedom.
  public var pValueSource: PValueSource { .distribution("F, 10 and 5 degrees of freedom") }

  /// 0: an *F* has no largest value.
  public var smallestAttainableP: Double { 0 }

  /// The shifts of *a* that the test does not reject.
  ///
  /// *F* of the shifted differences is a parabola in the shift. Where repetitions differ far more than folds
  /// within them, even its lowest point is rejected: the interval is then that point alone, the mean
  /// difference.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let spread = differences.reduce(0) { $0 + ($1 - estimate) / unit * (($1 - estimate) / unit) }
    let room = (2 * Self.reference.upperQuantile(1 - level) * sumOfVariances - spread) / 10
    let half = max(0, room).squareRoot() * unit
    return (estimate - half)...(estimate + half)
  }

  /// Nil: this is a test for such folds. For folds of utterances, that their speakers stand on both sides.
  public var caveat: String? { plan?.sharedSpeakers }

  private static let reference = FisherFDistribution(
    numeratorDegreesOfFreedom: 10, denominatorDegreesOfFreedom: 5)
}
