// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A table for a terminal or a log: the first column to the left, the others to the right, widths as needed.
public struct TextTable: Sendable {
  /// One field.
  public struct Field: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The text.
    public var text: String
    /// Whether it stands out: a star beside it, and bold on a terminal.
    public var isBest: Bool

    /// A field.
    public init(_ text: String, isBest: Bool = false) {
      self.text = text
      self.isBest = isBest
    }

    /// A field that does not stand out.
    public init(stringLiteral text: String) { self.init(text) }
  }

  /// The names of the columns.
  public var columns: [String]
  /// The rows.
  public var rows: [[Field]] = []

  /// A table without rows.
  public init(columns: [String]) { self.columns = columns }

  /// Adds a row.
  ///
  /// - Precondition: it has one field a column.
  public mutating func append(_ row: [Field]) {
    precondition(row.count == columns.count, "TextTable: \(row.count) fields in \(columns.count) columns")
    rows.append(row)
  }

  /// Adds a row in which nothing stands out.
  ///
  /// - Precondition: it has one text a column.
  public mutating func append(texts: [String]) { append(texts.map { Field($0) }) }

  /// The table as lines.
  ///
  /// - Parameter styled: Whether to use a terminal's bold.
  public func rendered(styled: Bool = false) -> String {
    let marked = rows.contains { $0.contains(where: \.isBest) }
    let widths = columns.indices.map { column in
      max(columns[column].count, rows.map { $0[column].text.count }.max() ?? 0)
    }
    func line(_ fields: [Field]) -> String {
      let padded = fields.indices.map { column -> String in
        let field = fields[column]
        let space = String(repeating: " ", count: widths[column] - field.text.count)
        let text = styled && field.isBest ? "\u{1B}[1m\(field.text)\u{1B}[0m" : field.text
        let star = !marked || column == 0 ? "" : field.isBest ? "*" : " "
        return column == 0 ? text + space : space + text + star
      }
      let whole = padded.joined(separator: "  ")
      return String(whole.reversed().drop { $0 == " " }.reversed())
    }
    let rule = String(
      repeating: "─", count: widths.reduce(0, +) + (2 + (marked ? 1 : 0)) * (widths.count - 1))
    return ([line(columns.map { Field($0) }), rule] + rows.map(line)).joined(separator: "\n")
  }
}
