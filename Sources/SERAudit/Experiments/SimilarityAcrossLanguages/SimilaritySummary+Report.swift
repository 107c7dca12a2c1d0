// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
public import SERReport

extension SimilaritySummary {
  /// Per protocol the encoders, the pairs of languages and of encoders; then what the numbers mean.
  public var report: Report {
    var sections: [Report.Section] = []
    for (protocolName, rows) in rows.grouped(by: \.protocolName) {
      let corrected = protocolName == AuditProtocol.corrected.name
      let compared =
        corrected ? "utterances of speakers not in training" : "all utterances, training speakers included"
      sections.append(
        Report.Section(
          "Table S2, \(protocolName): do languages arrange emotions alike? seed \(experiment.seed), \(compared)",
          [.table(encoderTable(rows, besidePaper: !corrected))]))
      sections.append(Report.Section("", [.table(pairTable(rows, protocolName))]))
      let between = encoders.filter { $0.protocolName == protocolName }
      if !between.isEmpty { sections.append(Report.Section("", [.table(Self.betweenEncoders(between))])) }
    }
    sections += [Report.Section("", [.list(meaning)])] + paperSection
    return Report(sections: sections).noting(unprovenRows: unprovenRows)
  }

  private func encoderTable(_ rows: [Row], besidePaper: Bool) -> ReportTable {
    var table = ReportTable(columns: [
      "encoder", "mean rho", "null mean ± SD", "p", "ties", "p exact", "p Kendall W", "noise ceiling",
    ])
    func null(_ mean: Double, _ deviation: Double) -> String {
      "\(NumberText.signed(mean)) ± \(NumberText.fraction(deviation))"
    }
    for row in rows {
      let ceiling = row.noiseCeilingLow.flatMap { low in
        row.noiseCeilingHigh.map { "\(NumberText.fraction(low)) to \(NumberText.fraction($0))" }
      }
      table.append(texts: [
        row.encoder, NumberText.signed(row.meanSimilarity), null(row.nullMean, row.nullDeviation),
        NumberText.probability(row.p), String(row.ties), NumberText.probability(row.pExact),
        NumberText.probability(row.pKendallW), ceiling ?? "–",
      ])
      if besidePaper, let paper = Self.published(row.encoder) {
        table.append(texts: ["  paper"] + paper + ["", "", "", ""])
      }
    }
    return table
  }

  private func pairTable(_ rows: [Row], _ protocolName: String) -> ReportTable {
    let own = pairs.filter { $0.protocolName == protocolName }.grouped { [$0.languageA, $0.languageB] }
    func text(_ pair: LanguagePair) -> String {
      "\(NumberText.signed(pair.similarity)) (\(NumberText.probability(pair.pExact)))"
    }
    return ReportTable(
      columns: ["rho (p exact)"] + own.map { $0.key.joined(separator: "-") },
      texts: rows.map { row in
        [row.encoder] + own.map { _, pairs in pairs.first { $0.encoder == row.encoder }.map(text) ?? "–" }
      })
  }

  private static func betweenEncoders(_ pairs: [EncoderPair]) -> ReportTable {
    ReportTable(
      columns: ["a − b", "difference", "p exact", "smallest p"],
      texts: pairs.map {
        [
          "\($0.encoderA) − \($0.encoderB)", NumberText.signed($0.difference),
          NumberText.probability($0.pExact), NumberText.probability($0.smallestP),
        ]
      })
  }

  private var meaning: [Report.Item] {
    let orders = (1...experiment.taxonomy.classes.count).reduce(1.0) { $0 * Double($1) }
    var items: [Report.Item] = [
      "p: \(experiment.draws) shuffles of the labels within each language; tests whether any language has structure. As written and released it is b/m, corrected (b + 1)/(m + 1).",
      "p exact: every renaming of the emotions in all languages but the first; tests whether emotions correspond. For a pair of languages it cannot be below 1/\(Int(orders)) = \(NumberText.probability(1 / orders)).",
      "ties: shuffles with exactly the observed mean. p Kendall W: against rankings of the distances at random. Between encoders: encoders exchanged language by language, two-sided.",
      "noise ceiling: how alike two halves of one language's speakers are, and a half and the pool of both (– where a language has too few for halves with every emotion).",
    ].map { Report.Item($0) }
    let found = rows.map(\.languages).max { $0.count < $1.count } ?? []
    if Set(found) != Set(PublishedNumbers.languages) {
      items.append(
        Report.Item(
          "Languages here: \(found.joined(separator: ", ")); the paper's are "
            + "\(PublishedNumbers.languages.joined(separator: ", ")), so its numbers are not expected."))
    }
    return items
  }

  /// Mean similarity, null and *p* of the paper; `nil` if it has no such encoder.
  private static func published(_ encoder: String) -> [String]? {
    let table = PublishedTable("tableS2")
    let numbers = ["mean_rho", "null_mean", "null_sd", "p"].compactMap {
      table.number(row: encoder, column: $0)
    }
    guard numbers.count == 4 else { return nil }
    return [
      NumberText.signed(numbers[0]),
      "\(NumberText.signed(numbers[1])) ± \(NumberText.fraction(numbers[2]))",
      NumberText.probability(numbers[3]),
    ]
  }

  /// The paper's rows, unless they stand beside ours.
  private var paperSection: [Report.Section] {
    let items = PublishedTable("tableS2").rows.compactMap { name -> Report.Item? in
      guard !rows.contains(where: { PublishedName.matches(name, $0.encoder) }),
        let paper = Self.published(name)
      else { return nil }
      return Report.Item("\(name): mean rho \(paper[0]), null \(paper[1]), p \(paper[2])")
    }
    return items.isEmpty
      ? [] : [Report.Section("The paper's Table S2 (1,000 shuffles, p = b/m)", [.list(items)])]
  }
}
