// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
public import SERProbing

/// Table 3: four-class emotion on speakers that were never heard, every corpus by itself, over several seeds.
///
/// One cell trains one probe. The protocols share the training, so each cell runs once whatever protocols are asked
/// for; they differ in the score that is compared and in the test.
///
/// - Source: paper, sections 3.3, 3.6 and 4.1.
public struct PerLanguage: TabulatedExperiment {
  /// `table-3-per-language`.
  public static let name = "table-3-per-language"
  /// Raised when a number may change.
  public static let revision = 1

  /// The encoders to compare.
  public var encoders: [String]
  /// The corpora, each a row of the table.
  public var corpora: [String]
  /// The seeds: each decides split, first weights and batch order.
  public var seeds: [UInt64]
  /// The protocols to show.
  public var protocols: [AuditProtocol]
  /// What maps the mixture to logits.
  public var head: Head
  /// The classes.
  public var taxonomy: Taxonomy

  /// The seeds of the paper: 20260505 to 20260509.
  public static let publishedSeeds: [UInt64] = Array(20_260_505...20_260_509)

  /// A table.
  public init(
    encoders: [String], corpora: [String], seeds: [UInt64] = publishedSeeds,
    protocols: [AuditProtocol] = [.corrected, .asWritten], head: Head = .linear,
    taxonomy: Taxonomy = .fourClass
  ) {
    self.encoders = encoders
    self.corpora = corpora
    self.seeds = seeds
    self.protocols = protocols
    self.head = head
    self.taxonomy = taxonomy
  }

  /// Everything that decides one probe.
  public struct Cell: Codable, Hashable, Sendable {
    /// The encoder.
    public var encoder: String
    /// The corpus.
    public var corpus: String
    /// Decides split, first weights and batch order.
    public var seed: UInt64
    /// The classes.
    public var taxonomy: Taxonomy
    /// How the probe is trained.
    public var trainer: ProbeTrainer
    /// The share of speakers that train.
    public var trainingFraction: Double
  }

  /// What one probe said of the test side, and what it is made of.
  public struct Outcome: Codable, Sendable {
    /// What was resampled.
    public var plan: ResamplingPlan
    /// Ids of the training side, in the order of the corpus.
    public var trainingIDs: [String]
    /// Ids of the test side, in the order of the corpus.
    public var testIDs: [String]
    /// The class of each test utterance.
    public var truth: [Int]
    /// What the probe said of each.
    public var predicted: [Int]
    /// The weight of each state in the mixture.
    public var layerWeights: [Float]
    /// Mean cross-entropy of each epoch, in nats.
    public var trainingCurve: [Double]
    /// What needs no encoder at all, on the same split.
    public var baselines: [Baseline]
    /// Whether rows of features are proven to be rows of the table.
    public var rowIdentityProven: Bool
  }

  /// One cell for each encoder, corpus, seed and way to train, where the store has features.
  ///
  /// - Throws: `FeatureStoreError.noFeatures` if it has none for any of them.
  public func cells(in store: FeatureStore) throws -> [Cell] {
    var cells: [Cell] = []
    for corpus in corpora {
      for encoder in encoders where store.hasFeatures(encoder: encoder, corpus: corpus) {
        for seed in seeds {
          for cell in protocols.map({ self.cell($0, encoder, corpus, seed) }) where !cells.contains(cell) {
            cells.append(cell)
          }
        }
      }
    }
    guard !cells.isEmpty else {
      throw FeatureStoreError.noFeatures(
        encoder: encoders.joined(separator: ", "), corpus: corpora.joined(separator: ", "),
        path: "\(store.path)/features/<encoder>/<corpus>.npy")
    }
    return cells
  }

  func cell(_ way: AuditProtocol, _ encoder: String, _ corpus: String, _ seed: UInt64) -> Cell {
    var trainer = way.trainer
    trainer.head = head
    return Cell(
      encoder: encoder, corpus: corpus, seed: seed, taxonomy: taxonomy, trainer: trainer,
      trainingFraction: way.trainingFraction)
  }

  /// The corpus' table, the encoder's description and its features.
  public func files(of cell: Cell, in store: FeatureStore) -> [String] {
    store.files(encoder: cell.encoder, corpus: cell.corpus)
  }

  /// The bytes of features that one epoch reads.
  public func cost(of cell: Cell, in store: FeatureStore) -> Double {
    Double(store.featureBytes(encoder: cell.encoder, corpus: cell.corpus) ?? 1)
  }

  /// Trains and tests one probe.
  public func run(_ group: [Cell], in context: RunContext) throws -> [Outcome] {
    try group.map { try run($0, in: context) }
  }

  private func run(_ cell: Cell, in context: RunContext) throws -> Outcome {
    let features = try context.features(
      encoder: cell.encoder, corpora: [cell.corpus], taxonomy: cell.taxonomy)
    let split: SpeakerSplit
    do {
      split = try SpeakerSplit(
        speakers: features.speakers, trainingFraction: cell.trainingFraction, seed: cell.seed)
      try split.requireEveryClass(labels: features.labels, classes: features.classes)
    } catch {
      throw SplitFailure(corpus: cell.corpus, seed: cell.seed, error: error)
    }
    let probe = try cell.trainer.fit(
      features.states, labels: features.labels, classes: features.classes.count, rows: split.training,
      generator: PyTorchGenerator(seed: cell.seed), isCancelled: context.isCancelled
    ) { context.report(Double($0.epochsDone) / Double($0.epochs)) }
    return Outcome(
      plan: split.plan, trainingIDs: split.training.map { features.utterances[$0].id },
      testIDs: split.test.map { features.utterances[$0].id }, truth: split.test.map { features.labels[$0] },
      predicted: try probe.predictions(for: features.states.selecting(split.test)),
      layerWeights: probe.layerWeights, trainingCurve: probe.trainingCurve,
      baselines: try Baseline.all(features, split), rowIdentityProven: features.rowIdentityProven)
  }
}

/// Why a corpus cannot be split under a seed.
public struct SplitFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The corpus.
  public let corpus: String
  /// The seed.
  public let seed: UInt64
  /// What is wrong.
  public let error: SplitError

  /// A failure.
  public init(corpus: String, seed: UInt64, error: SplitError) {
    self.corpus = corpus
    self.seed = seed
    self.error = error
  }

  /// A sentence that says what to do.
  public var description: String { "corpus '\(corpus)', seed \(seed): \(error)" }
}
