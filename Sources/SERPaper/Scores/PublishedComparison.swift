// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERStats

/// One pair of models on one corpus: the paper's own test, what rounding leaves open of it, and the corrected
/// readings.
public struct PublishedComparison: Hashable, Codable, Sendable {
  /// The table of the means: 3 or 4.
  public var table: Int
  /// The corpus.
  public var dataset: String
  /// The model that is compared.
  public var a: String
  /// The model that it is compared with.
  public var b: String
  /// Mean of *a* less mean of *b*, in points, from the printed accuracies.
  public var difference: Double
  /// Student's paired *t* from the printed accuracies; `nil` if the differences do not vary.
  public var t: Double?
  /// Its two-sided *p*.
  public var p: Double?
  /// The *p* from the counts behind the table, where these are known.
  public var pFromCounts: Double?
  /// The least *p* that unrounded accuracies can give.
  public var pLow: Double
  /// The most.
  public var pHigh: Double
  /// What the range is over: `pinned` counts, a `grid` of counts, or the `box` of roundings.
  public var pRange: String
  /// Nadeau and Bengio's corrected resampled *p*, by speakers; `nil` if a split of so few would have an empty
  /// side.
  public var pCorrected: Double?
  /// ``p`` after Holm over the table.
  public var pHolm: Double?
  /// ``pCorrected`` after Holm over the table.
  public var pCorrectedHolm: Double?
  /// The exact sign-flip *p*; `nil` for more seeds than it enumerates, 40.
  public var pSignFlip: Double?
  /// Two one-sided tests of equivalence within ``equivalenceMargin``, by the plain standard error.
  public var pEquivalence: Double?
  /// The same, by the corrected standard error.
  public var pEquivalenceCorrected: Double?
  /// Half of the plain 95 % interval, in points.
  public var halfInterval: Double?
  /// Half of the corrected 95 % interval, in points.
  public var halfIntervalCorrected: Double?
  /// Seeds on which *a* is ahead.
  public var ahead: Int
  /// Seeds on which *b* is ahead.
  public var behind: Int

  /// The difference within which models count as equivalent, in points.
  public static let equivalenceMargin = 2.0

  /// The *p* that a printed one is held against.
  var pBest: Double? { pFromCounts ?? p }

  /// The same as ``pBest``, with what rounding leaves open.
  var pInterval: Interval? { pBest.map { Interval(nominal: $0, low: pLow, high: pHigh) } }

  /// The pair, for a person.
  var pair: String { "\(a)-\(b)" }

  /// - Throws: `StatisticsError` for scores that no test is made for; differences that do not vary are no
  ///   error, and have no *t*.
  init(
    _ table: SeedTable, _ a: SeedScores, _ b: SeedScores, plan: ResamplingPlan?
  ) throws(StatisticsError) {
    let (first, second) = (a.printed.map(\.value), b.printed.map(\.value))
    let plain = try Self.ifVarying { () throws(StatisticsError) in try PairedTTest(first, second) }
    self.table = table.number
    dataset = a.dataset
    self.a = a.model
    self.b = b.model
    difference = (Interval.mean(a.printed.map(\.interval)) - .mean(b.printed.map(\.interval))).nominal * 100
    t = plain?.statistic
    p = plain?.pValue
    if a.source == .pinned, b.source == .pinned {
      pFromCounts = try Self.ifVarying { () throws(StatisticsError) in try PairedTTest(a.best, b.best) }?
        .pValue
    }
    if let plain {
      pEquivalence = try Self.equivalence(plain)
      halfInterval = Self.halfInterval(plain) * 100
    }
    if let plan {
      let corrected = try Self.ifVarying { () throws(StatisticsError) in
        try CorrectedResampledTTest(first, second, plan: plan)
      }
      if let corrected {
        pCorrected = corrected.pValue
        pEquivalenceCorrected = try Self.equivalence(corrected)
        halfIntervalCorrected = Self.halfInterval(corrected) * 100
      }
    }
    if first.count <= SignFlipTest.largestEnumerated { pSignFlip = try SignFlipTest(first, second).pValue }
    ahead = zip(first, second).count { $0 > $1 }
    behind = zip(first, second).count { $0 < $1 }

    let range = try PairedRange(a, b)
    (pLow, pHigh, pRange) = (range.low, range.high, range.source.rawValue)
  }

  /// A test, `nil` where what it tests does not vary, so that no *t* is defined.
  static func ifVarying<Test>(
    _ test: () throws(StatisticsError) -> Test
  ) throws(StatisticsError) -> Test? {
    do {
      return try test()
    } catch {
      guard case .noVariation = error else { throw error }
      return nil
    }
  }

  /// Half of a test's 95 % interval.
  static func halfInterval(_ test: some PairedStudentTest) -> Double {
    let interval = test.confidenceInterval(level: 0.95)
    return (interval.upperBound - interval.lowerBound) / 2
  }

  private static func equivalence(_ test: some PairedStudentTest) throws(StatisticsError) -> Double {
    try EquivalenceTest(of: test, margin: equivalenceMargin / 100).pValue
  }
}
