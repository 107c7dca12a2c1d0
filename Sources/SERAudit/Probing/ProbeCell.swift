// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
internal import SERProbing

/// One probe, trained and tested: the work behind every table of probe scores, so that tables share it.
///
/// Cells of the same encoder, corpora, classes, split, seed, head and batch size take their batches together,
/// so a row of features comes from memory once for all of them.
public struct ProbeCell: ExperimentCell {
  /// `probe`.
  public static let kind = "probe"
  /// Raised when a number may change.
  public static let revision = 1

  /// The encoder.
  public var encoder: String
  /// The corpora that the probe is trained on.
  public var training: [String]
  /// The corpora that it is tested on: as a rule the same.
  public var test: [String]
  /// The classes.
  public var taxonomy: Taxonomy
  /// Which utterances train and which are tested.
  public var split: SplitChoice
  /// How it is made.
  public var recipe: Recipe
  /// Decides first weights and batch order.
  public var seed: UInt64

  /// A probe that is trained and tested on utterances of the same corpora.
  public init(
    encoder: String, corpora: [String], taxonomy: Taxonomy, split: SplitChoice, recipe: Recipe, seed: UInt64
  ) {
    self.init(
      encoder: encoder, training: corpora, test: corpora, taxonomy: taxonomy, split: split, recipe: recipe,
      seed: seed)
  }

  /// A probe that is trained on some corpora and tested on others.
  public init(
    encoder: String, training: [String], test: [String], taxonomy: Taxonomy, split: SplitChoice,
    recipe: Recipe, seed: UInt64
  ) {
    self.encoder = encoder
    self.training = training
    self.test = test
    self.taxonomy = taxonomy
    self.split = split
    self.recipe = recipe
    self.seed = seed
  }

  /// All corpora, in the order in which their rows follow each other.
  public var corpora: [String] { training + test.filter { !training.contains($0) } }

  /// The features of all corpora and, where there is one, the file of splits.
  public var inputs: [CellInput] {
    corpora.map { .features(encoder: encoder, corpus: $0) } + split.inputs
  }

  /// The bytes of features that training reads.
  public func cost(in store: FeatureStore) -> Double {
    max(1, inputs.reduce(0) { $0 + $1.featureBytes(in: store) }) * Double(recipe.trainer.epochs)
  }

  /// Cells that can share a pass over the rows.
  public static func groups(of cells: [ProbeCell]) -> [[ProbeCell]] {
    cells.grouped { cell in
      // A cell without all that may differ within a pass.
      var shared = cell
      let trainer = cell.recipe.trainer
      shared.recipe = Recipe(trainer: ProbeTrainer(head: trainer.head, batchSize: trainer.batchSize))
      return shared
    }.map(\.members)
  }

  /// Trains and tests the probes of one group.
  public static func run(_ group: [ProbeCell], in context: RunContext) throws -> [ProbeOutcome] {
    try fitted(group, in: context).map { try ProbeOutcome($0) }
  }

  /// What `results.json` says: everything but the predictions, which stand in a file of their own.
  public struct Record: Encodable, Sendable {
    /// What decided the result.
    public var cell: ProbeCell
    /// What was resampled.
    public var plan: ResamplingPlan
    /// Utterances trained on.
    public var trainingUtterances: Int
    /// Utterances tested.
    public var testUtterances: Int
    /// The weight of each state in the mixture.
    public var layerWeights: [Float]
    /// Mean cross-entropy of the last epoch, in nats.
    public var finalTrainingLoss: Double
    /// What needs no encoder at all, on the same split.
    public var baselines: [Baseline]
  }

  /// Everything but the predictions.
  public func record(of outcome: ProbeOutcome) -> Record {
    Record(
      cell: self, plan: outcome.plan, trainingUtterances: outcome.trainingIDs.count,
      testUtterances: outcome.testIDs.count, layerWeights: outcome.layerWeights,
      finalTrainingLoss: outcome.trainingCurve.last ?? 0, baselines: outcome.baselines)
  }
}
