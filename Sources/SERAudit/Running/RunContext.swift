// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
internal import Synchronization

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

  init(
    store: FeatureStore, threads: Int, shared: SharedArtifacts, isCancelled: @escaping @Sendable () -> Bool,
    report: @escaping @Sendable (Double) -> Void
  ) {
    self.store = store
    self.threads = threads
    self.shared = shared
    self.isCancelled = isCancelled
    self.report = report
  }

  /// Features of one encoder, opened and checked once a run.
  ///
  /// - Throws: What `FeatureStore.features(encoder:corpora:taxonomy:mode:)` throws.
  public func features(encoder: String, corpora: [String], taxonomy: Taxonomy) throws -> FeatureSet {
    let key = try CanonicalJSON.digest([encoder, taxonomy.name, CanonicalJSON.digest(taxonomy)] + corpora)
    return try shared.value(for: key) {
      try store.features(encoder: encoder, corpora: corpora, taxonomy: taxonomy)
    }
  }

  /// An intermediate result that several cells need, made once a run.
  ///
  /// - Parameters:
  ///   - description: All that decides the result, the digests of files included; equal descriptions share it.
  ///   - make: Makes the result. Other cells that need it wait.
  public func artifact<Value: Sendable>(
    _ description: some Encodable, make: () throws -> Value
  ) throws -> Value {
    try shared.value(for: CanonicalJSON.digest(description), make: make)
  }
}

/// Values by content, each made once.
final class SharedArtifacts: Sendable {
  private final class Slot: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  private let slots = Mutex<[String: Slot]>([:])

  func value<Value: Sendable>(for key: String, make: () throws -> Value) throws -> Value {
    let slot = slots.withLock { slots in
      let slot = slots[key] ?? Slot()
      slots[key] = slot
      return slot
    }
    return try slot.value.withLock { kept in
      if let known = kept as? Value { return known }
      let made = try make()
      kept = made
      return made
    }
  }
}
