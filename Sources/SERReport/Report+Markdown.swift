// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Report {
  /// GitHub's Markdown.
  var markdown: String {
    var parts = title.isEmpty ? [] : ["# \(Self.markdown(title))"]
    for section in sections {
      if !section.heading.isEmpty { parts.append("## \(Self.markdown(section.heading))") }
      parts += section.blocks.map { block in
        switch block {
        case .table(let table): table.markdown
        case .paragraph(let text): Self.markdown(text)
        case .list(let items):
          items.flatMap { item in
            ["- \(Self.markdown(item.text))"] + item.details.map { "  - \(Self.markdown($0))" }
          }.joined(separator: "\n")
        }
      }
    }
    return parts.joined(separator: "\n\n")
  }

  /// A text in which no character is taken for markup.
  static func markdown(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "#": escaped += "\\\(character)"
      case "\n", "\r", "\r\n": escaped += " "
      default: escaped.append(character)
      }
    }
    return escaped
  }
}

extension ReportTable {
  fileprivate var markdown: String {
    func row(_ fields: [String]) -> String { "| \(fields.joined(separator: " | ")) |" }
    let rule = columns.indices.map { $0 == 0 ? ":---" : "---:" }
    let body = rows.map { fields in
      row(
        fields.map { field in
          let text = Report.markdown(field.text)
          return field.isBest ? "**\(text)**" : text
        })
    }
    return ([row(columns.map(Report.markdown)), row(rule)] + body).joined(separator: "\n")
  }
}
