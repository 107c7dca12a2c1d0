// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Report {
  /// For a terminal or a log: tables in columns, an empty line between sections and around lists.
  func text(styled: Bool) -> String {
    let body = sections.map { section in
      let heading = section.heading.isEmpty ? [] : [section.heading]
      return (heading + section.blocks.map { Self.text(of: $0, styled: styled) }).joined(separator: "\n")
    }
    return ((title.isEmpty ? [] : [title]) + body).joined(separator: "\n\n")
  }

  private static func text(of block: Block, styled: Bool) -> String {
    switch block {
    case .table(let table): table.text(styled: styled)
    case .paragraph(let text): text
    case .list(let items):
      items.flatMap { item in ["  \(item.text)"] + item.details.map { "    \($0)" } }.joined(separator: "\n")
    }
  }
}

extension ReportTable {
  /// The first column to the left, the others to the right, widths as needed.
  ///
  /// - Parameter styled: Whether to use a terminal's bold.
  func text(styled: Bool) -> String {
    let marked = rows.contains { $0.contains(where: \.isBest) }
    let widths = columns.indices.map { column in lines.map { $0[column].text.count }.max() ?? 0 }
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
    return ([line(lines[0]), rule] + rows.map(line)).joined(separator: "\n")
  }
}
