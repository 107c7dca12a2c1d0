// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The rows of a table with equal cells merged: each cell once, in the order in which rows first name it.
///
/// - Complexity: O(*rows*).
struct CellPlan<Row: Sendable, Cell: ExperimentCell>: Sendable {
  /// The rows, in the order of the table.
  let rows: [Row]
  /// The cell of each row, as an index into ``cells``.
  let cellOfRow: [Int]
  /// The cells, all different.
  let cells: [Cell]

  init(_ planned: [PlannedRow<Row, Cell>]) {
    var indexOfCell: [Cell: Int] = [:]
    var cells: [Cell] = []
    var cellOfRow: [Int] = []
    cellOfRow.reserveCapacity(planned.count)
    for row in planned {
      let index = indexOfCell[row.cell] ?? cells.count
      if index == cells.count {
        indexOfCell[row.cell] = index
        cells.append(row.cell)
      }
      cellOfRow.append(index)
    }
    rows = planned.map(\.row)
    self.cells = cells
    self.cellOfRow = cellOfRow
  }

  /// The cells in groups, as indices.
  ///
  /// - Throws: ``ExperimentError/groups(kind:grouped:cells:)`` unless every cell is in one group.
  func groups() throws(ExperimentError) -> [[Int]] {
    let index = Dictionary(uniqueKeysWithValues: zip(cells, cells.indices))
    let groups = Cell.groups(of: cells).map { $0.compactMap { index[$0] } }
    let grouped = groups.reduce(0) { $0 + $1.count }
    guard grouped == cells.count, Set(groups.joined()).count == cells.count else {
      throw .groups(kind: Cell.kind, grouped: grouped, cells: cells.count)
    }
    return groups
  }
}
