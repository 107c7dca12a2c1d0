// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// What a cell is run with: what it declared to read, progress inside the cell, cancellation, a budget of
/// threads, and intermediate results that cells share.
public struct RunContext: Sendable {
  /// Threads that the group may use: more than 1 where there are fewer groups than threads.
  public let threads: Int
  /// Whether the run should stop; long work asks now and then and throws `CancellationError`.
  public let isCancelled: @Sendable () -> Bool
  /// Takes the share of the group that is done, a fraction.
  public let report: @Sendable (Double) -> Void
  package let store: FeatureStore
  private let kind: String
  private let allowed: Set<CellInput>
  private let shared: SharedArtifacts
  private let digests: FileDigests

  init<Cell: ExperimentCell>(
    for group: [Cell], store: FeatureStore, threads: Int, shared: SharedArtifacts, digests: FileDigests,
    isCancelled: @escaping @Sendable () -> Bool, report: @escaping @Sendable (Double) -> Void
  ) {
    self.store = store
    self.threads = threads
    self.shared = shared
    self.digests = digests
    self.isCancelled = isCancelled
    self.report = report
    kind = Cell.kind
    allowed = Set(group.flatMap(\.inputs).flatMap(\.allowed))
  }

  /// Features of one encoder, opened and checked once a run, and let go when no cell that is left reads them.
  ///
  /// - Throws: ``ExperimentError/undeclaredInput(kind:input:)``; what
  ///   `FeatureStore.features(encoder:corpora:taxonomy:mode:)` throws; ``InputError`` for a file that changed
  ///   before it was loaded.
  public func features(encoder: String, corpora: [String], taxonomy: Taxonomy) throws -> FeatureSet {
    let inputs = corpora.map { CellInput.features(encoder: encoder, corpus: $0) }
    let description = [encoder, taxonomy.name, try CanonicalJSON.digest(taxonomy)] + corpora
    return try artifact(description, of: inputs) {
      let features = try store.features(encoder: encoder, corpora: corpora, taxonomy: taxonomy)
      if store.mode == .load {
        try digests.settle(corpora.map { store.featureFile(encoder: encoder, corpus: $0) })
      }
      return features
    }
  }

  /// A corpus' table of utterances.
  ///
  /// - Throws: ``ExperimentError/undeclaredInput(kind:input:)``; what `FeatureStore.corpus(_:)` throws.
  public func corpus(_ name: String) throws -> Corpus {
    try require([.utterances(corpus: name)])
    return try store.corpus(name)
  }

  /// An encoder's description.
  ///
  /// - Throws: ``ExperimentError/undeclaredInput(kind:input:)``; what `FeatureStore.encoder(_:)` throws.
  public func encoder(_ name: String) throws -> EncoderDescription {
    try require([.encoder(name)])
    return try store.encoder(name)
  }

  /// The bytes of a file that is declared by its path.
  ///
  /// - Throws: ``ExperimentError/undeclaredInput(kind:input:)``, `FileError`.
  public func bytes(of path: String) throws -> [UInt8] {
    try require([.file(path)])
    return try MappedFile(path: path, mode: .load).array()
  }

  /// An intermediate result that several cells need, made once a run.
  ///
  /// - Parameters:
  ///   - description: All that decides the result; equal descriptions share it. What is read of the store
  ///     needs no digest: a file that changes ends the run.
  ///   - inputs: What is read for the result: it is let go with the last cell that reads any of it. Without
  ///     any, it stays to the end of the run.
  ///   - make: Makes the result. Other cells that need it wait.
  /// - Throws: ``ExperimentError/undeclaredInput(kind:input:)``; what `make` throws.
  public func artifact<Value: Sendable>(
    _ description: some Encodable, of inputs: [CellInput] = [], make: () throws -> Value
  ) throws -> Value {
    try require(inputs)
    return try shared.value(for: CanonicalJSON.digest(description), of: inputs, make: make)
  }

  private func require(_ inputs: [CellInput]) throws(ExperimentError) {
    for input in inputs where !allowed.contains(input) {
      throw .undeclaredInput(kind: kind, input: input)
    }
  }
}
