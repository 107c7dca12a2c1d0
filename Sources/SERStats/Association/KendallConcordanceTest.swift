// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Kendall's coefficient of concordance *W*: how far *n* raters order *k* items alike.
///
/// 0 if rank sums are equal, 1 if all raters give one order. Null hypothesis: each rater's order is drawn at
/// random; assumed: raters are independent. The *p*-value counts the orders of every rater but the first: all
/// (*k*!)^(*n* - 1) of them up to ``largestExactCount(items:)`` raters, where it is that of ``FriedmanTest``,
/// else `draws`.
///
/// - Source: Kendall and Babington Smith (1939), "The problem of m rankings".
public struct KendallConcordanceTest: HypothesisTest {
  /// The most raters over which all orders of so many items are counted: 60 for two items, 24 for three, 12
  /// for four, 7 for five, 5 for six, 3 for seven, 2 for eight and nine, and none past that.
  public static func largestExactCount(items: Int) -> Int { BlockedRanks.largestExactCount(systems: items) }

  /// *W*, with ties allowed for.
  public let concordance: Double
  /// The number of raters *n*.
  public let raters: Int
  /// The number of items *k*.
  public let items: Int
  /// The share of arrangements with at least this concordance.
  public let pValue: Double
  /// All arrangements, or the drawn ones.
  public let pValueSource: PValueSource
  /// One arrangement in all (any order of the first rater, the others in the same), or one in the drawn and
  /// the observed.
  public let smallestAttainableP: Double

  /// The test.
  ///
  /// - Parameters:
  ///   - ratings: Shape `[n, k]`: a row a rater, a column an item; infinities have a rank as well.
  ///   - draws: How many arrangements are drawn, if any are.
  ///   - generator: Touched only if arrangements are drawn.
  /// - Throws: ``StatisticsError`` for fewer than two raters or items, rows of different lengths, a NaN (its
  ///   index counts row by row), raters that all rate everything alike, or a number of draws below 1.
  /// - Complexity: O(*n* *k* · `draws`), or seconds at most for all orders.
  public init(
    _ ratings: [[Double]], draws: Int = 9_999, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(draws)
    let ranked = try BlockedRanks(ratings)
    concordance = ranked.concordance
    raters = ranked.blocks
    items = ranked.systems
    if ranked.isCountable {
      let tally = ranked.exactTally
      pValue = tally.pValue(.greater, of: .enumeration)
      pValueSource = tally.source(of: .enumeration)
      smallestAttainableP = smallestShare(pValueSource, .greater)
    } else {
      var rows = ranked.ranks
      var tally = RandomizationTally(observed: ranked.squaredRankSums)
      for _ in 0..<draws {
        for rater in 1..<rows.count { generator.shuffle(&rows[rater]) }
        tally.count(BlockedRanks.squares(BlockedRanks.sums(rows)))
      }
      pValueSource = tally.source(of: .sampling)
      smallestAttainableP = smallestShare(pValueSource, .greater, of: 1 / ranked.probabilityOfUnanimity)
      pValue = max(smallestAttainableP, tally.pValue(.greater, of: .sampling))
    }
  }

  /// *W*.
  public var statistic: Double { concordance }

  /// The raters.
  public var independentUnits: Int { raters }

  /// Nil: nothing is assumed of the ratings.
  public var caveat: String? { nil }
}
