// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERStats

/// One pair of models on one corpus: the paper's own test, what rounding leaves open of it, and the corrected readings.
public struct PairedReading: Hashable, Codable, Sendable {
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
  /// Nadeau and Bengio's corrected resampled *p*, by speakers; `nil` if a split of so few would have an empty side.
  public var pCorrected: Double?
  /// ``p`` after Holm over the table.
  public var pHolm: Double?
  /// ``pCorrected`` after Holm over the table.
  public var pCorrectedHolm: Double?
  /// The exact sign-flip *p*.
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
  var pBounds: Bounds? { pBest.map { Bounds(nominal: $0, low: pLow, high: pHigh) } }

  /// The pair, for a person.
  var pair: String { "\(a)-\(b)" }

  init(_ table: SeedTable, _ a: SeedScores, _ b: SeedScores, plan: ResamplingPlan?) {
    let (first, second) = (a.printed.map(\.value), b.printed.map(\.value))
    let plain = try? PairedTTest(first, second)
    let corrected = plan.flatMap { try? CorrectedResampledTTest(first, second, plan: $0) }
    self.table = table.number
    dataset = a.dataset
    self.a = a.model
    self.b = b.model
    difference = (BoxMoments.moments(first).mean - BoxMoments.moments(second).mean) * 100
    t = plain?.statistic
    p = plain?.pValue
    if a.source == .pinned, b.source == .pinned { pFromCounts = (try? PairedTTest(a.best, b.best))?.pValue }
    pCorrected = corrected?.pValue
    pSignFlip = (try? SignFlipTest(first, second))?.pValue
    pEquivalence = plain.flatMap { Self.equivalence($0) }
    pEquivalenceCorrected = corrected.flatMap { Self.equivalence($0) }
    halfInterval = plain.map { Self.half($0) }
    halfIntervalCorrected = corrected.map { Self.half($0) }
    ahead = zip(first, second).count { $0 > $1 }
    behind = zip(first, second).count { $0 < $1 }

    let range = PairedRange(a, b)
    (pLow, pHigh, pRange) = (range.low, range.high, range.source.rawValue)
  }

  private static func equivalence(_ test: some PairedStudentTest) -> Double? {
    (try? EquivalenceTest(of: test, margin: equivalenceMargin / 100))?.pValue
  }

  private static func half(_ test: some PairedStudentTest) -> Double {
    let interval = test.confidenceInterval(level: 0.95)
    return (interval.upperBound - interval.lowerBound) / 2 * 100
  }
}
