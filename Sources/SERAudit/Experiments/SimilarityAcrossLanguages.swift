// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
internal import SERProbing
internal import SERStats

/// Table S2: do languages arrange emotions alike in what a probe makes of an encoder?
///
/// One probe is trained on the utterances of all languages. Per language the mean representation of each emotion is taken and the cosine
/// distances between emotions; every two languages are compared by Spearman's correlation of these distances, and the mean over
/// pairs of languages is tested.
///
/// | protocol | training | utterances compared | *p* |
/// | --- | --- | --- | --- |
/// | as-written | 80 % of speakers, batch 128 | all | *b*/*m* |
/// | as-released | 80 % of speakers, batch 256 | all | *b*/*m* |
/// | corrected | 60 % of the speakers of each language | those of the speakers who did not train | (*b* + 1)/(*m* + 1) |
///
/// The published *p* is that of labels shuffled within each language, which tests for structure in any of them. The exact *p* over relabelings of the
/// emotions, which tests whether they correspond, stands beside it in every protocol.
///
/// - Source: paper, appendix D; paper notes A26 and A27; the released code.
public struct SimilarityAcrossLanguages: TabulatedExperiment {
  /// `table-s2-rsa`.
  public static let name = "table-s2-rsa"
  /// Raised when a number may change.
  public static let revision = 2

  /// The encoders to compare.
  public var encoders: [String]
  /// The corpora, which are pooled.
  public var corpora: [String]
  /// Decides split, first weights, batch order and shuffles.
  public var seed: UInt64
  /// The protocols to show.
  public var protocols: [AuditProtocol]
  /// The classes.
  public var taxonomy: Taxonomy
  /// Shuffles of the labels.
  public var draws: Int

  /// A table.
  ///
  /// - Precondition: `draws` is positive.
  public init(
    encoders: [String], corpora: [String], seed: UInt64 = PerLanguage.publishedSeeds[0],
    protocols: [AuditProtocol] = [.corrected, .asWritten], taxonomy: Taxonomy = .fourClass,
    draws: Int = 1_000
  ) {
    precondition(draws > 0, "SimilarityAcrossLanguages: \(draws) draws")
    self.encoders = encoders
    self.corpora = corpora
    self.seed = seed
    self.protocols = protocols
    self.taxonomy = taxonomy
    self.draws = draws
  }

  /// The one seed.
  public var seeds: [UInt64] { [seed] }

  /// Everything that decides one encoder's row.
  public struct Cell: Codable, Hashable, Sendable {
    /// The protocol's name.
    public var protocolName: String
    /// The probe behind the representation.
    public var probe: GlobalProbe
    /// The languages, in the order in which they are shuffled and paired.
    public var languages: [String]
    /// Whether only utterances of speakers who did not train are compared.
    public var heldOut: Bool
    /// Shuffles of the labels.
    public var draws: Int
    /// How many encoders draw their shuffles from the same stream before this one; `nil` for a stream of its own.
    public var streamPosition: Int?
  }

  /// What one encoder showed.
  public struct Outcome: Codable, Sendable {
    /// The languages.
    public var languages: [String]
    /// Utterances compared, of each language and class.
    public var counts: [[Int]]
    /// Speakers compared, of each language.
    public var speakers: [Int]
    /// Distances between class means of each language by each measure, upper triangles row by row.
    public var distances: [String: [[Double]]]
    /// The mean similarity of each shuffle.
    public var nullValues: [Double]
    /// The mean similarity of halves of the speakers of one language; `nil` where a language has too few.
    public var noiseCeilingLow: Double?
    /// The mean similarity of a half to the pool of both.
    public var noiseCeilingHigh: Double?
    /// The weight of each state in the mixture.
    public var layerWeights: [Float]
    /// Ids of the training side.
    public var trainingIDs: [String]
    /// Ids of the test side.
    public var testIDs: [String]
    /// Whether rows of features are proven to be rows of the table.
    public var rowIdentityProven: Bool
  }

  /// One cell an encoder and protocol, where the store has features of two languages.
  ///
  /// - Throws: ``SimilarityError`` for fewer than two languages, an utterance of unknown language, or a language without some
  ///   class; `FeatureStoreError.noFeatures` if the store has none for any of the encoders.
  public func cells(in store: FeatureStore) throws -> [Cell] {
    var cells: [Cell] = []
    var languages: [[String]: [String]] = [:]
    let order = Self.published(["HuBERT", "WavLM", "emotion2vec_base"], first: encoders)
    let corpora = Self.published(["EmoDB", "RAVDESS", "CREMA-D", "ESD-ZH", "SUBESCO"], first: corpora)
    for encoder in encoders {
      let own = corpora.filter { store.hasFeatures(encoder: encoder, corpus: $0) }
      guard !own.isEmpty else { continue }
      if languages[own] == nil {
        let found = try Self.languages(own, in: store, taxonomy)
        guard found.count >= 2 else {
          throw SimilarityError.tooFewLanguages(
            found: found, corpora: own, encoder: encoder,
            withoutFeatures: corpora.filter { !own.contains($0) })
        }
        languages[own] = found
      }
      for way in protocols {
        cells.append(cell(way, encoder, own, languages[own]!, position: order.firstIndex(of: encoder) ?? 0))
      }
    }
    guard !cells.isEmpty else {
      throw FeatureStoreError.noFeatures(
        encoder: encoders.joined(separator: ", "), corpus: corpora.joined(separator: ", "),
        path: "\(store.path)/features/<encoder>/<corpus>.npy")
    }
    return cells
  }

  private func cell(
    _ way: AuditProtocol, _ encoder: String, _ corpora: [String], _ languages: [String], position: Int
  ) -> Cell {
    var trainer = way.trainer
    if way == .asReleased { trainer.batchSize = 256 }
    let corrected = way == .corrected
    return Cell(
      protocolName: way.name,
      probe: GlobalProbe(
        encoder: encoder, corpora: corpora, taxonomy: taxonomy, trainer: trainer,
        trainingFraction: corrected ? way.trainingFraction : 0.8, splitsEachLanguage: corrected, seed: seed),
      languages: languages, heldOut: corrected, draws: draws, streamPosition: corrected ? nil : position)
  }

  /// The names that the paper has, in its order, then the others in theirs.
  private static func published(_ known: [String], first names: [String]) -> [String] {
    let leading = known.flatMap { known in names.filter { PublishedNumbers.matches(known, $0) } }
    return leading + names.filter { !leading.contains($0) }
  }

  /// The languages of utterances that have a class: those of the paper in its order, then the others by code point.
  private static func languages(
    _ corpora: [String], in store: FeatureStore, _ taxonomy: Taxonomy
  ) throws -> [String] {
    var classes: [String: Set<Int>] = [:]
    for name in corpora {
      let corpus = try store.corpus(name)
      for (utterance, number) in zip(corpus.utterances, try corpus.classNumbers(under: taxonomy)) {
        guard let number else { continue }
        guard let language = utterance.language else {
          throw SimilarityError.unknownLanguage(path: corpus.path, utterance: utterance.id)
        }
        classes[language, default: []].insert(number)
      }
    }
    let found = classes.keys.sortedByCodePoint()
    for language in found {
      if let missing = taxonomy.classes.indices.first(where: { !classes[language]!.contains($0) }) {
        throw SimilarityError.missingClass(label: taxonomy.classes[missing], language: language, heldOut: nil)
      }
    }
    let published = ["en", "de", "zh", "bn"].filter(found.contains)
    return published + found.filter { !published.contains($0) }
  }

  /// The table and features of every corpus, and the encoder's description.
  public func files(of cell: Cell, in store: FeatureStore) -> [String] {
    var files: [String] = []
    for corpus in cell.probe.corpora {
      for file in store.files(encoder: cell.probe.encoder, corpus: corpus) where !files.contains(file) {
        files.append(file)
      }
    }
    return files
  }

  /// The bytes of features that one epoch reads.
  public func cost(of cell: Cell, in store: FeatureStore) -> Double {
    cell.probe.corpora.reduce(0) {
      $0 + Double(store.featureBytes(encoder: cell.probe.encoder, corpus: $1) ?? 1)
    } * cell.probe.trainingFraction
  }

  /// Trains, compares and shuffles.
  public func run(_ group: [Cell], in context: RunContext) throws -> [Outcome] {
    try group.map { try SimilarityOfCell($0, in: context).outcome() }
  }
}
