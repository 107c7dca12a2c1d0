// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Kendall's coefficient of concordance *W*: how far *n* raters order *k* items alike.
///
/// 0 if rank sums are equal, 1 if all raters give one order. Null hypothesis: each rater's order is drawn at random;
/// assumed: raters are independent. The *p*-value counts the orders of every rater but the first: all (*k*!)^(*n* - 1)
/// of them up to ``largestEnumeration``, else `draws`. So it is exact where ``FriedmanTest``'s χ² is rough.
///
/// - Source: Kendall and Babington Smith (1939), "The problem of m rankings".
public struct KendallConcordanceTest: HypothesisTest {
  /// The most arrangements that are gone through one by one.
  public static let largestEnumeration = 400_000

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

  /// The test.
  ///
  /// - Parameters:
  ///   - ratings: Shape `[n, k]`: a row a rater, a column an item; infinities have a rank as well.
  ///   - draws: How many arrangements are drawn, if any are.
  ///   - generator: Touched only if arrangements are drawn.
  /// - Throws: ``StatisticsError`` for fewer than two raters or items, rows of different lengths, a NaN (its index counts
  ///   row by row), raters that all rate everything alike, or a number of draws below 1.
  /// - Complexity: O(*n* *k* · arrangements).
  public init(
    _ ratings: [[Double]], draws: Int = 9_999, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(draws)
    let ranked = try BlockedRanks(ratings)
    concordance = ranked.concordance
    raters = ranked.blocks
    items = ranked.systems
    // W grows with the sum of squared rank sums, which is a multiple of 1/4 and exact.
    let squares = { (sums: [Double]) in sums.reduce(0) { $0 + $1 * $1 } }
    var tally = RandomizationTally(observed: squares(ranked.rankSums))
    if Self.arrangements(raters: raters, items: items) != nil {
      Self.enumerate(ranked.ranks[1...], onto: ranked.ranks[0]) { tally.count(squares($0)) }
      pValue = tally.pValue(.greater, of: .enumeration)
      pValueSource = tally.source(of: .enumeration)
    } else {
      var rows = ranked.ranks
      for _ in 0..<draws {
        for rater in 1..<rows.count { generator.shuffle(&rows[rater]) }
        tally.count(squares(BlockedRanks.sums(rows)))
      }
      pValue = tally.pValue(.greater, of: .sampling)
      pValueSource = tally.source(of: .sampling)
    }
  }

  /// *W*.
  public var statistic: Double { concordance }

  /// The raters.
  public var independentUnits: Int { raters }

  /// One arrangement in all (any order of the first rater, the others in the same), or one in the drawn and the observed.
  public var smallestAttainableP: Double { smallestShare(pValueSource, .greater) }

  /// Nil: nothing is assumed of the ratings.
  public var reservation: String? { nil }

  /// (*k*!)^(*n* - 1), or nil above the limit.
  private static func arrangements(raters: Int, items: Int) -> Int? {
    guard items <= largestEnumeratedCount else { return nil }
    var product = 1
    for _ in 1..<raters {
      product *= Int(factorial(items))
      if product > largestEnumeration { return nil }
    }
    return product
  }

  private static func enumerate(_ rows: ArraySlice<[Double]>, onto sums: [Double], _ body: ([Double]) -> Void)
  {
    guard let row = rows.first else { return body(sums) }
    forEachOrder(of: row.count) { order in
      enumerate(rows.dropFirst(), onto: zip(sums, order).map { $0 + row[$1] }, body)
    }
  }
}
