// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit
// snippet Sources/SERAudit/SERAudit.docc/AddingAnExperiment.md
public import SERCore
internal import SERProbing

/// How well each hidden state separates the four classes by itself.
public struct StateByState: Experiment {
  /// `state-by-state`.
  public static let name = "state-by-state"

  /// The encoder.
  public var encoder: String
  /// The corpus.
  public var corpus: String
  /// The seeds: each decides split, first weights and batch order.
  public var seeds: [UInt64]
  /// How the probes are trained, apart from the state.
  public var recipe: Recipe

  /// A table.
  public init(encoder: String, corpus: String, seeds: [UInt64], recipe: Recipe = .paper) {
    (self.encoder, self.corpus, self.seeds, self.recipe) = (encoder, corpus, seeds, recipe)
  }

  /// A row per state and seed; what a row stands for is the number of the state.
  public func plan(in store: FeatureStore) throws -> [PlannedRow<Int, ProbeCell>] {
    try (0...store.encoder(encoder).layers).flatMap { state in
      var recipe = recipe
      recipe.trainer.layers = .single(state)
      return seeds.map { seed in
        PlannedRow(
          state,
          cell: ProbeCell(
            encoder: encoder, corpora: [corpus], taxonomy: .fourClass,
            split: .speakers(trainingFraction: 0.6, seed: seed), recipe: recipe, seed: seed))
      }
    }
  }

  /// The mean over seeds of each state.
  public func summarize(_ results: [RowResult<StateByState>]) throws -> StateSummary {
    try StateSummary(results)
  }
}
// end
