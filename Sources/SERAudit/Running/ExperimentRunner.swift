// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Runs any experiment: groups in parallel, every finished outcome kept on disk and skipped on the next run.
///
/// ```swift
/// let runner = ExperimentRunner(store: store, folder: "results/table-3-per-language", threads: 2)
/// let run = try runner.run(experiment)
/// let table = try experiment.summarize(run.results)
/// ```
///
/// Outcomes are kept by what they are, so one folder of them, ``cells``, can serve several tables: the second
/// computes only what the first did not.
///
/// A file that changes while cells read it ends the run: the outcome would go under the digest of another
/// file.
///
/// Killed at any moment, the next run goes on from the outcomes that are there. A shard runs its share of the
/// groups; once all shards have left their outcomes in one folder, a run without a shard finds them all,
/// computes nothing and summarizes: that is the merge.
public struct ExperimentRunner: Sendable {
  /// Where features come from.
  public var store: FeatureStore
  /// The folder of results.
  public var folder: String
  /// The folder of outcomes.
  public var cells: String
  /// Groups that run at once.
  public var threads: Int
  /// The share of the groups to run; all if `nil`.
  public var shard: Shard?

  /// A runner.
  ///
  /// - Parameters:
  ///   - store: Where features come from.
  ///   - folder: The folder of results.
  ///   - cells: The folder of outcomes; without it, `cells` inside the folder of results.
  ///   - threads: Groups that run at once.
  ///   - shard: The share of the groups to run; all if `nil`.
  /// - Precondition: `threads` is positive.
  public init(
    store: FeatureStore, folder: String, cells: String? = nil, threads: Int, shard: Shard? = nil
  ) {
    precondition(threads > 0, "ExperimentRunner: \(threads) threads; at least one is needed")
    self.store = store
    self.folder = folder
    self.cells = cells ?? folder + "/cells"
    self.threads = threads
    self.shard = shard
  }

  /// What a run did.
  public struct Run<E: Experiment>: Sendable {
    /// Results of all rows whose cell has an outcome, in the order of the plan.
    public let results: [RowResult<E>]
    /// Cells that have an outcome, each once, in the order in which rows name them.
    public let cellResults: [CellResult<E.Cell>]
    /// Cells of the experiment, each counted once.
    public let cells: Int
    /// Cells that this run computed.
    public let computed: Int
    /// SHA-256 of every file that was read.
    public let fileDigests: [String: String]
    /// What a person should know of the folder of outcomes, such as that some are of an older revision.
    public let notes: [String]

    /// Whether every cell has an outcome, so that the table can be made.
    public var isComplete: Bool { cellResults.count == cells }
  }

  /// Runs what has no outcome yet.
  ///
  /// - Parameters:
  ///   - experiment: The configuration.
  ///   - isCancelled: Asked by long work; `CancellationError` is thrown once it says yes.
  ///   - progress: Told whenever something is done; may be called from any thread, one call at a time.
  /// - Throws: `FileError` for a folder that takes no files, before anything runs; ``InputError`` for a file
  ///   that changes meanwhile; ``ExperimentError`` for work that is not described as it should be; what a
  ///   cell throws, of several that fail the one that was started first. Outcomes finished by then are kept.
  public func run<E: Experiment>(
    _ experiment: E, isCancelled: @escaping @Sendable () -> Bool = { Task.isCancelled },
    progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) throws -> Run<E> {
    let plan = CellPlan(try experiment.plan(in: store))
    try PendingFile.prepareFolder(folder)
    let work = try CellWork(plan.cells, in: store, outcomes: OutcomeFolder(root: cells), threads: threads)
    let computed = try execute(work, try plan.groups(), isCancelled, progress)
    var outcomes = work.found
    for (cell, outcome) in computed { outcomes[cell] = outcome }
    return Run(
      results: zip(plan.rows, plan.cellOfRow).compactMap { row, cell in
        outcomes[cell].map { RowResult(row: row, cell: plan.cells[cell], outcome: $0) }
      },
      cellResults: zip(plan.cells, outcomes).compactMap { cell, outcome in
        outcome.map { CellResult(cell: cell, outcome: $0) }
      },
      cells: plan.cells.count, computed: computed.count, fileDigests: try work.fileDigests(),
      notes: work.outcomes.leftovers())
  }

  /// Runs the cells of this share that have no outcome, long groups first, and keeps what comes out.
  ///
  /// - Returns: For each cell that was run its number and outcome.
  private func execute<Cell: ExperimentCell>(
    _ work: CellWork<Cell>, _ groups: [[Int]], _ isCancelled: @escaping @Sendable () -> Bool,
    _ progress: @escaping @Sendable (RunProgress) -> Void
  ) throws -> [(cell: Int, outcome: Cell.Outcome)] {
    let groups = groups.enumerated()
      .filter { shard?.contains($0.offset) ?? true }
      .map { group in group.element.filter { work.found[$0] == nil } }
      .filter { !$0.isEmpty }
      .map { group in (cells: group, cost: group.reduce(0) { $0 + work.cells[$1].cost(in: store) }) }
      .sorted { $0.cost > $1.cost }
    if groups.isEmpty { return [] }
    try work.outcomes.prepare()
    let meter = ProgressMeter(costs: groups.map(\.cost), cells: groups.map(\.cells.count), report: progress)
    let shared = SharedArtifacts(
      inputs: groups.flatMap(\.cells).map { work.cells[$0].inputs.flatMap(\.allowed) })
    let spare = max(1, threads / groups.count)
    return try parallelMap(Array(groups.enumerated()), threads: threads) { number, group in
      if isCancelled() { throw CancellationError() }
      let cells = group.cells.map { work.cells[$0] }
      let context = RunContext(
        for: cells, store: store, threads: spare, shared: shared, digests: work.digests,
        isCancelled: isCancelled
      ) { meter.update(number, share: $0) }
      let results = try work.checkingFiles(of: group.cells) { try Cell.run(cells, in: context) }
      guard results.count == cells.count else {
        throw ExperimentError.outcomes(kind: Cell.kind, found: results.count, cells: cells.count)
      }
      for (cell, outcome) in zip(group.cells, results) { try work.keep(outcome, of: cell) }
      for cell in cells { shared.finish(cell.inputs.flatMap(\.allowed)) }
      meter.update(number, share: 1)
      return Array(zip(group.cells, results).map { (cell: $0, outcome: $1) })
    }.flatMap { $0 }
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
