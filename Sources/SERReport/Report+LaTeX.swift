// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Report {
  /// A fragment for LaTeX: tables by booktabs, each in an environment with its section's heading for a
  /// caption. Common signs are commands; other characters outside of ASCII stay as they are, so they need an
  /// engine that takes Unicode, or T1 fonts.
  var latex: String {
    var parts = ["% needs \\usepackage{booktabs}"]
    if !title.isEmpty { parts.append("\\section*{\(Self.latex(title))}") }
    for section in sections {
      var caption = section.heading
      for block in section.blocks {
        let isTable = if case .table = block { true } else { false }
        if !isTable, !caption.isEmpty {
          parts.append("\\paragraph{\(Self.latex(caption))}")
          caption = ""
        }
        switch block {
        case .table(let table):
          parts.append(table.latex(caption: caption))
          caption = ""
        case .paragraph(let text): parts.append(Self.latex(text))
        case .list(let items):
          let lines = items.map { item in
            (["  \\item \(Self.latex(item.text))"] + item.details.map { "    \\\\ \(Self.latex($0))" })
              .joined(separator: "\n")
          }
          parts.append("\\begin{itemize}\n\(lines.joined(separator: "\n"))\n\\end{itemize}")
        }
      }
    }
    return parts.joined(separator: "\n\n")
  }

  /// A text in which no character is taken for a command.
  static func latex(_ text: String) -> String {
    var escaped = ""
    var last: Character = " "
    for (place, character) in zip(text.indices, text) {
      let next = text.index(after: place)
      let isSign = character == "-" && " [(".contains(last) && next < text.endIndex && text[next].isNumber
      escaped += isSign ? "$-$" : commands[character] ?? String(character)
      last = character
    }
    return escaped
  }

  private static let commands: [Character: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%",
    "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "\\textless{}",
    ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "\\textquotedbl{}", "\n": " ",
    "−": "$-$", "–": "--", "±": "$\\pm$", "×": "$\\times$", "→": "$\\to$", "≤": "$\\leq$", "≥": "$\\geq$",
    "·": "$\\cdot$", "½": "$\\frac{1}{2}$", "⁵": "$^5$",
  ]
}

extension ReportTable {
  fileprivate func latex(caption: String) -> String {
    func row(_ fields: [Field]) -> String {
      fields.map { field in
        let text = Report.latex(field.text)
        return field.isBest ? "\\textbf{\(text)}" : text
      }.joined(separator: " & ") + " \\\\"
    }
    let alignment = "l" + String(repeating: "r", count: columns.count - 1)
    let caption = caption.isEmpty ? [] : ["  \\caption{\(Report.latex(caption))}"]
    let head = ["\\begin{table}", "  \\centering"] + caption + ["  \\begin{tabular}{\(alignment)}"]
    let body = ["    \\toprule", "    \(row(lines[0]))", "    \\midrule"] + rows.map { "    \(row($0))" }
    return (head + body + ["    \\bottomrule", "  \\end{tabular}", "\\end{table}"]).joined(separator: "\n")
  }
}
