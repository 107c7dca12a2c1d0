// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERReport
import Testing

@Suite("A table in a report") struct ReportTableTests {
  @Test("aligns the first column left and the others right, and marks the best") func layout() {
    var table = ReportTable(columns: ["corpus", "a", "long name"])
    table.append(["x", ReportTable.Field("0.5 ± 0.1", isBest: true), "1"])
    table.append(["other", "–", ReportTable.Field("22", isBest: true)])
    #expect(
      Report(sections: [.init("", [.table(table)])]).rendered(as: .text) == """
        corpus          a   long name
        ──────────────────────────────
        x       0.5 ± 0.1*          1
        other           –          22*
        """)
    #expect(
      Report(sections: [.init("", [.table(table)])]).rendered(as: .text, styled: true).contains(
        "\u{1B}[1m0.5 ± 0.1\u{1B}[0m*"))
    #expect(!Report(sections: [.init("", [.table(table)])]).rendered(as: .text).contains("\u{1B}"))
  }

  @Test("takes a row of another length for a programmer's error") func length() async {
    await #expect(processExitsWith: .failure) {
      var table = ReportTable(columns: ["a", "b"])
      table.append(["1"])
    }
  }
}

@Suite("A report") struct ReportTests {
  /// Every kind of block, with characters that mean something in some format.
  static let report: Report = {
    var table = ReportTable(columns: ["corpus_1", "a − b", "50 %"])
    table.append(["x & y", ReportTable.Field("<0.5> ± 0.1", isBest: true), "1|2"])
    return Report(
      title: "A #1 report",
      sections: [
        Report.Section("First", [.table(table), .paragraph("p < 0.05, *really*")]),
        Report.Section("", [.list([Report.Item("one, \"two\"", details: ["under it"]), "three"])]),
      ])
  }()

  @Test("is text for a terminal") func text() {
    #expect(
      Self.report.rendered(as: .text) == """
        A #1 report

        First
        corpus_1        a − b   50 %
        ─────────────────────────────
        x & y     <0.5> ± 0.1*   1|2
        p < 0.05, *really*

          one, "two"
            under it
          three
        """)
  }

  @Test("is Markdown in which no text is taken for markup") func markdown() {
    #expect(
      Self.report.rendered(as: .markdown) == ##"""
        # A \#1 report

        ## First

        | corpus\_1 | a − b | 50 % |
        | :--- | ---: | ---: |
        | x & y | **\<0.5\> ± 0.1** | 1\|2 |

        p \< 0.05, \*really\*

        - one, "two"
          - under it
        - three
        """##)
  }

  @Test("is LaTeX in which no text is taken for a command") func latex() {
    #expect(
      Self.report.rendered(as: .latex) == ##"""
        % needs \usepackage{booktabs}

        \section*{A \#1 report}

        \begin{table}
          \centering
          \caption{First}
          \begin{tabular}{lrr}
            \toprule
            corpus\_1 & a $-$ b & 50 \% \\
            \midrule
            x \& y & \textbf{\textless{}0.5\textgreater{} $\pm$ 0.1} & 1\textbar{}2 \\
            \bottomrule
          \end{tabular}
        \end{table}

        p \textless{} 0.05, *really*

        \begin{itemize}
          \item one, \textquotedbl{}two\textquotedbl{}
            \\ under it
          \item three
        \end{itemize}
        """##)
  }

  @Test("has, as LaTeX, signs in mathematics and the heading of a section without a table")
  func latexDetails() {
    var table = ReportTable(columns: ["a"])
    table.append(texts: ["x-1"])
    table.append(texts: ["[-0.1, +0.2]"])
    let report = Report(sections: [.init("Paper", [.list(["-1"])]), .init("", [.table(table)])])
    let text = report.rendered(as: .latex)
    #expect(text.contains("\\paragraph{Paper}\n\n\\begin{itemize}\n  \\item $-$1\n"))
    #expect(text.contains("    x-1 \\\\\n") && text.contains("    [$-$0.1, +0.2] \\\\\n"))
    #expect(!text.contains("\\caption"))
  }

  @Test("is, as CSV, its only table and nothing else, which our reader reads back") func csv() throws {
    let text = Self.report.rendered(as: .csv)
    #expect(text == "corpus_1,a − b,50 %\nx & y,<0.5> ± 0.1,1|2")
    let table = try CSVTable(parsing: text, name: "test")
    #expect(table.rowCount == 1 && table.columns == ["corpus_1", "a − b", "50 %"])
  }

  @Test("has, as CSV, a heading for each of several tables, even where columns have one name")
  func severalTables() {
    var table = ReportTable(columns: ["duration", "duration"])
    table.append(["a, b", "\"c\""])
    let report = Report(sections: [.init("One", [.table(table)]), .init("Two", [.table(table)])])
    let file = "duration,duration\n\"a, b\",\"\"\"c\"\"\""
    #expect(report.rendered(as: .csv) == "# One\n\(file)\n\n# Two\n\(file)")
  }

  @Test("is a page of HTML that is well formed and holds every text") func html() throws {
    let page = Self.report.rendered(as: .html)
    #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.contains("<title>A #1 report</title>"))
    #expect(
      page.contains("<td><strong>&lt;0.5&gt; ± 0.1</strong></td>") && page.contains("<td>x &amp; y</td>"))
    #expect(page.contains("<li>one, &quot;two&quot;<br>under it</li>"))
    // What opens closes, in order; only these four elements stand alone.
    var open: [Substring] = []
    for match in page.matches(of: /<(\/?)([a-z0-9]+)[^>]*>/) {
      let name = match.output.2
      if ["meta", "br"].contains(name) { continue }
      if match.output.1.isEmpty { open.append(name) } else { #expect(open.popLast() == name) }
    }
    #expect(open.isEmpty)
  }

  @Test("is the same after it was written as JSON and read again") func recoded() throws {
    let data = try JSONEncoder().encode(Self.report)
    #expect(try JSONDecoder().decode(Report.self, from: data) == Self.report)
  }

  @Test(
    "of nothing is empty, in every format that has no frame", arguments: [ReportFormat.text, .markdown, .csv])
  func empty(format: ReportFormat) { #expect(Report(sections: []).rendered(as: format) == "") }
}

@Suite("A result file") struct ResultTableTests {
  struct Row: TableRow {
    var name: String
    var count: Int
    var seed: UInt64
    var share: Double?
    var isBest: Bool
    var tags: [String]

    static let columns: [Column<Row>] = [
      Column("name", \.name), Column("count", \.count), Column("seed", \.seed), Column("share", \.share),
      Column("is_best", \.isBest), Column("tags", \.tags), Column("twice") { CSVField(2 * $0.count) },
    ]
  }

  @Test("has a column a name and a line a row, with missing values empty") func file() {
    let rows = [
      Row(name: "a, b", count: -1, seed: .max, share: 0.25, isBest: true, tags: ["x", "y"]),
      Row(name: "", count: 3, seed: 0, share: nil, isBest: false, tags: []),
    ]
    let table = ResultTable("rows.csv", rows)
    #expect(table.name == "rows.csv" && table.rowCount == 2)
    #expect(table.columns == ["name", "count", "seed", "share", "is_best", "tags", "twice"])
    #expect(
      String(decoding: table.csv.bytes, as: UTF8.self) == """
        name,count,seed,share,is_best,tags,twice
        "a, b",-1,18446744073709551615,0.25,true,x;y,-2
        ,3,0,,false,,6

        """)
    #expect(table.row(1).map(\.text) == ["", "3", "0", "", "false", "", "6"])
  }

  @Test("of splits is splits.csv") func splits() throws {
    var splits = SplitTable()
    try splits.append(["u1"], on: .training, corpus: "c", protocolName: "p", split: "s")
    #expect(ResultTable(splits).csv.bytes == splits.csv.bytes)
    #expect(ResultTable(splits).name == "splits.csv")
  }
}
