// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
public import SERProbing

/// One probe on the pooled utterances of several corpora: its mixture of states is the representation that analyses of what an encoder
/// has in common over languages start from.
///
/// A value that decides the representation; ``representation(in:)`` makes it once a run, whatever asks for it.
///
/// - Source: paper, section 3.5 and appendix D.
public struct GlobalProbe: Codable, Hashable, Sendable {
  /// The encoder.
  public var encoder: String
  /// The corpora, in the order in which their rows follow each other.
  public var corpora: [String]
  /// The classes.
  public var taxonomy: Taxonomy
  /// How the probe is trained.
  public var trainer: ProbeTrainer
  /// The share of speakers that train.
  public var trainingFraction: Double
  /// Whether that share is drawn from the speakers of each language by itself, so that every language has speakers on both sides; else from all
  /// speakers at once, as published.
  public var splitsEachLanguage: Bool
  /// Decides split, first weights and batch order.
  public var seed: UInt64

  /// A probe to train.
  public init(
    encoder: String, corpora: [String], taxonomy: Taxonomy, trainer: ProbeTrainer, trainingFraction: Double,
    splitsEachLanguage: Bool = false, seed: UInt64
  ) {
    self.encoder = encoder
    self.corpora = corpora
    self.taxonomy = taxonomy
    self.trainer = trainer
    self.trainingFraction = trainingFraction
    self.splitsEachLanguage = splitsEachLanguage
    self.seed = seed
  }

  /// What the probe makes of all utterances, those that it was trained on included.
  public struct Representation: Sendable {
    /// The utterances with their labels.
    public let features: FeatureSet
    /// Rows of the speakers who trained, ascending.
    public let training: [Int]
    /// Rows of the speakers who did not, ascending.
    public let test: [Int]
    /// The weighted sum of standardized states, as the head sees it, shape `[n, d]`.
    public let values: Matrix<Float>
    /// The weight of each state, shape `[L+1]`.
    public let layerWeights: [Float]
  }

  /// The representation, trained where no other cell of the run has done it.
  ///
  /// - Throws: What opening the features or training throws; ``SplitFailure`` where speakers cannot be split.
  public func representation(in context: RunContext) throws -> Representation {
    let files = corpora.map { context.store.featureFile(encoder: encoder, corpus: $0) }
    return try context.artifact(self, of: files) {
      let features = try context.features(encoder: encoder, corpora: corpora, taxonomy: taxonomy)
      let (training, test): ([Int], [Int])
      do throws(SplitError) {
        (training, test) = try sides(features)
      } catch {
        throw SplitFailure(corpus: corpora.joined(separator: "+"), seed: seed, error: error)
      }
      let probe = try trainer.fit(
        features.states, labels: features.labels, classes: features.classes.count, rows: training,
        generator: PyTorchGenerator(seed: seed), isCancelled: context.isCancelled
      ) { context.report(0.9 * Double($0.epochsDone) / Double($0.epochs)) }
      return Representation(
        features: features, training: training, test: test,
        values: try probe.representation(of: features.states),
        layerWeights: probe.layerWeights)
    }
  }

  private func sides(_ features: FeatureSet) throws(SplitError) -> (training: [Int], test: [Int]) {
    let speakers = features.speakers
    var training: [Int] = []
    for rows in splitsEachLanguage ? rowsOfLanguages(features) : [Array(speakers.indices)] {
      let split = try SpeakerSplit(
        speakers: rows.map { speakers[$0] }, trainingFraction: trainingFraction, seed: seed)
      training += split.training.map { rows[$0] }
    }
    training.sort()
    let trains = Set(training)
    let test = speakers.indices.filter { !trains.contains($0) }
    for (side, rows) in [(Side.training, training), (.test, test)] {
      let present = Set(rows.map { features.labels[$0] })
      for (number, name) in features.classes.enumerated() where !present.contains(number) {
        throw .missingClass(label: name, side: side)
      }
    }
    return (training, test)
  }

  /// The rows of each language; who speaks several belongs to a stratum of such speakers, so that nobody is cut in two.
  private func rowsOfLanguages(_ features: FeatureSet) -> [[Int]] {
    var languages: [String: Set<String>] = [:]
    for utterance in features.utterances {
      languages[utterance.speaker, default: []].insert(utterance.language ?? "")
    }
    var rows: [String: [Int]] = [:]
    for (row, speaker) in features.speakers.enumerated() {
      rows[languages[speaker]!.sortedByCodePoint().joined(separator: "+"), default: []].append(row)
    }
    return rows.keys.sortedByCodePoint().map { rows[$0]! }
  }
}
