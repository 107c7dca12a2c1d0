// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit
// snippet Sources/SERAudit/SERAudit.docc/AddingAnExperiment.md
public import SERCore
internal import SERProbing

/// Whether a weighted sum of all layers is better than the last layer alone: a column per choice.
public struct LayerComparison: Experiment {
  /// `layer-comparison`.
  public static let name = "layer-comparison"

  /// The encoder.
  public var encoder: String
  /// The corpora, each a row of the table.
  public var corpora: [String]
  /// The seeds: each decides split, first weights and batch order.
  public var seeds: [UInt64]
  /// How the probes are trained, apart from the layers.
  public var recipe: Recipe

  private static let choices = [(name: "all-layers", layers: LayerChoice.weightedSum), ("last-layer", .last)]

  /// A table.
  public init(encoder: String, corpora: [String], seeds: [UInt64], recipe: Recipe = .paper) {
    (self.encoder, self.corpora, self.seeds, self.recipe) = (encoder, corpora, seeds, recipe)
  }

  /// A row per corpus, choice and seed, where the store has features.
  public func plan(in store: FeatureStore) throws -> [PlannedRow<ScoreRow, ProbeCell>] {
    try store.pairs(encoders: [encoder], corpora: corpora).flatMap { encoder, corpus in
      Self.choices.flatMap { name, layers in
        var recipe = recipe
        recipe.trainer.layers = layers
        return seeds.map { seed in
          PlannedRow(
            ScoreRow(.corrected, encoder: name, corpus: corpus),
            cell: ProbeCell(
              encoder: encoder, corpora: [corpus], taxonomy: .fourClass,
              split: .speakers(trainingFraction: 0.6, seed: seed), recipe: recipe, seed: seed))
        }
      }
    }
  }

  /// Scores, tests and result files, as in Table 3.
  public func summarize(_ results: [RowResult<LayerComparison>]) throws -> ScoreSummary {
    try ScoreSummary(
      results,
      layout: ScoreLayout(
        title: "Layers of \(encoder)", setting: "test speakers not in training",
        encoders: Self.choices.map(\.name), corpora: corpora))
  }
}
// end
