// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERReport

/// How a table of probe scores is printed.
public struct ScoreLayout: Sendable {
  /// The table's name, such as "Table 3".
  public var title: String
  /// What is tested, such as "test speakers not in training".
  public var setting: String
  /// The encoders, a column each, whether or not they have scores.
  public var encoders: [String]
  /// The corpora, a row each, whether or not they have scores.
  public var corpora: [String]
  /// The paper's table of accuracies with a row a corpus and a column an encoder, as `published.json` calls
  /// it.
  public var published: String?

  /// A layout.
  public init(
    title: String, setting: String, encoders: [String], corpora: [String], published: String? = nil
  ) {
    self.title = title
    self.setting = setting
    self.encoders = encoders
    self.corpora = corpora
    self.published = published
  }
}

extension ScoreSummary {
  /// Per protocol a table of scores and one of pairs, the paper's numbers, and what the tests assume.
  public var report: Report {
    var sections: [Report.Section] = []
    for (auditProtocol, probes) in results.grouped(by: \.row.auditProtocol) {
      let splits = probes.grouped(by: { [$0.row.corpus, $0.row.encoder] }).map(\.members.count).max() ?? 0
      let heads = probes.grouped(by: \.score.head).map(\.key).joined(separator: ", ")
      let spread = splits > 1 ? ", mean ± sample SD over \(splits) splits" : ", one split"
      sections.append(
        Report.Section(
          "\(layout.title), \(auditProtocol.name): \(auditProtocol.headline.words), \(layout.setting), \(heads) head"
            + spread,
          [.table(scoreTable(auditProtocol))]))
      if let comparisons = comparisons(auditProtocol) { sections.append(comparisons) }
    }
    if let paper = paperSection { sections.append(paper) }
    return Report(sections: sections).noting(unprovenRows: unprovenRows)
  }

  private func scoreTable(_ auditProtocol: AuditProtocol) -> ReportTable {
    let means = means.filter { $0.protocolName == auditProtocol.name }
    let baselines = baselines.filter { $0.protocolName == auditProtocol.name }
    let kinds = Baseline.Kind.allCases.map(\.rawValue)
    var table = ReportTable(columns: ["corpus"] + layout.encoders + kinds)
    for corpus in layout.corpora {
      let row = layout.encoders.map { name in means.first { $0.corpus == corpus && $0.name == name } }
      // A score that a baseline reaches, or that has no other beside it, does not stand out.
      let trivial = baselines.filter { $0.corpus == corpus }.map(\.mean).max() ?? 0
      let best =
        layout.encoders.count > 1
        ? row.compactMap { $0?.mean }.max().flatMap { $0 > trivial ? $0 : nil } : nil
      let scores = row.map { score in
        score.map {
          ReportTable.Field(NumberText.spread($0.mean, $0.standardDeviation), isBest: $0.mean == best)
        } ?? "–"
      }
      let beside = kinds.map { kind in
        ReportTable.Field(
          NumberText.fraction(baselines.first { $0.corpus == corpus && $0.name == kind }?.mean))
      }
      table.append([ReportTable.Field(corpus)] + scores + beside)
      let printed = published(corpus)
      guard auditProtocol.headline == .accuracy, !printed.isEmpty else { continue }
      let paper = layout.encoders.map { encoder in
        printed.first { PublishedName.matches($0.model, encoder) }?.accuracy
      }
      if paper.contains(where: { $0 != nil }) {
        table.append(
          texts: ["  paper"] + paper.map { $0.map(NumberText.fraction) ?? "" } + kinds.map { _ in "" })
      }
    }
    return table
  }

  private func comparisons(_ auditProtocol: AuditProtocol) -> Report.Section? {
    let pairs = pairs.filter { $0.protocolName == auditProtocol.name }
    guard pairs.contains(where: { $0.n > 1 }) else { return nil }
    var table = ReportTable(columns: [
      "corpus", "a − b", "difference", "95 % interval", "t", "p", "p corrected", "p sign flip", "p Holm",
      "detectable",
    ])
    for pair in pairs {
      let interval = pair.intervalLow.flatMap { low in
        pair.intervalHigh.map { "[\(NumberText.signed(low)), \(NumberText.signed($0))]" }
      }
      table.append(texts: [
        pair.corpus, "\(pair.encoderA) − \(pair.encoderB)", NumberText.signed(pair.meanDifference),
        interval ?? "–", pair.t.map { NumberText.twoDecimals($0) } ?? "–", NumberText.probability(pair.p),
        NumberText.probability(pair.pCorrectedResampled), NumberText.probability(pair.pSignFlip),
        NumberText.probability(pair.pHolm), NumberText.fraction(pair.minimumDetectable),
      ])
    }
    return Report.Section("", [.table(table), .list(Self.notes(pairs))])
  }

  /// What the columns of a table of pairs are, and what speaks against taking its own test at its word.
  static func notes(_ pairs: [EncoderComparison]) -> [Report.Item] {
    var notes: [Report.Item] = []
    for (test, own) in pairs.filter({ $0.test != nil }).grouped(by: \.test) {
      let floor = own.compactMap(\.smallestP).max() ?? 0
      notes.append(
        Report.Item(
          "95 % interval, p Holm and detectable are of the \(test ?? ""); its p is from \(own[0].pSource ?? "")"
            + (floor > 0 ? ", and cannot be below \(NumberText.probability(floor))." : ".")))
      // Corpora of equal numbers of speakers have a caveat in common.
      for (caveat, own) in own.filter({ $0.caveat != nil }).grouped(by: \.caveat) {
        let corpora = own.grouped(by: \.corpus).map(\.key).joined(separator: ", ")
        notes.append(Report.Item("Caution (\(corpora)): \(caveat ?? "")."))
      }
    }
    if let floor = pairs.compactMap(\.smallestSignFlipP).max() {
      notes.append(
        Report.Item(
          "p sign flip is exact over all flips of signs of the splits; it cannot be below "
            + "\(NumberText.probability(floor))."))
    }
    notes.append("detectable is the smallest true difference that this design finds with 80 % power at 5 %.")
    return notes
  }

  private func published(_ corpus: String) -> [(model: String, accuracy: Double)] {
    guard let published = layout.published else { return [] }
    let table = PublishedTable(published)
    return table.columns.compactMap { model in
      table.number(row: corpus, column: model).map { (model, $0) }
    }
  }

  /// The paper's scores for corpora that it shares with this table, whatever the encoders.
  private var paperSection: Report.Section? {
    let items = layout.corpora.compactMap { corpus -> Report.Item? in
      let row = published(corpus)
      guard !row.isEmpty else { return nil }
      let scores = row.map { "\($0.model) \(NumberText.fraction($0.accuracy))" }
      return Report.Item("\(corpus): \(scores.joined(separator: ", "))")
    }
    guard !items.isEmpty else { return nil }
    return Report.Section(
      "The paper's \(layout.title) (mean accuracy over five seeds, its own features of whole utterances)",
      [.list(items)])
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
