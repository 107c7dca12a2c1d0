// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Wilcoxon's signed-rank test on paired scores.
///
/// The magnitudes of the differences are ranked; the sum of the ranks of positive differences is compared
/// with what it would be if each difference could as well have had the other sign. Null hypothesis: the
/// differences are symmetric about 0. Like ``PairedTTest``, it takes the pairs for independent; see
/// ``caveat``. An outlier counts by its rank.
///
/// The exact distribution is that of the ranks at hand, with their ties and zeros, so it is exact there too:
/// it equals enumerating all signs. SciPy's `method="exact"` takes ranks without ties for it, and its default
/// gives up exactness at ties from 14 pairs on.
///
/// Five pairs cannot reach 0.05: see ``smallestAttainableP``.
///
/// ```swift
/// let test = try WilcoxonSignedRankTest(hubert, emotion2vec)
/// test.pValue    // 0.0625: all five differences have one sign
/// test.estimate  // the Hodges–Lehmann estimate of the difference
/// ```
///
/// Differences within the rounding of the scores are taken for equal, which SciPy does not do: 0.9 - 0.8 and
/// 0.5 - 0.4 tie.
///
/// - Source: Wilcoxon (1945); Pratt (1959); Hodges and Lehmann (1963); Cureton (1967) for the normal form of
///   Pratt's.
public struct WilcoxonSignedRankTest: PairedTest {
  /// What becomes of differences of 0.
  public enum Zeros: String, CaseIterable, Hashable, Codable, Sendable {
    /// Left out before ranking, as Wilcoxon did.
    case dropped
    /// Ranked, and left out after it, as Pratt proposed.
    case pratt
  }

  /// How the rank sum is turned into a *p*-value.
  public enum Method: Hashable, Sendable {
    /// By the distribution over all signs; at most ``WilcoxonSignedRankTest/largestExactCount`` pairs.
    case exact
    /// By a normal distribution with the variance of the ranks at hand, whose tail starts half a rank inward
    /// with the correction for continuity.
    case normal(continuityCorrection: Bool)
  }

  /// The most pairs for the exact distribution, which takes O(*n*³).
  public static let largestExactCount = 200

  /// *a* - *b*, pair by pair.
  public let differences: [Double]
  /// The Hodges–Lehmann estimate: the median of the averages of all pairs of differences, each with itself
  /// included.
  ///
  /// Differences of 0 are part of it, whatever becomes of them in the test.
  public let estimate: Double
  /// The sum of the ranks of positive differences, *W*₊. SciPy's two-sided test reports the smaller of the
  /// two sums.
  public let positiveRankSum: Double
  /// The sum of the ranks of negative differences, *W*₋.
  public let negativeRankSum: Double
  /// How the *p*-value was computed.
  public let method: Method
  /// What became of differences of 0.
  public let zeros: Zeros
  /// The differences that are not 0.
  public let nonzeroCount: Int
  /// How the pairs were resampled; nil for pairs that were not, such as languages.
  public let plan: ResamplingPlan?
  private let tails: Tails

  /// The two tails at the observed rank sum, and both at once.
  private struct Tails: Hashable {
    var less: Double
    var greater: Double
    var twoSided: Double
  }

  /// The test of *a* against *b*.
  ///
  /// Differences that are all 0 give an exact *p*-value of 1.
  ///
  /// - Parameters:
  ///   - a: One score a pair.
  ///   - b: The scores of the other system on the same pairs, in the same order.
  ///   - plan: How the pairs were resampled, for ``caveat``; it does not change a number.
  ///   - zeros: What becomes of differences of 0.
  ///   - method: Nil for the exact one up to ``largestExactCount`` pairs, and past it the normal one,
  ///     corrected.
  /// - Throws: ``StatisticsError`` for unequal counts, no pairs, a value that is not finite, more pairs than
  ///   the exact method takes, only zeros by the normal method, or a plan of every possible split.
  /// - Complexity: O(*n*³) exact, O(*n* log *n*) normal.
  public init(
    _ a: [Double], _ b: [Double], plan: ResamplingPlan? = nil, zeros: Zeros = .dropped, method: Method? = nil
  ) throws(StatisticsError) {
    try plan?.requireSample(for: "signed-rank test")
    let pairs = try PairedDifferences(a, b, needed: 1)
    let ranked = SignedRanks(pairs, zeros: zeros)
    let n = pairs.values.count
    let method = method ?? (n <= Self.largestExactCount ? .exact : .normal(continuityCorrection: true))
    differences = pairs.values
    estimate = WalshAverages(pairs.values).median
    (positiveRankSum, negativeRankSum) = (ranked.positiveSum, ranked.negativeSum)
    nonzeroCount = ranked.nonzero.count
    self.method = method
    self.zeros = zeros
    self.plan = plan

    switch method {
    case .exact:
      guard n <= Self.largestExactCount else {
        throw .outOfRange(
          what: "the number of pairs", value: Double(n),
          allowed: "at most \(Self.largestExactCount) for the exact signed-rank test; use the normal method")
      }
      let distribution = RankSumDistribution(ranks: ranked.nonzero.map { Int(2 * $0) })
      let observed = Int(2 * ranked.positiveSum)
      let (less, greater) = (distribution.lowerTail(observed), distribution.upperTail(observed))
      tails = Tails(less: less, greater: greater, twoSided: min(1, 2 * min(less, greater)))
    case .normal(let isCorrected):
      guard ranked.variance > 0 else { throw .noVariation(meanDifference: 0) }
      let deviation = ranked.positiveSum - ranked.mean
      let spread = ranked.variance.squareRoot()
      let correction = isCorrected ? 0.5 : 0
      tails = Tails(
        less: NormalDistribution().lowerTail((deviation + correction) / spread),
        greater: NormalDistribution().upperTail((deviation - correction) / spread),
        twoSided: min(1, 2 * NormalDistribution().upperTail(max(0, abs(deviation) - correction) / spread)))
    }
  }

  /// *W*₊.
  public var statistic: Double { positiveRankSum }

  /// The two-sided *p*-value: twice the smaller tail, at most 1.
  public var pValue: Double { tails.twoSided }

  /// The *p*-value in the direction asked for; both tails hold the observed rank sum.
  public func pValue(_ alternative: Alternative) -> Double {
    switch alternative {
    case .twoSided: tails.twoSided
    case .greater: tails.greater
    case .less: tails.less
    }
  }

  /// All signs of the differences that are not 0, or the normal distribution.
  public var pValueSource: PValueSource {
    switch method {
    case .exact where nonzeroCount < Int.bitWidth - 1: .enumeration(arrangements: 1 << nonzeroCount)
    case .exact: .distribution("signed-rank distribution, exact over the signs of \(nonzeroCount) ranks")
    case .normal(let isCorrected):
      .distribution("normal approximation" + (isCorrected ? ", corrected for continuity" : ""))
    }
  }

  /// The *p*-value if all differences have one sign, and none is 0: 2/2ⁿ by the exact method. By the normal
  /// one, if they are of one size as well: ties bring the rank sum's spread down.
  public var smallestAttainableP: Double {
    switch method {
    case .exact: return min(1, 2 * Double(sign: .plus, exponent: -n, significand: 1))
    case .normal(let isCorrected):
      let rank = Double(n + 1) / 2
      let distance = max(0, Double(n) * rank / 2 - (isCorrected ? 0.5 : 0))
      return min(1, 2 * NormalDistribution().upperTail(distance / (Double(n).squareRoot() * rank / 2)))
    }
  }

  /// The matched-pairs rank-biserial correlation, (*W*₊ - *W*₋)/(*W*₊ + *W*₋): 1 if *a* is ahead in every
  /// pair, 0 if all differences are 0.
  public var rankBiserialCorrelation: Double {
    let sum = positiveRankSum + negativeRankSum
    return sum > 0 ? (positiveRankSum - negativeRankSum) / sum : 0
  }

  /// The shifts of *a* that the test does not reject, by the Hodges–Lehmann method.
  ///
  /// Its ends are the *k*-th smallest and the *k*-th largest of the averages of pairs, with *k* from the
  /// distribution of ranks without ties; if *k* is 0 no shift can be rejected and the interval is the whole
  /// line: five pairs at a level of 0.95.
  ///
  /// It holds 0 if ``pValue`` is above 1 - `level`. Else 0 lies outside or, where differences tie or some are
  /// 0, may be its end: ranks tie as they do only at a shift of 0, so *k* would let every fourth such sample
  /// disagree with its *p*, and what lies past a 0 that the test rejects is cut off.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  /// - Complexity: O(*n*³) exact, O(*n* log *n*) normal.
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let averages = WalshAverages(differences)
    // The nudge keeps 1 - 0.9375, a little under 2/32 in binary, at its rank.
    let tail = (1 - level) / 2 * (1 + 1e-12)
    let rank: Int
    switch method {
    case .exact:
      rank = RankSumDistribution(ranks: Array(1...n)).count(withLowerTailAtMost: tail)
    case .normal(let isCorrected):
      let ranks = UntiedRanks(count: n)
      let last =
        ranks.mean + NormalDistribution().quantile(tail) * ranks.variance.squareRoot()
        - (isCorrected ? 0.5 : 0)
      rank = max(0, Int(last.rounded(.down)) + 1)
    }
    let isRejected = pValue <= (1 - level) * (1 + 1e-12)
    guard rank > 0 else { return following(-Double.infinity...Double.infinity, isRejected: isRejected) }
    // At a level near 0 the ranks may meet; the estimate is never rejected.
    let low = averages[min(rank, averages.count)]
    let high = averages[max(1, averages.count + 1 - rank)]
    return following(min(low, estimate)...max(high, estimate), isRejected: isRejected)
  }

  /// The interval with 0 in it, or with what lies past a rejected 0 cut off; the estimate always stays.
  private func following(_ range: ClosedRange<Double>, isRejected: Bool) -> ClosedRange<Double> {
    guard isRejected else { return min(range.lowerBound, 0)...max(range.upperBound, 0) }
    return tails.greater < tails.less
      ? min(estimate, max(range.lowerBound, 0))...max(range.upperBound, 0)
      : min(range.lowerBound, 0)...max(estimate, min(range.upperBound, 0))
  }

  /// Nil without a plan; with one, that its splits share units and the pairs are therefore not independent.
  public var caveat: String? { plan.map { sharedUnits(in: $0) } }
}
