// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
public import SERProbing

/// Table 3: four-class emotion, tested on speakers who are not in training, every corpus by itself, over
/// several seeds.
///
/// The protocols share the training, so each probe is trained once whatever protocols are asked for; they
/// differ in the score that is compared and in the test.
///
/// - Source: paper, sections 3.3, 3.6 and 4.1.
public struct PerLanguage: Experiment {
  /// `table-3-per-language`.
  public static let name = "table-3-per-language"

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

  /// A table.
  public init(
    encoders: [String], corpora: [String], seeds: [UInt64] = PublishedNumbers.seeds,
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

  /// A row each protocol, corpus, encoder and seed, where the store has features.
  ///
  /// - Throws: `FeatureStoreError.noFeatures` if it has none for any of them.
  public func plan(in store: FeatureStore) throws -> [PlannedRow<ScoreRow, ProbeCell>] {
    let pairs = try store.pairs(encoders: encoders, corpora: corpora)
    return protocols.flatMap { auditProtocol in
      pairs.flatMap { encoder, corpus in
        seeds.map { seed in
          PlannedRow(
            ScoreRow(auditProtocol, encoder: encoder, corpus: corpus),
            cell: ProbeCell(
              encoder: encoder, corpora: [corpus], taxonomy: taxonomy,
              split: .speakers(trainingFraction: 0.6, seed: seed), recipe: .paper.with(head), seed: seed))
        }
      }
    }
  }

  /// The table.
  public func summarize(_ results: [RowResult<PerLanguage>]) throws -> ScoreSummary {
    try ScoreSummary(
      results,
      layout: ScoreLayout(
        title: "Table 3", setting: "test speakers not in training", encoders: encoders, corpora: corpora,
        published: "table3"))
  }
}
