// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERProbing
internal import SERStats
public import SERReport

/// What a table of probe scores found: scores, means beside baselines, every pair of encoders compared,
/// predictions and splits. All tables of the paper that score probes share it.
public struct ScoreSummary: ExperimentSummary {
  /// A row a probe and protocol.
  public let scores: [ProbeScore]
  /// A row an encoder, corpus and protocol.
  public let means: [MeanScore]
  /// A row a baseline, corpus and protocol.
  public let baselines: [MeanScore]
  /// A row a pair of encoders, corpus and protocol.
  public let pairs: [EncoderComparison]
  /// Encoder and corpus of features whose rows are not proven to be those of the table.
  public let unprovenRows: [String]
  let results: [ScoredProbe]
  let splits: SplitTable
  let layout: ScoreLayout

  private enum CodingKeys: CodingKey { case scores, means, baselines, pairs, unprovenRows }

  /// The summary of a table's results.
  ///
  /// - Parameters:
  ///   - results: Rows with their outcomes, in the order of the table. Rows of one protocol, corpus and
  ///     encoder differ in their splits, and every encoder has the same ones.
  ///   - layout: How the table is printed.
  /// - Throws: ``ScoreError`` unless all encoders have the same splits in the same order; `MetricError`,
  ///   `StatisticsError` for scores that cannot be compared, `SplitTableError` for splits of one name that
  ///   differ.
  public init<E: Experiment>(
    _ results: [RowResult<E>], layout: ScoreLayout
  ) throws where E.Row == ScoreRow, E.Cell == ProbeCell {
    let probes = try results.map {
      ScoredProbe(
        row: $0.row, cell: $0.cell, outcome: $0.outcome, score: try ProbeScore($0.row, $0.cell, $0.outcome))
    }
    var (means, baselines, pairs, unproven) = (
      [MeanScore](), [MeanScore](), [EncoderComparison](), [String]()
    )
    var splits = SplitTable()
    for (auditProtocol, own) in probes.grouped(by: \.row.auditProtocol) {
      var family: [EncoderComparison] = []
      for (corpus, own) in own.grouped(by: \.row.corpus) {
        let encoders = own.grouped(by: \.row.encoder)
        try Self.requireEqualSplits(encoders.map(\.members))
        let columns = encoders.map { encoder, probes in
          (encoder: encoder, scores: probes.map { $0.score.headline(auditProtocol.headline) })
        }
        means += try columns.map { try MeanScore($0.encoder, corpus, auditProtocol, $0.scores) }
        let first = encoders[0].members
        baselines += try Self.baselines(first, corpus, auditProtocol)
        try splits.append(first, corpus: corpus, protocolName: auditProtocol.name)
        for (i, a) in columns.enumerated() {
          family += try columns[(i + 1)...].map { b in
            try EncoderComparison(
              a, b, on: corpus, auditProtocol.inference, protocolName: auditProtocol.name,
              plan: first[0].outcome.plan)
          }
        }
        for (encoder, probes) in encoders where !probes[0].outcome.rowIdentityProven {
          let name = "\(encoder)/\(corpus)"
          if !unproven.contains(name) { unproven.append(name) }
        }
      }
      pairs += try EncoderComparison.adjusted(family)
    }
    (self.results, self.layout, self.splits, scores) = (probes, layout, splits, probes.map(\.score))
    (self.means, self.baselines, self.pairs, unprovenRows) = (means, baselines, pairs, unproven)
  }

  /// Scores are compared place by place, so every encoder has to have the same splits, each once, in one
  /// order.
  private static func requireEqualSplits(_ encoders: [[ScoredProbe]]) throws(ScoreError) {
    let splits = encoders.map { probes in probes.map { [$0.cell.split.words, "\($0.cell.seed)"] } }
    for (own, probes) in zip(splits, encoders) where own != splits[0] || Set(own).count != own.count {
      throw .unequalSplits(encoder: probes[0].row.encoder, corpus: probes[0].row.corpus)
    }
  }

  private static func baselines(
    _ probes: [ScoredProbe], _ corpus: String, _ auditProtocol: AuditProtocol
  ) throws(StatisticsError) -> [MeanScore] {
    var means: [MeanScore] = []
    for kind in Baseline.Kind.allCases {
      let found = probes.compactMap { $0.outcome.baselines.first { $0.kind == kind } }
      guard !found.isEmpty else { continue }
      let scores = found.map { $0.headline(auditProtocol.headline) }
      means.append(try MeanScore(kind.rawValue, corpus, auditProtocol, scores))
    }
    return means
  }

  /// `per-seed.csv`, `pairs.csv`, `predictions.csv` and `splits.csv`.
  public var tables: [ResultTable] {
    [
      ResultTable("per-seed.csv", scores), ResultTable("pairs.csv", pairs),
      Self.predictions(results), ResultTable(splits),
    ]
  }

  /// A row a test utterance of every probe. Rows are places in the outcomes, since there may be millions.
  private static func predictions(_ results: [ScoredProbe]) -> ResultTable {
    struct Place {
      var probe: Int
      var utterance: Int
    }
    let places = results.enumerated().flatMap { probe, result in
      result.outcome.testIDs.indices.map { Place(probe: probe, utterance: $0) }
    }
    func column(_ name: String, _ field: @escaping @Sendable (ScoredProbe, Int) -> String) -> Column<Place> {
      Column(name) { CSVField(field(results[$0.probe], $0.utterance)) }
    }
    return ResultTable(
      "predictions.csv", places,
      columns: [
        column("encoder") { result, _ in result.row.encoder },
        column("corpus") { result, _ in result.row.corpus },
        column("protocol") { result, _ in result.row.auditProtocol.name },
        column("head") { result, _ in result.score.head },
        column("seed") { result, _ in String(result.cell.seed) },
        column("id") { $0.outcome.testIDs[$1] },
        column("emotion") { $0.cell.taxonomy.classes[$0.outcome.truth[$1]] },
        column("predicted") { $0.cell.taxonomy.classes[$0.outcome.predicted[$1]] },
      ])
  }
}

/// A row of the table with its probe, what it said, and how that scores.
struct ScoredProbe: Sendable {
  var row: ScoreRow
  var cell: ProbeCell
  var outcome: ProbeOutcome
  var score: ProbeScore
}

extension SplitTable {
  /// The splits of some probes, each by its name.
  fileprivate mutating func append(
    _ probes: [ScoredProbe], corpus: String, protocolName: String
  ) throws(SplitTableError) {
    for (split, probes) in probes.grouped(by: \.cell.split) {
      let sides = [(Side.training, probes[0].outcome.trainingIDs), (.test, probes[0].outcome.testIDs)]
      for (side, ids) in sides {
        try append(ids, on: side, corpus: corpus, protocolName: protocolName, split: split.name)
      }
    }
  }
}
