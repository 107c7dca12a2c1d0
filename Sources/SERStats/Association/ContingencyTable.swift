// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How often each value of one factor occurs with each value of another.
///
/// Only the pairs that occur are kept, so that a factor may have as many values as there are observations.
public struct ContingencyTable: Hashable, Sendable {
  /// A pair of values that occurs, and how often.
  struct Cell: Hashable, Sendable {
    var row: Int
    var column: Int
    var count: Int
  }

  /// The observations of each row: at least 1.
  public let rowTotals: [Int]
  /// The observations of each column: at least 1.
  public let columnTotals: [Int]
  /// The number of observations: at least 1.
  public let total: Int
  /// What occurs, row by row.
  let cells: [Cell]

  /// A table of given counts.
  ///
  /// - Throws: ``StatisticsError`` for no rows, rows of different lengths, a count below 0 or a total above
  ///   2⁵³, and a row or column without any observation, which says nothing and would divide by zero.
  public init(counts: [[Int]]) throws(StatisticsError) {
    guard let width = counts.first?.count, width >= 1 else {
      throw .tooFewUnits(kind: "rows and columns", found: 0, needed: 1)
    }
    var (total, rows, cells) = (0, [Int](), [Cell]())
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
        if count > 0 { cells.append(Cell(row: index, column: column, count: count)) }
      }
      guard total > before else {
        throw .tooFewUnits(kind: "observations in row \(index)", found: 0, needed: 1)
      }
      rows.append(total - before)
    }
    if let column = columns.firstIndex(of: 0) {
      throw .tooFewUnits(kind: "observations in column \(column)", found: 0, needed: 1)
    }
    rowTotals = rows
    columnTotals = columns
    self.total = total
    self.cells = cells
  }

  /// The table of two columns of labels, their values in order of first occurrence.
  ///
  /// - Throws: ``StatisticsError`` for unequal counts or no labels.
  /// - Complexity: O(*n* log *n*), however many values there are.
  public init<First: Hashable, Second: Hashable>(_ a: [First], _ b: [Second]) throws(StatisticsError) {
    guard a.count == b.count else { throw .unequalCounts(a: a.count, b: b.count) }
    guard !a.isEmpty else { throw .tooFewPairs(found: 0, needed: 1) }
    let (rows, columns) = (codes(a), codes(b))
    rowTotals = occurrences(rows)
    columnTotals = occurrences(columns)
    total = a.count
    let width = columnTotals.count
    var cells: [Cell] = []
    for place in zip(rows, columns).map({ $0 * width + $1 }).sorted() {
      let (row, column) = place.quotientAndRemainder(dividingBy: width)
      if let last = cells.last, last.row == row && last.column == column {
        cells[cells.count - 1].count += 1
      } else {
        cells.append(Cell(row: row, column: column, count: 1))
      }
    }
    self.cells = cells
  }

  /// The counts, shape `[r, k]`; every row and column has at least one observation.
  ///
  /// - Complexity: O(*r* *k*), in memory too: gigabytes for tens of thousands of values.
  public var counts: [[Int]] {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: columnTotals.count), count: rowTotals.count)
    for cell in cells { counts[cell.row][cell.column] = cell.count }
    return counts
  }

  /// Pearson's χ² against independence, without Yates's correction.
  ///
  /// - Complexity: O(pairs of values that occur).
  public var chiSquared: Double {
    var sum = 0.0
    // What is expected of the pairs of a row that do not occur, which is what they add: whole numbers, so
    // none is lost.
    var missing = [Int](repeating: total, count: rowTotals.count)
    for cell in cells {
      let expected = Double(rowTotals[cell.row]) * Double(columnTotals[cell.column]) / Double(total)
      sum += (Double(cell.count) - expected) * (Double(cell.count) - expected) / expected
      missing[cell.row] -= columnTotals[cell.column]
    }
    return zip(rowTotals, missing).reduce(sum) { $0 + Double($1.0) * Double($1.1) / Double(total) }
  }

  /// In how many of the *r* *k* cells independence expects fewer than `limit` observations.
  ///
  /// - Complexity: O(*r* log *k* + *k* log *k*).
  func expectations(below limit: Double) -> Int {
    let columns = columnTotals.sorted()
    return rowTotals.reduce(0) { small, row in
      var (low, high) = (0, columns.count)
      while low < high {
        let middle = (low + high) / 2
        if Double(row) * Double(columns[middle]) / Double(total) < limit {
          low = middle + 1
        } else {
          high = middle
        }
      }
      return small + low
    }
  }

  /// Refuses a table of one row or one column.
  func requireVariation() throws(StatisticsError) {
    guard rowTotals.count >= 2 else { throw .constant(what: "the first factor") }
    guard columnTotals.count >= 2 else { throw .constant(what: "the second factor") }
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

/// How often each code occurs.
private func occurrences(_ codes: [Int]) -> [Int] {
  var counts = [Int](repeating: 0, count: (codes.max() ?? -1) + 1)
  for code in codes { counts[code] += 1 }
  return counts
}
