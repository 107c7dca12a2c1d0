// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit
// snippet Sources/SERAudit/SERAudit.docc/AddingAnExperiment.md
public import SERCore
public import SERProbing

/// Whether a two-layer head reads more from an encoder than a linear one: a column per head.
public struct HeadComparison: Experiment {
  /// `head-comparison`.
  public static let name = "head-comparison"

  /// The encoder.
  public var encoder: String
  /// The corpora, each a row of the table.
  public var corpora: [String]
  /// The seeds: each decides split, first weights and batch order.
  public var seeds: [UInt64]
  /// How the probes are trained, apart from the head.
  public var recipe: Recipe
  /// The heads to compare.
  public var heads: [Head] = [.linear, .twoLayer(hidden: 256)]

  /// A table.
  public init(encoder: String, corpora: [String], seeds: [UInt64], recipe: Recipe = .paper) {
    (self.encoder, self.corpora, self.seeds, self.recipe) = (encoder, corpora, seeds, recipe)
  }

  /// A row per corpus, head and seed, where the store has features.
  public func plan(in store: FeatureStore) throws -> [PlannedRow<ScoreRow, ProbeCell>] {
    try store.pairs(encoders: [encoder], corpora: corpora).flatMap { encoder, corpus in
      heads.flatMap { head in
        seeds.map { seed in
          PlannedRow(
            ScoreRow(.corrected, encoder: head.name, corpus: corpus),
            cell: ProbeCell(
              encoder: encoder, corpora: [corpus], taxonomy: .fourClass,
              split: .speakers(trainingFraction: 0.6, seed: seed), recipe: recipe.with(head), seed: seed))
        }
      }
    }
  }

  /// Scores, tests and result files, as in Table 3.
  public func summarize(_ results: [RowResult<HeadComparison>]) throws -> ScoreSummary {
    try ScoreSummary(
      results,
      layout: ScoreLayout(
        title: "Heads on \(encoder)", setting: "test speakers not in training",
        encoders: heads.map(\.name), corpora: corpora))
  }
}
// end
