// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// McNemar's test: which of two systems is right more often on the same utterances.
///
/// Only the utterances count on which one system is right and the other wrong. Null hypothesis: of those,
/// each system wins half, so that the number that *a* wins is binomial with probability 1/2. Assumed:
/// utterances are independent. Those of one speaker are not; give the speakers, and ``caveat`` says so.
///
/// It compares two trained systems on one test set, and knows nothing of how they would fare if trained anew.
///
/// ```swift
/// let test = try McNemarTest(bothRight: 10, onlyARight: 12, onlyBRight: 4, bothWrong: 20)
/// test.pValue                                                               // 0.0768
/// try McNemarTest(correctA, correctB, groups: speakers, form: .midP).pValue // less conservative
/// ```
///
/// - Source: McNemar (1947); Fagerland, Lydersen and Laake (2013) for mid-*p*; statsmodels
///   `mcnemar(exact=True)`.
public struct McNemarTest: IntervalTest {
  /// How much of the probability of the observed count is counted.
  public enum Form: String, CaseIterable, Hashable, Codable, Sendable {
    /// All of it: the level is never exceeded, and mostly not reached.
    case exact
    /// Half of it: the level is kept on average and slightly exceeded at times.
    case midP
  }

  /// Utterances that both systems get right.
  public let bothRight: Int
  /// Utterances that *a* alone gets right.
  public let onlyARight: Int
  /// Utterances that *b* alone gets right.
  public let onlyBRight: Int
  /// Utterances that neither system gets right.
  public let bothWrong: Int
  /// How much of the probability of the observed count is counted.
  public let form: Form
  /// The groups, such as speakers, or the utterances if no groups were given.
  public let independentUnits: Int

  /// The test from a table of counts.
  ///
  /// - Throws: ``StatisticsError`` for a negative count, or no utterances at all.
  /// - Complexity: O(1).
  public init(
    bothRight: Int, onlyARight: Int, onlyBRight: Int, bothWrong: Int, form: Form = .exact
  ) throws(StatisticsError) {
    try self.init(
      bothRight: bothRight, onlyARight: onlyARight, onlyBRight: onlyBRight, bothWrong: bothWrong, form: form,
      groups: nil)
  }

  /// The test from two columns that say which utterances each system got right.
  ///
  /// - Parameters:
  ///   - a: Whether *a* is right, one value an utterance.
  ///   - b: Whether *b* is right on the same utterances, in the same order.
  ///   - groups: What utterances have in common, such as their speaker, one value an utterance; for
  ///     ``caveat``, it does not change a number.
  ///   - form: How much of the probability of the observed count is counted.
  /// - Throws: ``StatisticsError`` for unequal counts, or no utterances.
  /// - Complexity: O(*n*).
  public init(
    _ a: [Bool], _ b: [Bool], groups: [String]? = nil, form: Form = .exact
  ) throws(StatisticsError) {
    guard a.count == b.count else { throw .unequalCounts(a: a.count, b: b.count) }
    if let groups, groups.count != a.count {
      throw .unequalSizes(what: "groups of utterances", found: groups.count, expected: a.count)
    }
    var counts = [0, 0, 0, 0]
    for (isRightA, isRightB) in zip(a, b) { counts[(isRightA ? 0 : 2) + (isRightB ? 0 : 1)] += 1 }
    try self.init(
      bothRight: counts[0], onlyARight: counts[1], onlyBRight: counts[2], bothWrong: counts[3], form: form,
      groups: groups.map { Set($0).count })
  }

  private init(
    bothRight: Int, onlyARight: Int, onlyBRight: Int, bothWrong: Int, form: Form, groups: Int?
  ) throws(StatisticsError) {
    let counts = [bothRight, onlyARight, onlyBRight, bothWrong]
    for count in counts where count < 0 || count > Self.largestCount {
      throw .outOfRange(
        what: "a count of utterances", value: Double(count), allowed: "from 0 to \(Self.largestCount)")
    }
    let utterances = counts.reduce(0, +)
    guard utterances > 0 else { throw .tooFewPairs(found: 0, needed: 1) }
    (self.bothRight, self.onlyARight, self.onlyBRight, self.bothWrong) =
      (bothRight, onlyARight, onlyBRight, bothWrong)
    self.form = form
    independentUnits = groups ?? utterances
  }

  /// Counts past it are refused: more than there is speech.
  public static let largestCount = 1_000_000_000_000

  /// The number of utterances.
  public var utterances: Int { bothRight + onlyARight + onlyBRight + bothWrong }

  /// The utterances that only one system gets right.
  public var disagreements: Int { onlyARight + onlyBRight }

  /// The utterances that *a* alone gets right.
  public var statistic: Double { Double(onlyARight) }

  /// The accuracy of *a* less that of *b*.
  public var estimate: Double { Double(onlyARight - onlyBRight) / Double(utterances) }

  /// The two-sided *p*-value: twice the smaller tail, at most 1. It is 1 if the systems never disagree.
  public var pValue: Double { pValue(.twoSided) }

  /// The *p*-value in the direction asked for: `greater` if *a* wins more of the disagreements.
  ///
  /// One tail of the binomial distribution, the observed count included, or half of it by mid-*p*; without
  /// disagreements 1, and 1/2 by mid-*p*.
  public func pValue(_ alternative: Alternative) -> Double {
    switch alternative {
    case .twoSided: min(1, 2 * tail(winning: max(onlyARight, onlyBRight)))
    case .greater: tail(winning: onlyARight)
    case .less: tail(winning: onlyBRight)
    }
  }

  /// The probability that one of two equal systems wins so many disagreements, or more.
  private func tail(winning wins: Int) -> Double {
    let binomial = BinomialDistribution(trials: disagreements, probability: 0.5)
    let losses = disagreements - wins
    let all = binomial.lowerTail(losses)
    // Rounding may not take it below what one system winning every disagreement gives.
    return max(
      smallestP(disagreements: disagreements, form) / 2,
      form == .exact ? all : all - binomial.mass(losses) / 2)
  }

  /// The winners of all disagreements, or the binomial distribution.
  public var pValueSource: PValueSource {
    form == .exact && disagreements < Int.bitWidth - 1
      ? .enumeration(arrangements: 1 << disagreements)
      : .distribution("binomial, \(disagreements) trials" + (form == .midP ? ", mid-p" : ""))
  }

  /// The *p*-value if the systems disagree on every utterance and one of them is always right: 2/2ⁿ, half of
  /// it by mid-*p*.
  public var smallestAttainableP: Double { smallestP(disagreements: utterances, form) }

  /// The differences in accuracy that the test does not reject, given on how many utterances the systems
  /// disagree.
  ///
  /// Of the disagreements *a* wins a share; the shares that the test does not reject (Clopper and Pearson's
  /// interval, or its mid-*p* form) are turned into differences in accuracy. It holds 0 exactly if ``pValue``
  /// is above 1 - `level`.
  ///
  /// Without disagreements the share is unknown, and the interval is ± the largest rate of disagreements that
  /// would not have been surprising: 1 - ((1 - `level`)/2)^(1/*n*).
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let tail = (1 - level) / 2
    guard disagreements > 0 else {
      let rate = largestUnseenRate(tail: tail)
      return -rate...rate
    }
    let low = onlyARight == 0 ? 0 : smallestShare(winning: onlyARight, tail: tail)
    let high = onlyBRight == 0 ? 1 : 1 - smallestShare(winning: onlyBRight, tail: tail)
    let rate = Double(disagreements) / Double(utterances)
    return min(rate * (2 * low - 1), estimate)...max(rate * (2 * high - 1), estimate)
  }

  /// The share at which so many wins or more have the probability `tail`; by symmetry it serves both ends.
  private func smallestShare(winning wins: Int, tail: Double) -> Double {
    bisect { share in
      let binomial = BinomialDistribution(trials: disagreements, probability: share)
      let upper = binomial.upperTail(wins - 1)
      return (form == .exact ? upper : upper - binomial.mass(wins) / 2) <= tail
    }
  }

  /// The rate of disagreements that *n* utterances without one reject at `tail`.
  private func largestUnseenRate(tail: Double) -> Double {
    let utterances = utterances
    return bisect { rate in
      var power = 1.0
      var base = 1 - rate
      var exponent = utterances
      while exponent > 0 {
        if exponent & 1 == 1 { power *= base }
        base *= base
        exponent >>= 1
      }
      return power >= tail
    }
  }

  /// Nil without groups or if each has one utterance; with larger ones, that utterances are not independent.
  public var caveat: String? {
    guard independentUnits < utterances else { return nil }
    return
      "the \(utterances) utterances come from \(independentUnits) groups, such as speakers, and those of one group are "
      + "not independent, so the p-value is too small; compare accuracy group by group with a sign-flip test"
  }
}

/// The *p*-value if one system wins every disagreement: 2/2ⁿ, or half of it by mid-*p*.
private func smallestP(disagreements: Int, _ form: McNemarTest.Form) -> Double {
  min(1, Double(sign: .plus, exponent: (form == .exact ? 1 : 0) - disagreements, significand: 1))
}

/// Where in 0...1 a condition that holds from 0 on stops holding, to the last bit or 2e-16.
private func bisect(_ holds: (Double) -> Bool) -> Double {
  var (low, high) = (0.0, 1.0)
  while high - low > 1e-16 {
    let middle = (low + high) / 2
    guard middle > low && middle < high else { break }
    if holds(middle) { low = middle } else { high = middle }
  }
  return low
}
