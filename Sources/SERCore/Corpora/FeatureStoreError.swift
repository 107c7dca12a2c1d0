// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a feature store, or something in it, cannot be used.
public enum FeatureStoreError: Error, Hashable, Sendable {
  /// The folder is no feature store.
  case notAStore(path: String, missing: String)
  /// The store has no corpus of that name.
  case unknownCorpus(String, store: String, known: [String])
  /// The store has no encoder of that name.
  case unknownEncoder(String, store: String, known: [String])
  /// The encoder has no features for the corpus.
  case noFeatures(encoder: String, corpus: String, path: String)
  /// A JSON file cannot be understood.
  case badJSON(path: String, reason: String)
  /// The number of rows differs from the number of utterances.
  case rowCount(path: String, rows: Int, utterances: Int, table: String)
  /// The features have not the shape that `encoder.json` states.
  case shape(path: String, found: [Int], stated: [Int])
  /// The ids stand in another order, or are others, than when the features were made.
  case idsDigest(path: String, stated: String, found: String, table: String)
  /// A value is NaN or infinite.
  case nonFinite(path: String, utterance: String, state: Int, dimension: Int)
  /// A label has no place in the taxonomy.
  case label(path: String, utterance: String, error: TaxonomyError)
  /// No utterance is left after the taxonomy's classes were chosen.
  case noUtterances(corpora: [String], taxonomy: String)
}

extension FeatureStoreError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .notAStore(let path, let missing):
      "\(path) is no feature store: \(missing) is missing; a store has corpora/<corpus>/utterances.csv and "
        + "features/<encoder>/<corpus>.npy"
    case .unknownCorpus(let name, let store, let known):
      "no corpus '\(name)' in \(store)" + NearNames.sentence(for: name, among: known)
        + "; it has \(known.joined(separator: ", "))"
    case .unknownEncoder(let name, let store, let known):
      "no encoder '\(name)' in \(store)" + NearNames.sentence(for: name, among: known)
        + "; it has \(known.joined(separator: ", "))"
    case .noFeatures(let encoder, let corpus, let path):
      "encoder '\(encoder)' has no features for corpus '\(corpus)': \(path) does not exist"
    case .badJSON(let path, let reason): "\(path): \(reason)"
    case .rowCount(let path, let rows, let utterances, let table):
      "\(path) has \(rows) rows, but \(table) has \(utterances) utterances; row i of the one must be row i of the other"
    case .shape(let path, let found, let stated):
      "\(path) holds \(found[0]) states of dimension \(found[1]), but encoder.json states \(stated[0]) (layers + 1) "
        + "of dimension \(stated[1])"
    case .idsDigest(let path, let stated, let found, let table):
      "\(path) was made for ids with SHA-256 \(stated.prefix(12))…, but those of \(table) have \(found.prefix(12))…; "
        + "the table was sorted or changed since: restore it, or extract the features again"
    case .nonFinite(let path, let utterance, let state, let dimension):
      "\(path): NaN or infinity at utterance '\(utterance)', layer \(state), dimension \(dimension); "
        + "extract its features again"
    case .label(let path, let utterance, let error): "\(path), utterance '\(utterance)': \(error)"
    case .noUtterances(let corpora, let taxonomy):
      "no utterance of \(corpora.joined(separator: ", ")) has a class of the taxonomy '\(taxonomy)'"
    }
  }
}
