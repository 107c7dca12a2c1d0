// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
public import SERReport

extension PaperArithmetic {
  /// Every statement with its verdict, the comparisons of Tables 3 and 4, and what does not reproduce.
  ///
  /// - Parameters:
  ///   - audit: What ``audit()`` found.
  ///   - sensitivities: ``sensitivities(threads:)``; may be empty.
  public func report(_ audit: Audit, sensitivities: [Sensitivity] = []) -> Report {
    let rules = Report.Section("Rules between numbers", Self.rules(audit))
    let source = Report.Section("", [.paragraph("Recomputed from \(file.name), SHA-256 \(file.sha256).")])
    // What breaks a rule may be the cause of all that follows.
    let isBroken = !audit.checks.allSatisfy(\.holds)
    var sections = isBroken ? [source, rules] : [source]
    sections += Self.statements(audit.claims) + Self.comparisons(audit.comparisons)
    sections.append(Report.Section("What the words mean", [.list(Self.words)]))
    sections.append(Report.Section("Verdicts", Self.verdicts(audit.claims)))
    if !isBroken { sections.append(rules) }
    if !sensitivities.isEmpty {
      sections.append(Report.Section("Sensitivity to each number", Self.sensitivity(sensitivities)))
    }
    return Report(title: "Statements of the paper, as published → recomputed", sections: sections)
  }

  // MARK: Statements

  /// A section of the report for each section of the paper, in the order of first appearance.
  private static func statements(_ claims: [Claim]) -> [Report.Section] {
    sections(of: claims).map { name in
      let items = claims.filter { $0.section == name }.map { claim in
        let numbers = [claim.published, claim.recomputed].filter { !$0.isEmpty }.joined(separator: " → ")
        let verdict = [numbers, claim.verdict.rawValue].filter { !$0.isEmpty }.joined(separator: " · ")
        return Report.Item(
          "\(claim.claim) [\(claim.id)]",
          details: [verdict + (claim.reason.isEmpty ? "" : ": \(claim.reason)")]
            + (claim.corrected.isEmpty ? [] : ["corrected: \(claim.corrected)"]))
      }
      return Report.Section(heading(name), [.list(items)])
    }
  }

  private static func sections(of claims: [Claim]) -> [String] {
    var names: [String] = []
    for claim in claims where !names.contains(claim.section) { names.append(claim.section) }
    return names
  }

  /// `Section 4.1`, but `Table 3` and `Abstract` as they are.
  private static func heading(_ section: String) -> String {
    guard let first = section.first else { return "Elsewhere" }
    if first.isNumber { return "Section \(section)" }
    return section.count == 1 ? "Appendix \(section)" : section
  }

  /// How many statements have which verdict, and those that do not reproduce.
  private static func verdicts(_ claims: [Claim]) -> [Report.Block] {
    var table = ReportTable(columns: ["section", "statements"] + Verdict.allCases.map(\.rawValue))
    func row(_ name: String, _ claims: [Claim]) -> [String] {
      [name, String(claims.count)]
        + Verdict.allCases.map { verdict in String(claims.count { $0.verdict == verdict }) }
    }
    for name in sections(of: claims) {
      table.append(texts: row(heading(name), claims.filter { $0.section == name }))
    }
    table.append(texts: row("all", claims))
    let failed = claims.filter { $0.verdict == .doesNotReproduce }
    func count(_ verdict: Verdict) -> Int { claims.count { $0.verdict == verdict } }
    let totals =
      "\(claims.count) statements: \(count(.reproduces)) reproduce, "
      + "\(count(.withinRounding)) within rounding, \(count(.notCheckable)) cannot be checked, "
      + "\(failed.count) \(failed.count == 1 ? "does" : "do") not reproduce" + (failed.isEmpty ? "." : ":")
    let list = Report.Block.list(failed.map { Report.Item("\($0.claim) [\($0.id)]") })
    return [.table(table), .paragraph(totals)] + (failed.isEmpty ? [] : [list])
  }

  // MARK: Comparisons

  private static func comparisons(_ comparisons: [PublishedComparison]) -> [Report.Section] {
    var own = ReportTable(columns: ["a − b", "difference", "t", "p", "p under rounding", "from"])
    var corrected = ReportTable(columns: [
      "a − b", "p corrected", "p Holm", "corrected, Holm", "p sign flip", "p equivalence", "corrected",
    ])
    for row in comparisons {
      let name = "Table \(row.table), \(row.dataset): \(row.a) − \(row.b)"
      own.append(texts: [
        name, NumberText.points(row.difference), row.t.map { NumberText.twoDecimals($0) } ?? "–",
        NumberText.probability(row.p),
        "\(NumberText.probability(row.pLow)) to \(NumberText.probability(row.pHigh))", row.pRange,
      ])
      corrected.append(texts: [
        name, NumberText.probability(row.pCorrected), NumberText.probability(row.pHolm),
        NumberText.probability(row.pCorrectedHolm), NumberText.probability(row.pSignFlip),
        NumberText.probability(row.pEquivalence), NumberText.probability(row.pEquivalenceCorrected),
      ])
    }
    return [
      Report.Section("Comparisons of Tables 3 and 4: the paper's paired t, in points", [.table(own)]),
      Report.Section(
        "Comparisons of Tables 3 and 4: tests that know that splits share speakers", [.table(corrected)]),
    ]
  }

  // MARK: Rules and sensitivity

  private static func rules(_ audit: Audit) -> [Report.Block] {
    let broken = audit.checks.filter { !$0.holds }
    guard !broken.isEmpty else {
      return [.paragraph("\(audit.checks.count) rules between numbers: all hold.")]
    }
    return [
      .paragraph("\(audit.checks.count) rules between numbers: \(broken.count) broken:"),
      .list(broken.map { Report.Item("\($0.id): \($0.found) (\($0.rule))") }),
    ]
  }

  /// How many numbers of each part of the file are sensitive to which degree, and those that nothing fixes.
  private static func sensitivity(_ sensitivities: [Sensitivity]) -> [Report.Block] {
    let levels: [Sensitivity.Level] = [.exact, .rounding, .loose, .free]
    var table = ReportTable(columns: ["part of the file", "numbers"] + levels.map(\.rawValue))
    func append(_ name: String, _ rows: [Sensitivity]) {
      table.append(
        texts: [name, String(rows.count)]
          + levels.map { level in String(rows.count { $0.level == level }) })
    }
    var parts: [String] = []
    for row in sensitivities where !parts.contains(part(row.path)) { parts.append(part(row.path)) }
    for name in parts { append(name, sensitivities.filter { part($0.path) == name }) }
    append("all", sensitivities)
    let free = sensitivities.filter { $0.level == .free }.map(\.path)
    return [
      .table(table), .paragraph("\(free.count) numbers are fixed by nothing:"),
      .list(grouped(free).map { Report.Item($0) }),
    ]
  }

  /// `tables`, but the thousands of numbers of NumPy's permutations by themselves.
  private static func part(_ path: PublishedPath) -> String {
    path.key(at: 1) == "permutations" ? "NumPy's permutations" : path.top
  }

  /// Paths with their last steps gathered: `tables.table2.rows.WavLM: [0] [1]`.
  private static func grouped(_ paths: [PublishedPath]) -> [String] {
    var order: [PublishedPath] = []
    var lasts: [PublishedPath: [String]] = [:]
    for path in paths {
      let parent = PublishedPath(Array(path.parts.dropLast()))
      if lasts[parent] == nil { order.append(parent) }
      lasts[parent, default: []].append(PublishedPath(Array(path.parts.suffix(1))).description)
    }
    return order.map { "\($0): \((lasts[$0] ?? []).joined(separator: " "))" }
  }
}
