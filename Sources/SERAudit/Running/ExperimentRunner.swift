// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
internal import Synchronization

/// Runs any experiment: groups in parallel, every finished outcome kept on disk and skipped on the next run.
///
/// ```swift
/// let runner = ExperimentRunner(store: store, folder: "results/table-3-per-language", threads: 2)
/// let run = try runner.run(experiment)
/// let table = try experiment.summarize(run.results)
/// ```
///
/// A file that changes while cells read it ends the run: the outcome would go under the digest of another file.
///
/// Killed at any moment, the next run goes on from the outcomes that are there. A shard runs its share of the groups;
/// once all shards have left their outcomes in one folder, a run without a shard finds them all, computes nothing and
/// summarizes: that is the merge.
public struct ExperimentRunner: Sendable {
  /// Where features come from.
  public var store: FeatureStore
  /// The folder of results; outcomes are kept in `cells` inside it.
  public var folder: String
  /// Groups that run at once.
  public var threads: Int
  /// The share of the groups to run; all if `nil`.
  public var shard: Shard?

  /// A runner.
  ///
  /// - Precondition: `threads` is positive.
  public init(store: FeatureStore, folder: String, threads: Int, shard: Shard? = nil) {
    precondition(threads > 0, "ExperimentRunner: \(threads) threads; at least one is needed")
    self.store = store
    self.folder = folder
    self.threads = threads
    self.shard = shard
  }

  /// What a run did.
  public struct Run<E: Experiment>: Sendable {
    /// Results of all cells that have an outcome, in the order of the experiment's cells.
    public let results: [CellResult<E>]
    /// Cells of the experiment.
    public let cells: Int
    /// Cells that this run computed.
    public let computed: Int
    /// SHA-256 of every file that was read.
    public let fileDigests: [String: String]

    /// Whether every cell has an outcome, so that the table can be made.
    public var isComplete: Bool { results.count == cells }
  }

  /// Runs what has no outcome yet.
  ///
  /// - Parameters:
  ///   - experiment: The configuration.
  ///   - isCancelled: Asked by long work; `CancellationError` is thrown once it says yes.
  ///   - progress: Told whenever something is done; may be called from any thread, one call at a time.
  /// - Throws: `FileError` for a folder that takes no files, before anything runs; ``InputError`` for a file that changes
  ///   meanwhile; what a cell throws, of several that fail the one that was started first; outcomes finished by then are kept.
  public func run<E: Experiment>(
    _ experiment: E, isCancelled: @escaping @Sendable () -> Bool = { Task.isCancelled },
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) throws -> Run<E> {
    let cells = try experiment.cells(in: store)
    let outcomes = OutcomeFolder(path: folder + "/cells")
    for path in [folder, outcomes.path] { try PendingFile.prepareFolder(path) }
    let digests = FileDigests()
    let files = cells.map { experiment.files(of: $0, in: store) }
    try digests.prepare(files.flatMap { $0 }, threads: threads)

    var keys: [E.Cell: String] = [:]
    for (cell, files) in zip(cells, files) {
      keys[cell] = try OutcomeFolder.key(
        experiment, cell: cell, fileDigests: try files.map { try digests.digest(of: $0) })
    }
    let known = keys
    var found: [E.Cell: E.Outcome] = [:]
    for (cell, key) in known { found[cell] = outcomes.outcome(E.self, key: key) }

    let groups = experiment.groups(of: cells).enumerated()
      .filter { shard?.contains($0.offset) ?? true }
      .map { group in group.element.filter { found[$0] == nil } }
      .filter { !$0.isEmpty }
      .map { group in (cells: group, cost: group.reduce(0) { $0 + experiment.cost(of: $1, in: store) }) }
      .sorted { $0.cost > $1.cost }
    let meter = ProgressMeter(costs: groups.map(\.cost), cells: groups.map(\.cells.count), report: progress)
    let filesOfCell = Dictionary(zip(cells, files), uniquingKeysWith: { first, _ in first })
    let shared = SharedArtifacts(files: groups.flatMap(\.cells).map { filesOfCell[$0]! })
    let computed = try parallelMap(Array(groups.enumerated()), threads: threads) { number, group in
      if isCancelled() { throw CancellationError() }
      let context = RunContext(
        store: store, threads: 1, shared: shared, digests: digests, isCancelled: isCancelled
      ) {
        meter.update(number, share: $0)
      }
      let read = group.cells.map { filesOfCell[$0]! }
      let results = try Self.checking(digests, read.flatMap { $0 }) {
        try experiment.run(group.cells, in: context)
      }
      precondition(
        results.count == group.cells.count,
        "\(E.name): \(results.count) outcomes for a group of \(group.cells.count)")
      for (cell, outcome) in zip(group.cells, results) {
        try outcomes.keep(E.self, key: known[cell]!, cell: cell, outcome: outcome)
      }
      for files in read { shared.finish(files) }
      meter.update(number, share: 1)
      return Array(zip(group.cells, results))
    }
    for (cell, outcome) in computed.joined() { found[cell] = outcome }

    var read: [String: String] = [:]
    for path in files.joined() { read[path] = try digests.digest(of: path) }
    return Run(
      results: cells.compactMap { cell in found[cell].map { CellResult(cell: cell, outcome: $0) } },
      cells: cells.count, computed: computed.reduce(0) { $0 + $1.count }, fileDigests: read)
  }

  /// What `body` gives, if the files that it read are still those that were digested.
  private static func checking<Value>(
    _ digests: FileDigests, _ files: [String], _ body: () throws -> Value
  ) throws -> Value {
    let value: Value
    do {
      value = try body()
    } catch {
      // A file that changed explains better than what was found in it.
      if !(error is CancellationError) { try digests.requireUnchanged(files) }
      throw error
    }
    try digests.requireUnchanged(files)
    return value
  }
}

/// Share `index` of `count` of an experiment's groups: those whose number leaves that remainder.
public struct Shard: Hashable, Codable, Sendable {
  /// Which share, from 1.
  public let index: Int
  /// How many shares.
  public let count: Int

  /// Share `index` of `count`; `nil` unless 1 ≤ `index` ≤ `count`.
  public init?(index: Int, of count: Int) {
    guard count >= 1, index >= 1, index <= count else { return nil }
    self.index = index
    self.count = count
  }

  /// Whether the group with this number belongs to the share.
  public func contains(_ group: Int) -> Bool { group % count == index - 1 }
}
