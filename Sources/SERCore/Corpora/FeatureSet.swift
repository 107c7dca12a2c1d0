// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The utterances of one or several corpora that belong to a taxonomy, with their labels and one encoder's
/// hidden states: what a probe is trained and tested on.
///
/// Where several corpora are pooled, speaker, sentence, recording and id are `<corpus>_<code>`, since codes
/// of different corpora collide.
public struct FeatureSet: Sendable {
  /// The encoder.
  public let encoder: EncoderDescription
  /// The corpora, in the order in which their rows follow each other.
  public let corpora: [String]
  /// The classes, in the order of their numbers.
  public let classes: [String]
  /// The utterances, shape `[n]`.
  public let utterances: [Utterance]
  /// The corpus of each utterance, shape `[n]`.
  public let corpusOfRow: [String]
  /// The class number of each utterance, shape `[n]`.
  public let labels: [Int]
  /// The hidden states, shape `[n, L+1, d]`, read in place.
  public let states: HiddenStates
  /// How many utterances of each native label were left out by the taxonomy.
  public let leftOut: [String: Int]
  /// Whether `ids_sha256` proves, for every corpus, that rows of features are rows of the table.
  public let rowIdentityProven: Bool

  /// The speaker of each utterance, shape `[n]`.
  public var speakers: [String] { utterances.map(\.speaker) }
}

extension FeatureStore {
  /// Opens what a probe needs: one encoder's states of one or several corpora, with labels.
  ///
  /// - Parameters:
  ///   - encoder: The encoder's name.
  ///   - corpora: The corpora to pool, in order.
  ///   - taxonomy: Which native labels belong to which class.
  ///   - mode: Map the files, or load them where another program may cut them; without it, as the store's
  ///     ``mode`` says.
  /// - Throws: ``FeatureStoreError``, ``CorpusError`` or ``HiddenStatesError``.
  /// - Precondition: `corpora` is not empty.
  public func features(
    encoder: String, corpora: [String], taxonomy: Taxonomy, mode: MappedFile.Mode? = nil
  ) throws -> FeatureSet {
    precondition(!corpora.isEmpty, "FeatureStore.features: no corpus is named")
    var utterances: [Utterance] = []
    var corpusOfRow: [String] = []
    var labels: [Int] = []
    var parts: [HiddenStates] = []
    var leftOut: [String: Int] = [:]
    var proven = true
    let description = try self.encoder(encoder)
    for name in corpora {
      let corpus = try self.corpus(name)
      let (states, rowsProven) = try hiddenStates(of: description, in: encoder, corpus: corpus, mode: mode)
      proven = proven && rowsProven
      var rows: [Int] = []
      let numbers = try corpus.classNumbers(under: taxonomy)
      for (row, (utterance, number)) in zip(corpus.utterances, numbers).enumerated() {
        guard let label = number else {
          leftOut[utterance.emotion, default: 0] += 1
          continue
        }
        rows.append(row)
        labels.append(label)
        utterances.append(corpora.count > 1 ? utterance.pooled(from: name) : utterance)
        corpusOfRow.append(name)
      }
      parts.append(states.selecting(rows))
    }
    guard !labels.isEmpty else {
      throw FeatureStoreError.noUtterances(corpora: corpora, taxonomy: taxonomy.name)
    }
    return FeatureSet(
      encoder: description, corpora: corpora, classes: taxonomy.classes, utterances: utterances,
      corpusOfRow: corpusOfRow, labels: labels, states: .pooling(parts), leftOut: leftOut,
      rowIdentityProven: proven)
  }
}

extension Utterance {
  /// The same utterance under names that are unique over pooled corpora.
  package func pooled(from corpus: String) -> Utterance {
    var pooled = self
    pooled.id = "\(corpus)_\(id)"
    pooled.speaker = "\(corpus)_\(speaker)"
    pooled.sentence = sentence.map { "\(corpus)_\($0)" }
    pooled.recording = recording.map { "\(corpus)_\($0)" }
    return pooled
  }
}
