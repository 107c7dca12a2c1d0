// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import SERCore

/// The mutual information of two factors, with a *p*-value from permuted labels.
///
/// Σ *p*(*a*, *b*) ln(*p*(*a*, *b*) / (*p*(*a*) *p*(*b*))), in nats. It is above 0 even for independent
/// factors, the more so the more values they have: compare it with ``meanUnderNull``. Null hypothesis: the
/// factors are independent, so that every order of the labels of *b* was as likely; assumed: so are the
/// observations.
///
/// - Source: scikit-learn `mutual_info_score`.
public struct MutualInformationTest: HypothesisTest {
  /// In nats, at least 0.
  public let nats: Double
  /// The mean over the permuted labels, in nats: what independent factors of these sizes have.
  public let meanUnderNull: Double
  /// The lesser of the two factors' entropies, in nats: the most that ``nats`` could be.
  public let largestPossible: Double
  /// The number of observations.
  public let n: Int
  /// The share of orders with at least as much mutual information.
  public let pValue: Double
  /// All orders, or the drawn ones.
  public let pValueSource: PValueSource
  /// The *p*-value of the order of these labels that has the most mutual information: exact up to nine
  /// observations.
  ///
  /// Past that a bound below which no order goes, 1 over the ways to deal the labels of one factor out, or
  /// one draw in the drawn and the observed if that is more. Ten observations of which one has another label
  /// have 10 such ways.
  public let smallestAttainableP: Double

  /// The test of *a* against *b*.
  ///
  /// - Parameters:
  ///   - a: One label an observation.
  ///   - b: The other label of the same observations, in the same order.
  ///   - draws: How many orders are drawn, for more than nine observations.
  ///   - generator: Not touched for nine observations or fewer.
  /// - Throws: ``StatisticsError`` for unequal counts, no labels, a factor of one value, or a number of draws
  ///   below 1.
  /// - Complexity: O((*n* + *r* *k*) · `draws`).
  public init<First: Hashable, Second: Hashable>(
    _ a: [First], _ b: [Second], draws: Int = 9_999, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(draws)
    let table = try ContingencyTable(a, b)
    try table.requireVariation()
    n = a.count
    let (rows, columns, width, size) = (codes(a), codes(b), table.counts[0].count, Double(a.count))
    // Σ c ln c over a permuted table's counts is all that changes; its terms are looked up.
    let terms = (0...a.count).map { $0 == 0 ? 0 : Double($0) * log(Double($0)) }
    let sum = { (counts: [Int]) in counts.reduce(0) { $0 + terms[$1] } }
    let (ofRows, ofColumns) = (sum(table.rowTotals), sum(table.columnTotals))
    let information = { (joint: Double) in max(0, (joint - ofRows - ofColumns + terms[a.count]) / size) }
    largestPossible = (terms[a.count] - max(ofRows, ofColumns)) / size
    nats = information(table.counts.reduce(0) { $0 + sum($1) })

    var cells = [Int](repeating: 0, count: table.counts.count * width)
    var total = 0.0
    // The sum of n terms, each rounded: the same counts in other cells must count as equal.
    let rounding = 1e-13 * (1 + log(size))
    var tally = RandomizationTally(observed: nats, rounding: rounding)
    // The most that the same labels could give, and how often: nothing that they do is rarer.
    var (largest, timesLargest) = (nats, 0)
    let coverage = countOrders(of: n, into: &tally, draws: draws, using: &generator) { order in
      for cell in cells.indices { cells[cell] = 0 }
      for (row, unit) in zip(rows, order) { cells[row * width + columns[unit]] += 1 }
      let value = information(sum(cells))
      total += value
      if value > largest + rounding {
        (largest, timesLargest) = (value, 1)
      } else if value >= largest - rounding {
        timesLargest += 1
      }
      return value
    }
    meanUnderNull = total / Double(tally.arrangements)
    pValueSource = tally.source(of: coverage)
    // Labels exchanged within a value of a, or of b, leave the table as it is.
    let arrangements = min(numberOfDeals(table.rowTotals), numberOfDeals(table.columnTotals))
    smallestAttainableP =
      coverage == .enumeration
      ? Double(timesLargest) / Double(tally.arrangements)
      : smallestShare(pValueSource, .greater, of: arrangements)
    pValue = max(smallestAttainableP, tally.pValue(.greater, of: coverage))
  }

  /// In nats.
  public var statistic: Double { nats }

  /// In bits.
  public var bits: Double { nats / log(2) }

  /// The observations.
  public var independentUnits: Int { n }

  /// Nil: nothing is assumed of the factors.
  public var caveat: String? { nil }
}
