// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// What a cell is run with: the store, progress inside the cell, cancellation, the thread budget, and intermediate
/// results that cells share.
public struct RunContext: Sendable {
  /// Where features come from.
  public let store: FeatureStore
  /// Threads that one cell may use; groups already run in parallel, so as a rule 1.
  public let threads: Int
  /// Whether the run should stop; long work asks now and then and throws `CancellationError`.
  public let isCancelled: @Sendable () -> Bool
  /// Takes the share of the group that is done, a fraction.
  public let report: @Sendable (Double) -> Void
  private let shared: SharedArtifacts
  private let digests: FileDigests

  init(
    store: FeatureStore, threads: Int, shared: SharedArtifacts, digests: FileDigests,
    isCancelled: @escaping @Sendable () -> Bool,
    report: @escaping @Sendable (Double) -> Void
  ) {
    self.store = store
    self.threads = threads
    self.shared = shared
    self.digests = digests
    self.isCancelled = isCancelled
    self.report = report
  }

  /// Features of one encoder, opened and checked once a run, and let go when no cell that is left reads their files.
  ///
  /// - Throws: What `FeatureStore.features(encoder:corpora:taxonomy:mode:)` throws; ``InputError`` for a file that
  ///   changed before it was loaded.
  public func features(encoder: String, corpora: [String], taxonomy: Taxonomy) throws -> FeatureSet {
    let key = try CanonicalJSON.digest([encoder, taxonomy.name, CanonicalJSON.digest(taxonomy)] + corpora)
    let files = corpora.map { store.featureFile(encoder: encoder, corpus: $0) }
    return try shared.value(for: key, of: files) {
      let features = try store.features(encoder: encoder, corpora: corpora, taxonomy: taxonomy)
      if store.mode == .load { try digests.settle(files) }
      return features
    }
  }

  /// An intermediate result that several cells need, made once a run.
  ///
  /// - Parameters:
  ///   - description: All that decides the result, the digests of files included; equal descriptions share it. Files
  ///     of the store need no digest: one that changes ends the run.
  ///   - files: Files that cells read who may need the result: it is let go with the last of these cells. Without
  ///     any, it stays to the end of the run.
  ///   - make: Makes the result. Other cells that need it wait.
  public func artifact<Value: Sendable>(
    _ description: some Encodable, of files: [String] = [], make: () throws -> Value
  ) throws -> Value {
    try shared.value(for: CanonicalJSON.digest(description), of: files, make: make)
  }
}
