// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension PaperArithmetic {
  /// Every statement for a person: claim, recomputed, verdict, and the corrected reading under it.
  ///
  /// - Parameters:
  ///   - audit: What ``audit()`` found.
  ///   - styled: Whether to use a terminal's bold, for what does not reproduce.
  public func report(_ audit: Audit, styled: Bool = false) -> String {
    var lines: [String] = []
    var section = ""
    for claim in audit.claims {
      if claim.section != section {
        section = claim.section
        lines += ["", Self.heading(section)]
      }
      let verdict =
        styled && claim.verdict == .doesNotReproduce
        ? "\u{1B}[1m\(claim.verdict.rawValue)\u{1B}[0m" : claim.verdict.rawValue
      lines.append("  \(claim.claim) [\(claim.id)]")
      lines.append(
        "    \([claim.recomputed, verdict].filter { !$0.isEmpty }.joined(separator: " · "))"
          + (claim.reason.isEmpty ? "" : ": \(claim.reason)"))
      if !claim.corrected.isEmpty { lines.append("    corrected: \(claim.corrected)") }
    }
    return (["Statements of the paper, recomputed from \(file.name)"] + lines + ["", totals(audit)])
      .joined(separator: "\n")
  }

  /// `Section 4.1`, but `Table 3` and `Abstract` as they are.
  private static func heading(_ section: String) -> String {
    guard let first = section.first else { return "Elsewhere" }
    if first.isNumber { return "Section \(section)" }
    return section.count == 1 ? "Appendix \(section)" : section
  }

  /// How many statements have which verdict.
  func totals(_ audit: Audit) -> String {
    let counts = Verdict.allCases.map { verdict in
      "\(audit.claims.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }
    return "\(audit.claims.count) statements: \(counts.joined(separator: ", "))."
  }

  /// The same as Markdown: one table of statements, one of comparisons.
  func markdown(_ audit: Audit) -> String {
    var text = "# The paper's arithmetic\n\nRecomputed from `\(file.name)`, SHA-256 `\(file.sha256)`. "
    text += "\(totals(audit))\n\n## Statements\n\n"
    text += Self.markdownTable(
      ["claim", "published", "recomputed", "verdict", "reason", "corrected reading"],
      audit.claims.map {
        ["\($0.claim) [\($0.id)]", $0.published, $0.recomputed, $0.verdict.rawValue, $0.reason, $0.corrected]
      })
    text += "\n## Comparisons of Tables 3 and 4\n\n"
    text += Self.markdownTable(
      [
        "table", "corpus", "pair", "difference, points", "t", "p", "p before rounding", "corrected p",
        "Holm p", "corrected Holm p", "sign-flip p", "equivalence p", "corrected equivalence p",
      ],
      audit.comparisons.map { reading in
        [
          String(reading.table), reading.dataset, reading.pair, Figures.points(reading.difference),
          reading.t.map { Figures.twoDecimals($0) } ?? "–", Figures.probability(reading.p),
          "\(Figures.probability(reading.pLow)) to \(Figures.probability(reading.pHigh)) (\(reading.pRange))",
          Figures.probability(reading.pCorrected), Figures.probability(reading.pHolm),
          Figures.probability(reading.pCorrectedHolm), Figures.probability(reading.pSignFlip),
          Figures.probability(reading.pEquivalence), Figures.probability(reading.pEquivalenceCorrected),
        ]
      })
    return text
  }

  static func markdownTable(_ columns: [String], _ rows: [[String]]) -> String {
    let rule = columns.map { _ in "---" }
    return ([columns, rule] + rows).map { row in
      "| " + row.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ")
        + " |\n"
    }.joined()
  }
}
