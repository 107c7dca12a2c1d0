// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit

extension PaperArithmetic {
  /// Every statement for a person: claim, recomputed, verdict, and the corrected reading under it.
  ///
  /// - Parameters:
  ///   - audit: What ``audit()`` found.
  ///   - sensitivities: ``sensitivities(threads:)``; may be empty.
  ///   - styled: Whether to use a terminal's bold, for what does not reproduce.
  public func report(
    _ audit: Audit, sensitivities: [Sensitivity] = [], styled: Bool = false
  ) -> String {
    var lines: [String] = []
    for (section, claims) in Self.bySection(audit.claims) {
      lines += ["", Self.heading(section)]
      for claim in claims {
        let verdict =
          styled && claim.verdict == .doesNotReproduce
          ? "\u{1B}[1m\(claim.verdict.rawValue)\u{1B}[0m" : claim.verdict.rawValue
        let numbers = [claim.published, claim.recomputed].filter { !$0.isEmpty }.joined(separator: " → ")
        lines.append("  \(claim.claim) [\(claim.id)]")
        lines.append(
          "    \([numbers, verdict].filter { !$0.isEmpty }.joined(separator: " · "))"
            + (claim.reason.isEmpty ? "" : ": \(claim.reason)"))
        if !claim.corrected.isEmpty { lines.append("    corrected: \(claim.corrected)") }
      }
    }
    // What breaks a rule may be the cause of all that follows.
    let broken = audit.checks.allSatisfy(\.holds) ? [] : ["", checksText(audit)]
    let title = "Statements of the paper, as published → recomputed from \(file.name)"
    let failed = failed(audit).map { "  \($0)" }
    return
      ([title] + broken + lines + ["", totals(audit)] + failed + [checksText(audit)]
      + sensitivityText(sensitivities))
      .joined(separator: "\n")
  }

  /// Statements by section, each where it first appears.
  private static func bySection(_ claims: [Claim]) -> [(section: String, claims: [Claim])] {
    var sections: [(section: String, claims: [Claim])] = []
    for claim in claims {
      if let known = sections.firstIndex(where: { $0.section == claim.section }) {
        sections[known].claims.append(claim)
      } else {
        sections.append((claim.section, [claim]))
      }
    }
    return sections
  }

  /// The rules that are broken.
  func checksText(_ audit: Audit) -> String {
    let broken = audit.checks.filter { !$0.holds }
    let list = broken.map { "\n  \($0.id): \($0.found) (\($0.rule))" }
    return "\(audit.checks.count) rules between numbers: "
      + (broken.isEmpty ? "all hold." : "\(broken.count) broken:\(list.joined())")
  }

  /// How firmly numbers are held, and those that nothing holds.
  private func sensitivityText(_ pins: [Sensitivity]) -> [String] {
    guard !pins.isEmpty else { return [] }
    func count(_ level: Sensitivity.Level) -> Int { pins.count { $0.level == level } }
    let free = Self.grouped(pins.filter { $0.level == .free }.map(\.path))
    let drawn = pins.count { $0.path.top == "derived" && $0.path.key(at: 1) == "permutations" }
    return [
      "\(pins.count) numbers, of which \(drawn) are of NumPy's permutations: \(count(.exact)) held exactly by another "
        + "number or a rule, \(count(.rounding)) up to rounding, \(count(.loose)) loosely, \(count(.free)) by nothing:"
    ] + free.map { "  \($0)" }
  }

  /// Paths with their last steps gathered: `tables.table2.rows.WavLM[0] [1]`.
  static func grouped(_ paths: [PublishedPath]) -> [String] {
    var order: [PublishedPath] = []
    var lasts: [PublishedPath: [String]] = [:]
    for path in paths {
      let parent = PublishedPath(Array(path.parts.dropLast()))
      if lasts[parent] == nil { order.append(parent) }
      lasts[parent, default: []].append(PublishedPath(Array(path.parts.suffix(1))).description)
    }
    return order.map { "\($0): \((lasts[$0] ?? []).joined(separator: " "))" }
  }

  /// `Section 4.1`, but `Table 3` and `Abstract` as they are.
  private static func heading(_ section: String) -> String {
    guard let first = section.first else { return "Elsewhere" }
    if first.isNumber { return "Section \(section)" }
    return section.count == 1 ? "Appendix \(section)" : section
  }

  /// How many statements have which verdict; if some do not reproduce, the sentence leads to ``failed(_:)``.
  func totals(_ audit: Audit) -> String {
    func count(_ verdict: Verdict) -> Int { audit.claims.count { $0.verdict == verdict } }
    let failed = count(.doesNotReproduce)
    return
      "\(audit.claims.count) statements: \(count(.reproduces)) reproduce, \(count(.withinRounding)) within rounding, "
      + "\(count(.notCheckable)) cannot be checked, \(failed) "
      + (failed == 1 ? "does not reproduce:" : failed > 0 ? "do not reproduce:" : "do not reproduce.")
  }

  /// The statements that do not reproduce.
  private func failed(_ audit: Audit) -> [String] {
    audit.claims.filter { $0.verdict == .doesNotReproduce }.map { "\($0.claim) [\($0.id)]" }
  }

  /// The same as Markdown: one table of statements, one of comparisons.
  func markdown(_ audit: Audit, _ pins: [Sensitivity]) -> String {
    var text = "# The paper's arithmetic\n\nRecomputed from `\(file.name)`, SHA-256 `\(file.sha256)`. "
    text += "\(totals(audit))\n\n\(failed(audit).map { "- \($0)\n" }.joined())\n## Words\n\n\(Self.words)\n\n"
    text += "\n## Statements\n\n"
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
    text += "\n## Rules between numbers\n\n\(checksText(audit))\n"
    if !pins.isEmpty { text += "\n## What holds each number\n\n" + pinsMarkdown(pins) }
    return text
  }

  /// Tables of what holds numbers, and a list of those that nothing holds. Numbers that a permutation or a
  /// sentence alone holds stand in `pins.csv` only: there are thousands.
  private func pinsMarkdown(_ pins: [Sensitivity]) -> String {
    let held = pins.filter { $0.level != .free && $0.path.top == "tables" }
    let free = Self.grouped(pins.filter { $0.level == .free }.map(\.path))
    return Self.markdownTable(
      ["number", "value", "held", "unnoticed from", "unnoticed to", "by"],
      held.map { pin in
        [
          pin.path.description, Figures.short(pin.value), pin.level.rawValue,
          pin.undetectedLow.map { Figures.short($0) } ?? "",
          pin.undetectedHigh.map { Figures.short($0) } ?? "",
          pin.detectedBy.joined(separator: "; "),
        ]
      }) + "\nThe numbers of the other parts of the file are in `pins.csv`.\n\n### Held by nothing\n\n"
      + free.map { "- \($0)\n" }.joined()
  }

  /// What the words of the report mean.
  private static let words = """
    - **reproduces**: the published number comes out as it is printed. **true but loose**: it does, and the words say more.
    - **within rounding**: it does not, but unrounded values exist that would give it, or a digit was cut instead of rounded so that \
    a range still holds its numbers.
    - **does not reproduce**: no unrounded values give it.
    - **not checkable**: no published number decides it; the reason says what is missing.
    - **from counts**: an accuracy is *k* of *n* utterances, and where only one *k* rounds to each printed accuracy, the numbers behind \
    the table are known. **grid**: a few *k* do, and the range is over all of them. **box**: *n* is not known, and the range is over \
    all that rounds to the printed digits.
    - **corrected**: what a test says that knows that the splits share speakers (Nadeau and Bengio), with Holm over the table, an exact \
    sign flip, and two one-sided tests of equivalence within 2 points. It is computed from the printed accuracies.
    - **held**: how far a number of the file can be changed before a verdict or a rule changes: **exact** not at all, **rounding** by less \
    than its last digit, **loose** by more (from and to), **nothing** as far as was tried.
    """

  static func markdownTable(_ columns: [String], _ rows: [[String]]) -> String {
    let rule = columns.map { _ in "---" }
    return ([columns, rule] + rows).map { row in
      "| " + row.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ")
        + " |\n"
    }.joined()
  }
}
