// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension SimilarityAcrossLanguages {
  /// Features whose rows are not proven to be those of the table.
  public func unprovenRowIdentity(_ summary: Summary) -> [String] { summary.unprovenRows }

  /// Table S2 for a person: per protocol the encoders, the pairs of languages and of encoders, and what their numbers mean.
  ///
  /// - Parameters:
  ///   - summary: What `summarize` made of the outcomes.
  ///   - styled: Whether to use a terminal's bold.
  public func report(_ summary: Summary, styled: Bool = false) -> String {
    var parts: [String] = []
    for way in protocols {
      let rows = summary.rows.filter { $0.protocolName == way.name }
      guard !rows.isEmpty else { continue }
      parts.append(encoderTable(rows, way, styled: styled))
      parts.append(pairTable(summary, way, rows, styled: styled))
      if let between = betweenEncoders(summary, way, styled: styled) { parts.append(between) }
    }
    parts.append(meaning(summary))
    if let paper = paperNote(summary) { parts.append(paper) }
    if !summary.unprovenRows.isEmpty {
      parts.append(
        "Row identity is unproven (no ids_sha256) for \(summary.unprovenRows.joined(separator: ", ")).")
    }
    return parts.joined(separator: "\n\n")
  }

  private func encoderTable(_ rows: [Row], _ way: AuditProtocol, styled: Bool) -> String {
    var table = TextTable(columns: [
      "encoder", "mean rho", "null mean ± SD", "p", "ties", "p exact", "p Kendall W", "noise ceiling",
    ])
    for row in rows {
      table.append(texts: [
        row.encoder, Figures.signed(row.meanSimilarity),
        "\(Figures.signed(row.nullMean)) ± \(Figures.fraction(row.nullDeviation))",
        Figures.probability(row.p), String(row.ties), Figures.probability(row.pExact),
        Figures.probability(row.pKendallW),
        row.noiseCeilingLow.flatMap { low in
          row.noiseCeilingHigh.map { "\(Figures.fraction(low)) to \(Figures.fraction($0))" }
        } ?? "–",
      ])
      if way != .corrected, let paper = PublishedNumbers.paper.tableS2(encoder: row.encoder) {
        table.append(texts: [
          "  paper", Figures.signed(paper.meanSimilarity),
          "\(Figures.signed(paper.nullMean)) ± \(Figures.fraction(paper.nullDeviation))",
          Figures.probability(paper.p), "", "", "", "",
        ])
      }
    }
    let compared =
      way == .corrected
      ? "utterances of speakers who did not train" : "all utterances, training speakers included"
    return "Table S2, \(way.name): do languages arrange emotions alike? seed \(seed), \(compared)\n"
      + table.rendered(styled: styled)
  }

  private func pairTable(_ summary: Summary, _ way: AuditProtocol, _ rows: [Row], styled: Bool) -> String {
    let pairs = summary.pairs.filter { $0.protocolName == way.name }
    var names: [[String]] = []
    for pair in pairs where !names.contains([pair.languageA, pair.languageB]) {
      names.append([pair.languageA, pair.languageB])
    }
    var table = TextTable(columns: ["rho (p exact)"] + names.map { $0.joined(separator: "-") })
    for row in rows {
      table.append(
        texts: [row.encoder]
          + names.map { name in
            pairs.first { $0.encoder == row.encoder && [$0.languageA, $0.languageB] == name }
              .map { "\(Figures.signed($0.similarity)) (\(Figures.probability($0.pExact)))" } ?? "–"
          })
    }
    return table.rendered(styled: styled)
  }

  private func betweenEncoders(_ summary: Summary, _ way: AuditProtocol, styled: Bool) -> String? {
    let pairs = summary.encoders.filter { $0.protocolName == way.name }
    guard !pairs.isEmpty else { return nil }
    var table = TextTable(columns: ["a − b", "difference", "p exact", "smallest p"])
    for pair in pairs {
      table.append(texts: [
        "\(pair.encoderA) − \(pair.encoderB)", Figures.signed(pair.difference),
        Figures.probability(pair.pExact), Figures.probability(pair.smallestP),
      ])
    }
    return table.rendered(styled: styled)
  }

  private func meaning(_ summary: Summary) -> String {
    let orders = (1...taxonomy.classes.count).reduce(1.0) { $0 * Double($1) }
    var lines = [
      "p: \(draws) shuffles of the labels within each language; tests whether any language has structure. "
        + "As written and released it is b/m, corrected (b + 1)/(m + 1).",
      "p exact: every renaming of the emotions in all languages but the first; tests whether emotions correspond. "
        + "For a pair of languages it cannot be under 1/\(Int(orders)) = \(Figures.probability(1 / orders)).",
      "ties: shuffles with exactly the observed mean. p Kendall W: against rankings of the distances at random. Between encoders: encoders exchanged language by language, two-sided.",
      "noise ceiling: how alike two halves of one language's speakers are, and a half and the pool of both (– where a language has too few for halves with every emotion).",
    ]
    let found = summary.rows.map(\.languages).max { $0.count < $1.count } ?? []
    if Set(found) != ["en", "de", "zh", "bn"] {
      lines.append(
        "Languages here: \(found.joined(separator: ", ")); the paper's are en, de, zh, bn, so its numbers are not expected."
      )
    }
    return lines.joined(separator: "\n")
  }

  /// The paper's rows, unless they stand beside ours.
  private func paperNote(_ summary: Summary) -> String? {
    let ours = summary.rows.map(\.encoder)
    let missing = PublishedNumbers.paper.tableS2Encoders.filter { name in
      !ours.contains { PublishedNumbers.matches(name, $0) }
    }
    let lines = missing.compactMap { name in
      PublishedNumbers.paper.tableS2(encoder: name).map {
        "  \(name): mean rho \(Figures.signed($0.meanSimilarity)), null \(Figures.signed($0.nullMean)) "
          + "± \(Figures.fraction($0.nullDeviation)), p \(Figures.probability($0.p))"
      }
    }
    guard !lines.isEmpty else { return nil }
    return "The paper's Table S2 (1,000 shuffles, p = b/m):\n" + lines.joined(separator: "\n")
  }
}
