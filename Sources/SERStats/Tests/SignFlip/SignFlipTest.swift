// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The exact sign-flip test on paired scores: no distribution is assumed.
///
/// If *a* and *b* do not differ, each difference could as well have had the other sign. The *p*-value is the
/// share of the 2ⁿ sign patterns, the observed one included, whose mean is at least as far from 0 as the
/// observed mean. So it is never 0, and never below ``smallestAttainableP``: five seeds cannot reach 0.05,
/// whatever their scores.
///
/// Null hypothesis: the differences are symmetric about 0. Like ``PairedTTest``, it takes the pairs for
/// independent; see ``caveat``.
///
/// ```swift
/// let test = try SignFlipTest(hubert, emotion2vec)
/// test.pValue               // 0.0625: all five differences have one sign
/// test.smallestAttainableP  // 0.0625
/// ```
///
/// Means count as equal within 2.2e-14 of the observed mean, as in SciPy's `permutation_test`, or within the
/// rounding of the scores, whichever is more: ties of decimal scores must not hang on the last bit.
///
/// - Source: paper notes A6; SciPy `permutation_test(permutation_type="samples")`.
public struct SignFlipTest: PairedTest {
  /// The most pairs that the exact test takes: two tables of 2²⁰ sums.
  public static var largestEnumerated: Int { SignFlips.largestEnumerated }

  /// *a* - *b*, pair by pair.
  public let differences: [Double]
  /// The mean difference.
  public let estimate: Double
  /// How the pairs were resampled; nil for pairs that were not, such as languages.
  public let plan: ResamplingPlan?
  private let flips: SignFlips
  private let tally: RandomizationTally

  /// The test of *a* against *b*.
  ///
  /// Differences that are all 0 give a *p*-value of 1; all equal and not 0, ``smallestAttainableP``.
  ///
  /// - Parameters:
  ///   - a: One score a pair.
  ///   - b: The scores of the other system on the same pairs, in the same order.
  ///   - plan: How the pairs were resampled, for ``caveat``; it does not change a number.
  /// - Throws: ``StatisticsError`` for unequal counts, no pairs, a value that is not finite, more than
  ///   ``largestEnumerated`` pairs, or a plan of every possible split.
  /// - Complexity: O(2^(*n*/2)) in time and memory: half the pairs are enumerated against the other half.
  public init(_ a: [Double], _ b: [Double], plan: ResamplingPlan? = nil) throws(StatisticsError) {
    try plan?.requireSample(for: "sign-flip test")
    let pairs = try PairedDifferences(a, b, needed: 1)
    differences = pairs.values
    estimate = try SampleMoments(pairs.values, needed: 1).mean
    self.plan = plan
    flips = SignFlips(pairs.values, rounding: 2 * pairs.rounding * Double(pairs.values.count))
    tally = try flips.enumerated()
  }

  /// The share of sign patterns at least as extreme as the observed one, both directions counted.
  public var pValue: Double { pValue(.twoSided) }

  /// The share of sign patterns at least as extreme in the direction asked for.
  public func pValue(_ alternative: Alternative) -> Double {
    flips.pValue(tally, alternative, of: .enumeration)
  }

  /// The mean difference: what is compared over the sign patterns.
  public var statistic: Double { estimate }

  /// All 2ⁿ sign patterns.
  public var pValueSource: PValueSource { tally.source(of: .enumeration) }

  /// 2/2ⁿ: the *p*-value if all differences have one sign; no data give less.
  public var smallestAttainableP: Double { flips.smallestAttainableP(pValueSource) }

  /// The shifts of *a* that the test does not reject.
  ///
  /// Its ends are means of subsets of the differences: with *k* = ⌊(1 - `level`) 2ⁿ / 2⌋, the *k*-th smallest
  /// and the *k*-th largest of the 2ⁿ - 1. If *k* is 0 no shift can be rejected and the interval is the whole
  /// line, `-Double.infinity ... .infinity`: five pairs at a level of 0.95.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  /// - Complexity: O(2^(*n*/2)), about a hundred times: seconds at ``largestEnumerated`` pairs, milliseconds
  ///   at 24.
  /// - Source: Hartigan (1969), "Using subsample values as typical values".
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    return flips.interval(level: level, around: estimate, pValue: pValue)
  }

  /// Nil without a plan; with one, that its splits share units and the pairs are therefore not independent.
  public var caveat: String? { plan.map { sharedUnits(in: $0) } }
}
