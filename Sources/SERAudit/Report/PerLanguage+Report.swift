// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERProbing

extension PerLanguage {
  /// Features whose rows are not proven to be those of the table.
  public func unprovenRowIdentity(_ summary: Summary) -> [String] { summary.unprovenRows }

  /// Table 3 for a person: one table of scores and one of pairs a protocol, the paper's numbers and what they mean.
  ///
  /// - Parameters:
  ///   - summary: What `summarize` made of the outcomes.
  ///   - styled: Whether to use a terminal's bold.
  public func report(_ summary: Summary, styled: Bool = false) -> String {
    var parts: [String] = []
    for way in protocols {
      parts.append(scoreTable(summary, way, styled: styled))
      if let pairs = pairTable(summary, way, styled: styled) { parts.append(pairs) }
    }
    if let paper = paperNote() { parts.append(paper) }
    if !summary.unprovenRows.isEmpty {
      parts.append(
        "Row identity is unproven (no ids_sha256) for \(summary.unprovenRows.joined(separator: ", ")).")
    }
    return parts.joined(separator: "\n\n")
  }

  private func scoreTable(_ summary: Summary, _ way: AuditProtocol, styled: Bool) -> String {
    let means = summary.means.filter { $0.protocolName == way.name }
    let baselines = summary.baselines.filter { $0.protocolName == way.name }
    var table = TextTable(columns: ["corpus"] + encoders + Baseline.Kind.allCases.map(\.rawValue))
    for corpus in corpora {
      let row = encoders.map { encoder in means.first { $0.corpus == corpus && $0.name == encoder } }
      let best = row.compactMap { $0?.mean }.max()
      let scores = row.map { score in
        score.map {
          TextTable.Field(Figures.spread($0.mean, $0.standardDeviation), isBest: $0.mean == best)
        } ?? "–"
      }
      let trivial = Baseline.Kind.allCases.map { kind in
        baselines.first { $0.corpus == corpus && $0.name == kind.rawValue }
          .map { TextTable.Field(Figures.fraction($0.mean)) } ?? "–"
      }
      table.append([TextTable.Field(corpus)] + scores + trivial)
      let printed = encoders.map { PublishedNumbers.paper.table3(corpus: corpus, encoder: $0) }
      if way.headline == .accuracy, printed.contains(where: { $0 != nil }) {
        table.append(
          ["  paper"] + printed.map { $0.map { TextTable.Field(Figures.fraction($0)) } ?? "" } + ["", ""])
      }
    }
    return "Table 3, \(way.name): \(way.headline.words), speakers never heard, \(head.name) head, "
      + "mean ± sample SD over \(seeds.count) seed(s)\n" + table.rendered(styled: styled)
  }

  private func pairTable(_ summary: Summary, _ way: AuditProtocol, styled: Bool) -> String? {
    let pairs = summary.pairs.filter { $0.protocolName == way.name }
    guard !pairs.isEmpty, seeds.count > 1 else { return nil }
    var table = TextTable(columns: [
      "corpus", "a − b", "difference", "95 % interval", "t", "p", "p corrected", "p sign flip", "p Holm",
      "detectable",
    ])
    for pair in pairs {
      let interval = pair.intervalLow.flatMap { low in
        pair.intervalHigh.map { "[\(Figures.signed(low)), \(Figures.signed($0))]" }
      }
      table.append(texts: [
        pair.corpus, "\(pair.encoderA) − \(pair.encoderB)", Figures.signed(pair.meanDifference),
        interval ?? "–", pair.t.map { Figures.twoDecimals($0) } ?? "–", Figures.probability(pair.p),
        Figures.probability(pair.pCorrectedResampled), Figures.probability(pair.pSignFlip),
        Figures.probability(pair.pHolm), Figures.fraction(pair.minimumDetectable),
      ])
    }
    return table.rendered(styled: styled) + "\n" + way.inference.words(seeds: seeds.count)
  }

  /// The paper's Table 3 for corpora that it shares with this one, whatever the encoders.
  private func paperNote() -> String? {
    let lines = corpora.compactMap { corpus -> String? in
      let row = PublishedNumbers.paper.table3Row(corpus: corpus)
      guard !row.isEmpty else { return nil }
      return "  \(corpus): "
        + row.map { "\($0.model) \(Figures.fraction($0.accuracy))" }.joined(separator: ", ")
    }
    guard !lines.isEmpty else { return nil }
    return "The paper's Table 3 (mean accuracy over five seeds, its own features of whole utterances):\n"
      + lines.joined(separator: "\n")
  }
}

extension AuditProtocol.Headline {
  var words: String {
    switch self {
    case .accuracy: "accuracy"
    case .unweightedAverageRecall: "unweighted average recall"
    }
  }
}

extension AuditProtocol.Inference {
  func words(seeds: Int) -> String {
    let floor =
      "sign flip: exact, cannot go under 2/2^\(seeds) = \(Figures.probability(2 / Double(1 << min(seeds, 60))))"
    let detectable = "detectable: the smallest true difference that this design finds with 80 % power at 5 %"
    return switch self {
    case .pairedT:
      "Interval, Holm and detectable: plain paired t, as if the splits shared no speaker (they do; p corrected "
        + "allows for it).\n\(floor); \(detectable)."
    case .correctedResampledT:
      "Interval, Holm and detectable: corrected resampled t, which knows that the splits share speakers.\n"
        + "\(floor); \(detectable)."
    }
  }
}
