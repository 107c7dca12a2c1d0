// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A table in a report: texts in rows and columns.
public struct ReportTable: Hashable, Codable, Sendable {
  /// One field.
  public struct Field: Hashable, Codable, Sendable, ExpressibleByStringLiteral {
    /// The text.
    public var text: String
    /// Whether it stands out: bold, or a star beside it where there is no bold.
    public var isBest: Bool

    /// A field.
    public init(_ text: String, isBest: Bool = false) {
      self.text = text
      self.isBest = isBest
    }

    /// A field that does not stand out.
    public init(stringLiteral text: String) { self.init(text) }
  }

  /// The names of the columns; the first is set to the left, the others to the right.
  public var columns: [String]
  /// The rows.
  public var rows: [[Field]] = []

  /// A table without rows.
  public init(columns: [String]) { self.columns = columns }

  /// A table in which nothing stands out.
  ///
  /// - Precondition: Each row has one text a column.
  public init(columns: [String], texts: [[String]]) {
    self.init(columns: columns)
    for row in texts { append(texts: row) }
  }

  /// Adds a row.
  ///
  /// - Precondition: it has one field a column.
  public mutating func append(_ row: [Field]) {
    precondition(row.count == columns.count, "ReportTable: \(row.count) fields in \(columns.count) columns")
    rows.append(row)
  }

  /// Adds a row in which nothing stands out.
  ///
  /// - Precondition: it has one text a column.
  public mutating func append(texts: [String]) { append(texts.map { Field($0) }) }

  /// Header and rows.
  var lines: [[Field]] { [columns.map { Field($0) }] + rows }
}
