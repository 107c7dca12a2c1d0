// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A column of a result file: its name, and what stands in it.
public struct Column<Row>: Sendable {
  /// The name, which other programs read by: never another meaning of an old name.
  public let name: String
  /// The field of a row.
  public let field: @Sendable (Row) -> CSVField

  /// A column.
  public init(_ name: String, _ field: @escaping @Sendable (Row) -> CSVField) {
    self.name = name
    self.field = field
  }
}

extension Column {
  /// A column of one property of a row.
  public init<Value: FieldValue>(_ name: String, _ property: any KeyPath<Row, Value> & Sendable) {
    self.init(name) { $0[keyPath: property].field }
  }
}

/// A row of a result file.
public protocol TableRow: Sendable {
  /// The columns, in the order of the file.
  static var columns: [Column<Self>] { get }
}

/// A result file: a name, columns, and rows that are turned into fields as they are written.
public struct ResultTable: Sendable {
  /// The file's name, such as `pairs.csv`.
  public let name: String
  /// The names of the columns.
  public let columns: [String]
  /// The number of rows.
  public let rowCount: Int
  private let fields: @Sendable (Int) -> [CSVField]

  /// A file of rows that know their columns.
  public init<Row: TableRow>(_ name: String, _ rows: [Row]) {
    self.init(name, rows, columns: Row.columns)
  }

  /// A file of rows.
  ///
  /// - Parameters:
  ///   - name: The file's name.
  ///   - rows: The rows.
  ///   - columns: The columns, in the order of the file.
  public init<Row: Sendable>(_ name: String, _ rows: [Row], columns: [Column<Row>]) {
    self.name = name
    self.columns = columns.map(\.name)
    rowCount = rows.count
    fields = { row in columns.map { $0.field(rows[row]) } }
  }

  /// The table of splits, `splits.csv`.
  public init(_ splits: SplitTable) {
    self.init(
      "splits.csv", splits.entries,
      columns: [
        Column("corpus", \.corpus), Column("protocol", \.protocolName), Column("split", \.split),
        Column("id", \.id),
        Column("side") { CSVField($0.side.rawValue) },
      ])
  }

  /// The fields of a row, in the order of the columns.
  ///
  /// - Precondition: 0 ≤ `row` < ``rowCount``.
  public func row(_ row: Int) -> [CSVField] { fields(row) }

  /// The file, written out.
  package var csv: CSVWriter {
    var csv = CSVWriter(columns: columns)
    for row in 0..<rowCount { csv.append(row: fields(row)) }
    return csv
  }
}
