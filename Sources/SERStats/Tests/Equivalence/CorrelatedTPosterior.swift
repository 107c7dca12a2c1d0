// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The Bayesian correlated *t* test: how probable it is that *a* is better, that *b* is, or that neither is
/// by enough to matter.
///
/// With a flat prior the mean difference of scores from overlapping splits has, given the scores, a Student's
/// *t* distribution around the observed mean, on *n* - 1 degrees of freedom, scaled by the standard error of
/// ``CorrectedResampledTTest``. So it holds no other information than that test; it answers another question,
/// and can say that two systems are practically the same. There is no *p*-value.
///
/// ```swift
/// let posterior = try CorrelatedTPosterior(a, b, plan: plan, margin: 0.01)
/// posterior.probabilityAIsBetter    // above +0.01
/// posterior.probabilityOfEquivalence
/// posterior.probabilityBIsBetter    // below -0.01
/// ```
///
/// baycomp's `two_on_single(x, y)` subtracts the other way round: its first number is the probability that
/// `x` is better.
///
/// - Source: Corani and Benavoli (2015); Benavoli et al. (2017), "Time for a change"; baycomp.
public struct CorrelatedTPosterior: Hashable, Sendable {
  /// *a* - *b*, split by split.
  public let differences: [Double]
  /// The differences that do not matter: within ± this; 0 leaves ``probabilityOfEquivalence`` at 0.
  public let margin: Double
  /// The mean of the posterior, which is the mean difference.
  public let estimate: Double
  /// The scale of the posterior.
  public let standardError: Double
  /// *n* - 1.
  public let degreesOfFreedom: Double
  /// How the splits were drawn.
  public let plan: ResamplingPlan?
  /// The units that the plan resampled.
  public let independentUnits: Int

  /// The posterior of *a* - *b*.
  ///
  /// - Parameters:
  ///   - a: One score a split.
  ///   - b: The scores of the other system on the same splits, in the same order.
  ///   - plan: How the splits were drawn.
  ///   - margin: Half the width of the region of practical equivalence, in the unit of the scores.
  /// - Throws: ``StatisticsError`` as ``CorrectedResampledTTest`` does, or for a margin that is negative or
  ///   not finite.
  public init(_ a: [Double], _ b: [Double], plan: ResamplingPlan, margin: Double) throws(StatisticsError) {
    guard margin >= 0, margin <= largestMagnitude else {
      throw .outOfRange(what: "the margin", value: margin, allowed: "0 or more, and at most 1e300")
    }
    let test = try CorrectedResampledTTest(a, b, plan: plan)
    differences = test.differences
    self.margin = margin
    estimate = test.estimate
    standardError = test.standardError
    degreesOfFreedom = test.degreesOfFreedom
    self.plan = plan
    independentUnits = test.independentUnits
  }

  /// The posterior probability that *a* scores higher by more than ``margin``.
  public var probabilityAIsBetter: Double { standard.upperTail((margin - estimate) / standardError) }

  /// The posterior probability that *b* scores higher by more than ``margin``.
  public var probabilityBIsBetter: Double { standard.lowerTail((-margin - estimate) / standardError) }

  /// The posterior probability that the difference lies within ± ``margin``.
  public var probabilityOfEquivalence: Double { max(0, 1 - probabilityAIsBetter - probabilityBIsBetter) }

  /// The middle of the posterior that holds `level` of it: the interval of ``CorrectedResampledTTest``.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func credibleInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let half = standard.upperQuantile((1 - level) / 2) * standardError
    return (estimate - half)...(estimate + half)
  }

  private var standard: StudentTDistribution { StudentTDistribution(degreesOfFreedom: degreesOfFreedom) }
}
