// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Table S2: do languages arrange emotions alike in what a probe makes of an encoder?
///
/// One probe is trained on the utterances of all languages. Per language the mean representation of each emotion is taken
/// and the cosine distances between emotions; every two languages are compared by Spearman's correlation of these
/// distances, and the mean over pairs of languages is tested.
///
/// | protocol | training | utterances compared | *p* |
/// | --- | --- | --- | --- |
/// | as-written | 80 % of speakers, batch 128 | all | *b*/*m* |
/// | as-released | 80 % of speakers, batch 256 | all | *b*/*m* |
/// | corrected | 60 % of the speakers of each language | those of speakers not in training | (*b* + 1)/(*m* + 1) |
///
/// The published *p* is that of labels shuffled within each language, which tests for structure in any of them. The exact
/// *p* over relabelings of the emotions, which tests whether they correspond, stands beside it in every protocol.
///
/// - Source: paper, appendix D; the released code.
public struct SimilarityAcrossLanguages: Experiment {
  /// `table-s2-rsa`.
  public static let name = "table-s2-rsa"

  /// The encoders to compare, and the corpora, which are pooled.
  public var encoders: [String], corpora: [String]
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
    encoders: [String], corpora: [String], seed: UInt64 = PublishedNumbers.seeds[0],
    protocols: [AuditProtocol] = [.corrected, .asWritten], taxonomy: Taxonomy = .fourClass,
    draws: Int = 1_000
  ) {
    precondition(draws > 0, "SimilarityAcrossLanguages: \(draws) draws")
    (self.encoders, self.corpora, self.seed) = (encoders, corpora, seed)
    (self.protocols, self.taxonomy, self.draws) = (protocols, taxonomy, draws)
  }

  /// The one seed.
  public var seeds: [UInt64] { [seed] }

  /// What a line of the table stands for.
  public struct Row: Hashable, Sendable {
    /// The protocol and the encoder.
    public var auditProtocol: AuditProtocol, encoder: String
  }

  /// How a protocol makes the table, and how it counts its *p*.
  struct Procedure {
    var recipe = Recipe.paper
    var split: SplitChoice
    /// Whether only utterances of speakers who did not train are compared.
    var comparesHeldOut = false
    /// Whether all encoders draw their shuffles from one stream, in the paper's order.
    var sharesStream = true
    /// Whether the observed labels count among the shuffles, so that *p* is never 0.
    var countsObserved = false

    static func of(_ auditProtocol: AuditProtocol, seed: UInt64) -> Procedure {
      let pooled = SplitChoice.speakers(trainingFraction: 0.8, seed: seed)
      return switch auditProtocol {
      case .asWritten: Procedure(split: pooled)
      case .asReleased: Procedure(recipe: .paper.with(batchSize: 256), split: pooled)
      default:
        Procedure(
          split: .speakersOfEachLanguage(trainingFraction: 0.6, seed: seed), comparesHeldOut: true,
          sharesStream: false, countsObserved: true)
      }
    }
  }

  /// A row each encoder and protocol, where the store has features of two languages.
  ///
  /// - Throws: ``LanguageError`` for fewer than two languages, an utterance of unknown language, or a language without
  ///   some class; `FeatureStoreError.noFeatures` if the store has none for any of the encoders.
  public func plan(in store: FeatureStore) throws -> [PlannedRow<Row, SimilarityCell>] {
    let order = PublishedNumbers.leading(["HuBERT", "WavLM", "emotion2vec_base"], of: encoders)
    let corpora = PublishedNumbers.leading(["EmoDB", "RAVDESS", "CREMA-D", "ESD-ZH", "SUBESCO"], of: corpora)
    let known = try store.pairs(encoders: encoders, corpora: corpora)
    var languages: [[String]: [String]] = [:]
    var rows: [PlannedRow<Row, SimilarityCell>] = []
    for encoder in encoders {
      let own = known.filter { $0.encoder == encoder }.map(\.corpus)
      if own.isEmpty { continue }
      let found = try languages[own] ?? store.languages(of: own, taxonomy)
      languages[own] = found
      guard found.count >= 2 else {
        throw LanguageError.tooFewLanguages(
          found: found, corpora: own, encoder: encoder, withoutFeatures: corpora.filter { !own.contains($0) })
      }
      for auditProtocol in protocols {
        let procedure = Procedure.of(auditProtocol, seed: seed)
        rows.append(
          PlannedRow(
            Row(auditProtocol: auditProtocol, encoder: encoder),
            cell: SimilarityCell(
              probe: ProbeCell(
                encoder: encoder, corpora: own, taxonomy: taxonomy, split: procedure.split,
                recipe: procedure.recipe, seed: seed),
              languages: found, heldOut: procedure.comparesHeldOut, draws: draws,
              streamPosition: procedure.sharesStream ? order.firstIndex(of: encoder) : nil)))
      }
    }
    return rows
  }

  /// The table.
  public func summarize(_ results: [RowResult<SimilarityAcrossLanguages>]) throws -> SimilaritySummary {
    try SimilaritySummary(results, of: self)
  }
}
