// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A folder with corpora and the features that encoders made of them (version 1 of the format).
///
/// ```
/// STORE/corpora/<corpus>/utterances.csv      one row an utterance
/// STORE/features/<encoder>/encoder.json      what the encoder is
/// STORE/features/<encoder>/<corpus>.npy      [n, L+1, d], row i = row i of utterances.csv
/// STORE/features/<encoder>/<corpus>.json     optional: rows, ids_sha256
/// ```
///
/// Opening a store reads the names of its folders and nothing else; every file is checked when it is asked
/// for.
public struct FeatureStore: Sendable {
  /// The folder.
  public let path: String
  /// Names of all corpora, in code-point order.
  public let corpora: [String]
  /// Names of all encoders, in code-point order.
  public let encoders: [String]
  /// How feature files come into memory, where a call does not say.
  public let mode: MappedFile.Mode

  /// Opens a store.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - mode: Map feature files, or load them where another program may cut them.
  /// - Throws: ``FeatureStoreError/notAStore(path:missing:)``.
  public init(path: String, mode: MappedFile.Mode = .map) throws(FeatureStoreError) {
    self.path = path
    self.mode = mode
    corpora = Self.folders(in: path + "/corpora", having: "utterances.csv")
    guard !corpora.isEmpty else { throw .notAStore(path: path, missing: "corpora/<corpus>/utterances.csv") }
    encoders = Self.folders(in: path + "/features", having: "encoder.json")
    guard !encoders.isEmpty else { throw .notAStore(path: path, missing: "features/<encoder>/encoder.json") }
  }

  private static func folders(in path: String, having file: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { FileManager.default.fileExists(atPath: "\(path)/\($0)/\(file)") }
      .sortedByCodePoint()
  }

  /// Reads a corpus' table of utterances.
  ///
  /// - Throws: ``FeatureStoreError/unknownCorpus(_:store:known:)`` or ``CorpusError``.
  public func corpus(_ name: String) throws -> Corpus {
    guard corpora.contains(name) else {
      throw FeatureStoreError.unknownCorpus(name, store: path, known: corpora)
    }
    return try Corpus(name: name, path: tablePath(name))
  }

  /// Reads an encoder's description.
  ///
  /// - Throws: ``FeatureStoreError``.
  public func encoder(_ name: String) throws -> EncoderDescription {
    guard encoders.contains(name) else {
      throw FeatureStoreError.unknownEncoder(name, store: path, known: encoders)
    }
    return try decodeJSON(EncoderDescription.self, at: descriptionPath(name))
  }

  /// Whether there are features of this encoder for this corpus.
  public func hasFeatures(encoder: String, corpus: String) -> Bool {
    FileManager.default.fileExists(atPath: featuresPath(encoder, corpus))
  }

  /// The size of a feature file in bytes; `nil` if there is none.
  public func featureBytes(encoder: String, corpus: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: featuresPath(encoder, corpus))
    return (attributes?[.size] as? NSNumber)?.intValue
  }

  /// The file that decides what a corpus is.
  public func files(corpus: String) -> [String] { [tablePath(corpus)] }

  /// The file that decides what an encoder is.
  public func files(encoder: String) -> [String] { [descriptionPath(encoder)] }

  /// The files that decide what one encoder's features of one corpus are.
  public func files(encoder: String, corpus: String) -> [String] {
    let record = recordPath(encoder, corpus)
    return [tablePath(corpus), descriptionPath(encoder), featuresPath(encoder, corpus)]
      + (FileManager.default.fileExists(atPath: record) ? [record] : [])
  }

  /// The file of one encoder's features of one corpus, whether or not it is there.
  package func featureFile(encoder: String, corpus: String) -> String { featuresPath(encoder, corpus) }

  /// Opens the features of a whole corpus, checked against its table and the encoder's description.
  ///
  /// - Parameters:
  ///   - encoder: The encoder's name.
  ///   - corpus: The corpus, as ``corpus(_:)`` gives it.
  ///   - mode: Map the file, or load it where another program may cut it; without it, as the store's ``mode``
  ///     says.
  /// - Returns: The states, and whether `ids_sha256` proves that their rows are those of the table.
  /// - Throws: ``FeatureStoreError`` or ``HiddenStatesError``.
  public func hiddenStates(
    encoder: String, corpus: Corpus, mode: MappedFile.Mode? = nil
  ) throws -> (states: HiddenStates, rowIdentityProven: Bool) {
    try hiddenStates(of: try self.encoder(encoder), in: encoder, corpus: corpus, mode: mode)
  }

  /// The same for an encoder whose description is known already, and lies in the folder `encoder`.
  func hiddenStates(
    of description: EncoderDescription, in encoder: String, corpus: Corpus, mode: MappedFile.Mode?
  ) throws -> (states: HiddenStates, rowIdentityProven: Bool) {
    let file = featuresPath(encoder, corpus.name)
    guard hasFeatures(encoder: encoder, corpus: corpus.name) else {
      throw FeatureStoreError.noFeatures(encoder: encoder, corpus: corpus.name, path: file)
    }
    let states = try HiddenStates(npy: file, mode: mode ?? self.mode)
    guard states.stateCount == description.layers + 1, states.dimension == description.dimension else {
      throw FeatureStoreError.shape(
        path: file, found: [states.stateCount, states.dimension],
        stated: [description.layers + 1, description.dimension])
    }
    guard states.rowCount == corpus.utterances.count else {
      throw FeatureStoreError.rowCount(
        path: file, rows: states.rowCount, utterances: corpus.utterances.count, table: corpus.path)
    }
    let proven = try checkRecord(encoder: encoder, corpus: corpus)
    if let bad = states.firstNonFinite() {
      throw FeatureStoreError.nonFinite(
        path: file, utterance: corpus.utterances[bad.row].id, state: bad.state, dimension: bad.dimension)
    }
    let identities = corpus.utterances.map { RowIdentity(name: "\(corpus.name)_\($0.id)") }
    return (states.identified(as: identities), proven)
  }

  /// What `<corpus>.json` says beside a feature file.
  private struct Record: Codable {
    var rows: Int?
    var idsSHA256: String?

    enum CodingKeys: String, CodingKey {
      case rows
      case idsSHA256 = "ids_sha256"
    }
  }

  private func checkRecord(encoder: String, corpus: Corpus) throws -> Bool {
    let path = recordPath(encoder, corpus.name)
    guard FileManager.default.fileExists(atPath: path) else { return false }
    let record = try decodeJSON(Record.self, at: path)
    if let rows = record.rows, rows != corpus.utterances.count {
      throw FeatureStoreError.rowCount(
        path: path, rows: rows, utterances: corpus.utterances.count, table: corpus.path)
    }
    guard let stated = record.idsSHA256 else { return false }
    guard stated.lowercased() == corpus.idsSHA256 else {
      throw FeatureStoreError.idsDigest(
        path: path, stated: stated, found: corpus.idsSHA256, table: corpus.path)
    }
    return true
  }

  private func decodeJSON<Value: Decodable>(_ type: Value.Type, at path: String) throws -> Value {
    let bytes = try MappedFile(path: path, mode: .load).array()
    do {
      return try JSONText.decode(type, from: bytes)
    } catch let error as DecodingError {
      throw FeatureStoreError.badJSON(path: path, reason: error.sentence)
    }
  }

  private func tablePath(_ corpus: String) -> String { "\(path)/corpora/\(corpus)/utterances.csv" }

  private func descriptionPath(_ encoder: String) -> String { "\(path)/features/\(encoder)/encoder.json" }

  private func featuresPath(_ encoder: String, _ corpus: String) -> String {
    "\(path)/features/\(encoder)/\(corpus).npy"
  }

  private func recordPath(_ encoder: String, _ corpus: String) -> String {
    "\(path)/features/\(encoder)/\(corpus).json"
  }
}

extension DecodingError {
  /// What is wrong and where, in words.
  package var sentence: String {
    func at(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "" : " at '" + path.map(\.stringValue).joined(separator: ".") + "'"
    }
    return switch self {
    case .keyNotFound(let key, let context):
      "the key '\(key.stringValue)' is missing\(at(context.codingPath))"
    case .typeMismatch(let type, let context): "expected \(type)\(at(context.codingPath))"
    case .valueNotFound(let type, let context): "null where \(type) is expected\(at(context.codingPath))"
    case .dataCorrupted(let context): "not valid\(at(context.codingPath)): \(context.debugDescription)"
    @unknown default: "\(self)"
    }
  }
}
