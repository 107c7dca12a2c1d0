// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How often each value of one factor occurs with each value of another.
public struct ContingencyTable: Hashable, Sendable {
  /// The counts, shape `[r, k]`; every row and column has at least one.
  public let counts: [[Int]]
  /// The number of observations: at least 1.
  public let total: Int

  /// A table of given counts.
  ///
  /// - Throws: ``StatisticsError`` for no rows, rows of different lengths, a count below 0 or a total above 2⁵³, and a row
  ///   or column without any observation, which says nothing and would divide by zero.
  public init(counts: [[Int]]) throws(StatisticsError) {
    guard let width = counts.first?.count, width >= 1 else {
      throw .tooFewUnits(kind: "rows and columns", found: 0, needed: 1)
    }
    var total = 0
    var columns = [Int](repeating: 0, count: width)
    for (index, row) in counts.enumerated() {
      guard row.count == width else {
        throw .unequalSizes(what: "counts in row \(index)", found: row.count, expected: width)
      }
      let before = total
      for (column, count) in row.enumerated() {
        guard count >= 0, count <= 1 << 53 - total else {
          throw .outOfRange(
            what: "the count in row \(index), column \(column)", value: Double(count),
            allowed: "at least 0, and the sum of counts at most 2^53")
        }
        total += count
        columns[column] += count
      }
      guard total > before else {
        throw .tooFewUnits(kind: "observations in row \(index)", found: 0, needed: 1)
      }
    }
    if let column = columns.firstIndex(of: 0) {
      throw .tooFewUnits(kind: "observations in column \(column)", found: 0, needed: 1)
    }
    self.counts = counts
    self.total = total
  }

  /// The table of two columns of labels, their values in order of first occurrence.
  ///
  /// - Throws: ``StatisticsError`` for unequal counts or no labels.
  /// - Complexity: O(*n* + *r* *k*).
  public init<First: Hashable, Second: Hashable>(_ a: [First], _ b: [Second]) throws(StatisticsError) {
    guard a.count == b.count else { throw .unequalCounts(a: a.count, b: b.count) }
    guard !a.isEmpty else { throw .tooFewPairs(found: 0, needed: 1) }
    let (rows, columns) = (codes(a), codes(b))
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: columns.max()! + 1), count: rows.max()! + 1)
    for (row, column) in zip(rows, columns) { counts[row][column] += 1 }
    self.counts = counts
    total = a.count
  }

  /// The observations of each row.
  public var rowTotals: [Int] { counts.map { $0.reduce(0, +) } }

  /// The observations of each column.
  public var columnTotals: [Int] {
    counts.dropFirst().reduce(counts[0]) { sums, row in zip(sums, row).map(+) }
  }

  /// Pearson's χ² against independence, without Yates's correction.
  public var chiSquared: Double {
    let (rows, columns) = (rowTotals.map(Double.init), columnTotals.map(Double.init))
    var sum = 0.0
    for (r, row) in counts.enumerated() {
      for (c, count) in row.enumerated() {
        let expected = rows[r] * columns[c] / Double(total)
        sum += (Double(count) - expected) * (Double(count) - expected) / expected
      }
    }
    return sum
  }

  /// Refuses a table of one row or one column.
  func requireVariation() throws(StatisticsError) {
    guard counts.count >= 2 else { throw .constant(what: "the first factor") }
    guard counts[0].count >= 2 else { throw .constant(what: "the second factor") }
  }
}

/// Labels as whole numbers from 0, in order of first occurrence.
func codes<Label: Hashable>(_ labels: [Label]) -> [Int] {
  var known: [Label: Int] = [:]
  return labels.map { label in
    if let code = known[label] { return code }
    let code = known.count
    known[label] = code
    return code
  }
}
