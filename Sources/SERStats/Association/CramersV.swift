// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Cramér's *V* between two factors, with Bergsma's correction of its bias.
///
/// Uncorrected, *V* = √(χ²/*n* / (min(*r*, *k*) - 1)) is far above 0 for independent factors of many values.
/// The corrected one takes φ² = max(0, χ²/*n* - (*r* - 1)(*k* - 1)/(*n* - 1)) over min(*r*' - 1, *k*' - 1),
/// with *r*' = *r* - (*r* - 1)²/(*n* - 1) and *k*' alike. χ² is without Yates's correction, of which code in
/// circulation is at times unaware.
///
/// As a test its null hypothesis is that the factors are independent; assumed: so are the observations.
/// Utterances of one speaker are not, and the *p*-value is then too small; *V* describes them all the same.
///
/// ```swift
/// try CramersV(ContingencyTable(speakers, emotions)).corrected
/// ```
///
/// - Source: Bergsma (2013), "A bias-correction for Cramér's V and Tschuprow's T".
public struct CramersV: HypothesisTest {
  /// The table that it is made from.
  public let table: ContingencyTable
  /// With Bergsma's correction, in 0...1.
  public let corrected: Double
  /// Without, in 0...1: SciPy's `association`.
  public let uncorrected: Double
  /// Pearson's χ².
  public let statistic: Double

  /// *V* of a table.
  ///
  /// - Throws: ``StatisticsError`` if a factor has one value, or as many values as there are observations:
  ///   then nothing can be said beyond the number of values, and the correction divides by zero.
  /// - Complexity: O(pairs of values that occur).
  public init(_ table: ContingencyTable) throws(StatisticsError) {
    try table.requireVariation()
    let (rows, columns) = (table.rowTotals.count, table.columnTotals.count)
    guard table.total > max(rows, columns) else {
      throw .tooFewUnits(
        kind: "observations in a table of \(rows) rows and \(columns) columns", found: table.total,
        needed: max(rows, columns) + 1)
    }
    let (n, r, k) = (Double(table.total), Double(rows), Double(columns))
    self.table = table
    statistic = table.chiSquared
    let phiSquared = statistic / n
    uncorrected = min(1, (phiSquared / (min(r, k) - 1)).squareRoot())
    let left = max(0, phiSquared - (r - 1) * (k - 1) / (n - 1))
    let room = min((r - 1) * (1 - (r - 1) / (n - 1)), (k - 1) * (1 - (k - 1) / (n - 1)))
    corrected = min(1, (left / room).squareRoot())
  }

  /// (*r* - 1)(*k* - 1).
  public var degreesOfFreedom: Int { (table.rowTotals.count - 1) * (table.columnTotals.count - 1) }

  /// P(χ² at least the observed).
  public var pValue: Double {
    ChiSquaredDistribution(degreesOfFreedom: Double(degreesOfFreedom)).upperTail(statistic)
  }

  /// χ², with its degrees of freedom.
  public var pValueSource: PValueSource {
    .distribution("chi-squared, \(degreesOfFreedom) degrees of freedom")
  }

  /// The observations.
  public var independentUnits: Int { table.total }

  /// 0: χ² is taken for continuous.
  public var smallestAttainableP: Double { 0 }

  /// That expected counts are small, where they are: below 5 in more than a fifth of the cells, or below 1 in
  /// any.
  public var caveat: String? {
    let (small, all) = (table.expectations(below: 5), table.rowTotals.count * table.columnTotals.count)
    guard 5 * small > all || table.expectations(below: 1) > 0 else { return nil }
    return "\(small) of \(all) expected counts are below 5, where chi-squared is rough; "
      + "use the permutation test of the mutual information"
  }
}
