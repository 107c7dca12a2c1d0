// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The sign-flip test on sign patterns drawn at random, for more pairs than ``SignFlipTest`` can go through.
///
/// Of *m* patterns drawn, *b* give a mean at least as far out as the observed one; the observed pattern is
/// one more that does, so each tail is (*b* + 1)/(*m* + 1), never 0, and the two-sided *p* twice the smaller.
/// A test by it holds its level whatever *m*; more draws only bring *p* nearer to the exact one, to about
/// √(*p*(1 - *p*)/*m*).
///
/// Null hypothesis: the differences are symmetric about 0. Like ``PairedTTest``, it takes the pairs for
/// independent; see ``caveat``. Ties count as in ``SignFlipTest``.
///
/// ```swift
/// var flips = RandomStream(seed: 1)["sign flips"]
/// let test = try SampledSignFlipTest(hubert, emotion2vec, draws: 99_999, using: &flips)
/// test.pValue               // twice (b + 1)/100000
/// test.smallestAttainableP  // 0.00002
/// ```
///
/// - Source: Phipson and Smyth (2010), "Permutation p-values should never be zero"; SciPy `permutation_test`.
public struct SampledSignFlipTest: PairedTest {
  /// *a* - *b*, pair by pair.
  public let differences: [Double]
  /// The mean difference.
  public let estimate: Double
  /// How the pairs were resampled; nil for pairs that were not, such as languages.
  public let plan: ResamplingPlan?
  private let flips: SignFlips
  private let tally: RandomizationTally
  /// The generator before the first draw: the interval draws the same patterns again, so that it agrees with
  /// *p*.
  private let start: NumPyGenerator

  /// The test of *a* against *b*.
  ///
  /// - Parameters:
  ///   - a: One score a pair.
  ///   - b: The scores of the other system on the same pairs, in the same order.
  ///   - plan: How the pairs were resampled, for ``caveat``; it does not change a number.
  ///   - draws: *m*, the patterns to draw.
  ///   - generator: Gives ⌈*n*/64⌉ words a pattern.
  /// - Throws: ``StatisticsError`` for unequal counts, no pairs, a value that is not finite, no draws, or a
  ///   plan of every possible split.
  /// - Complexity: O(`draws` · *n*/8).
  public init(
    _ a: [Double], _ b: [Double], plan: ResamplingPlan? = nil, draws: Int = 99_999,
    using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try plan?.requireSample(for: "sign-flip test")
    let pairs = try PairedDifferences(a, b, needed: 1)
    differences = pairs.values
    estimate = try SampleMoments(pairs.values, needed: 1).mean
    self.plan = plan
    start = generator
    flips = SignFlips(pairs.values, rounding: 2 * pairs.rounding * Double(pairs.values.count))
    tally = try flips.sampled(draws, using: &generator)
  }

  /// The mean difference: what is compared over the sign patterns.
  public var statistic: Double { estimate }

  /// Twice the smaller tail, at most 1, and at least what the exact test could give.
  public var pValue: Double { pValue(.twoSided) }

  /// The *p*-value in the direction asked for: (*b* + 1)/(*m* + 1) for one tail.
  public func pValue(_ alternative: Alternative) -> Double {
    flips.pValue(tally, alternative, of: .sampling)
  }

  /// The patterns drawn.
  public var pValueSource: PValueSource { tally.source(of: .sampling) }

  /// 2/(*m* + 1), or 2/2ⁿ if that is more: the *p*-value if no pattern drawn comes near the observed mean.
  public var smallestAttainableP: Double { flips.smallestAttainableP(pValueSource) }

  /// The shifts of *a* that the test does not reject, by the same sign patterns as ``pValue``.
  ///
  /// As in ``SignFlipTest/confidenceInterval(level:)`` its ends are means of subsets of the differences, here
  /// of the subsets that were drawn. Too few draws for the level exclude no shift:
  /// `-Double.infinity ... .infinity`.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  /// - Complexity: O(*m* (*n*/8 + log *m*)) time and O(*m*) memory.
  /// - Source: Hartigan (1969), "Using subsample values as typical values".
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    return flips.interval(
      level: level, around: estimate, pValue: pValue, redrawing: tally, from: start)
  }

  /// Nil without a plan; with one, that its splits share units and the pairs are therefore not independent.
  public var caveat: String? { plan.map { sharedUnits(in: $0) } }
}
