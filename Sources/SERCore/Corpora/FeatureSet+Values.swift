// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension FeatureSet {
  /// Features that lie in no store.
  ///
  /// - Parameters:
  ///   - encoder: What the states came from.
  ///   - corpora: The corpora, in the order in which their rows follow each other.
  ///   - classes: The classes, in the order of their numbers.
  ///   - utterances: The utterances, shape `[n]`; names unique over all corpora.
  ///   - corpusOfRow: The corpus of each utterance, shape `[n]`.
  ///   - labels: The class number of each utterance, shape `[n]`.
  ///   - states: The hidden states, shape `[n, L+1, d]`.
  /// - Precondition: all have *n* rows, every label is in `0..<classes.count`, every corpus is one of
  ///   `corpora`.
  package init(
    encoder: EncoderDescription, corpora: [String], classes: [String], utterances: [Utterance],
    corpusOfRow: [String], labels: [Int], states: HiddenStates
  ) {
    let rows = [utterances.count, corpusOfRow.count, labels.count]
    precondition(
      rows.allSatisfy { $0 == states.rowCount },
      "FeatureSet: \(rows) utterances, corpora and labels for \(states.rowCount) rows of states")
    precondition(
      labels.allSatisfy(classes.indices.contains) && Set(corpusOfRow).isSubset(of: corpora),
      "FeatureSet: a label or a corpus that is none of those named")
    self.encoder = encoder
    self.corpora = corpora
    self.classes = classes
    self.utterances = utterances
    self.corpusOfRow = corpusOfRow
    self.labels = labels
    self.states = states
    leftOut = [:]
    rowIdentityProven = true
  }
}
