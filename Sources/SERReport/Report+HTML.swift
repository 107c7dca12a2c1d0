// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Report {
  /// A page that needs no other file, readable in print, on a phone, and with the colors that the reader
  /// prefers.
  var html: String {
    var lines = [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<title>\(Self.html(pageTitle))</title>", "<style>\n\(Self.style)\n</style>", "</head>", "<body>",
    ]
    if !title.isEmpty { lines.append("<h1>\(Self.html(title))</h1>") }
    for section in sections {
      lines.append("<section>")
      if !section.heading.isEmpty { lines.append("<h2>\(Self.html(section.heading))</h2>") }
      for block in section.blocks {
        switch block {
        case .table(let table): lines.append(table.html)
        case .paragraph(let text): lines.append("<p>\(Self.html(text))</p>")
        case .list(let items):
          lines.append("<ul>")
          for item in items {
            let details = item.details.map { "<br>\(Self.html($0))" }.joined()
            lines.append("<li>\(Self.html(item.text))\(details)</li>")
          }
          lines.append("</ul>")
        }
      }
      lines.append("</section>")
    }
    return (lines + ["</body>", "</html>"]).joined(separator: "\n")
  }

  private var pageTitle: String {
    title.isEmpty ? sections.first { !$0.heading.isEmpty }?.heading ?? "ser-audit" : title
  }

  /// A text in which no character is taken for markup.
  static func html(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
    h2 { font-size: 1.1rem; margin: 2.5rem 0 1rem; }
    section:first-of-type h2 { margin-top: 0; }
    .scroll { overflow-x: auto; margin: 1rem 0 1.5rem; }
    table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .25rem .6rem; text-align: right; white-space: nowrap; }
    th:first-child, td:first-child { text-align: left; padding-left: 0; }
    th { font-weight: 600; }
    thead th { border-bottom: 1px solid; }
    tbody td { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
    ul { font-size: .875rem; padding-left: 1.2rem; }
    """
}

extension ReportTable {
  fileprivate var html: String {
    func row(_ fields: [Field], _ element: String) -> String {
      "<tr>"
        + fields.map { field in
          let text = Report.html(field.text)
          return "<\(element)>\(field.isBest ? "<strong>\(text)</strong>" : text)</\(element)>"
        }.joined() + "</tr>"
    }
    return
      (["<div class=\"scroll\"><table>", "<thead>", row(lines[0], "th"), "</thead>", "<tbody>"]
      + rows.map { row($0, "td") } + ["</tbody>", "</table></div>"]).joined(separator: "\n")
  }
}
