// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import SERCore
internal import SERReport

/// What any experiment must hold, so that its outcomes can be kept, resumed, shared and spread: a check to
/// put into the tests of a new table.
///
/// ```swift
/// let check = ExperimentCheck(experiment, on: store, in: "scratch")
/// #expect(try check.violations() == [])
/// ```
///
/// The experiment is run some ten times, so take a small store and few epochs.
public struct ExperimentCheck<E: Experiment>: Sendable {
  private let experiment: E
  private let store: FeatureStore
  private let folder: String

  /// A check.
  ///
  /// - Parameters:
  ///   - experiment: The experiment.
  ///   - store: A small store to run it on.
  ///   - folder: A folder for outcomes and copies; what an earlier check left there is removed.
  public init(_ experiment: E, on store: FeatureStore, in folder: String) {
    (self.experiment, self.store, self.folder) = (experiment, store, folder)
  }

  /// All that does not hold, a sentence each.
  ///
  /// Held: equal files on one thread and three, resumed, in shares, and from disk; a finished run computes
  /// nothing; a cell gives alone what it gives in its group; a cell is what its JSON says; it declares what
  /// it reads; and each file of the store that changes makes anew the cells that declare it, and no others.
  ///
  /// - Throws: What running the experiment throws, ``ExperimentError`` included.
  public func violations() throws -> [String] {
    var found: [String] = []
    for name in ["one-thread", "three-threads", "shares", "store"] {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    let plan = CellPlan(try experiment.plan(in: store))
    if plan.cells.isEmpty { return ["the plan has no row, so nothing is checked"] }
    let first = try run("one-thread", threads: 1)
    let expected = try files(first.results)
    func compare(_ run: ExperimentRunner.Run<E>, _ how: String, computing cells: Int) throws {
      if run.computed != cells { found.append("\(how): \(run.computed) cells computed in place of \(cells)") }
      let files = try files(run.results)
      for (name, bytes) in expected where files[name] != bytes { found.append("\(how): \(name) differs") }
    }
    let all = plan.cells.count
    if first.computed != all { found.append("\(first.computed) of \(all) cells computed in a new folder") }
    try compare(run("one-thread", threads: 1), "a second run", computing: 0)
    try compare(run("three-threads", threads: 3), "three threads", computing: all)
    try removeHalf(of: "three-threads")
    try compare(run("three-threads", threads: 2), "resumed", computing: (all + 1) / 2)
    for share in 1...2 { _ = try run("shares", threads: 1, shard: Shard(index: share, of: 2)) }
    try compare(run("shares", threads: 1), "merged from two shares", computing: 0)
    found += try alone(first.cellResults)
    for cell in plan.cells {
      let json = try CanonicalJSON.encode(cell)
      if try JSONText.decode(E.Cell.self, from: json) != cell {
        found.append("a cell differs from what its JSON says: \(String(decoding: json, as: UTF8.self))")
      }
      if cell.inputs.isEmpty { found.append("a cell declares no input") }
    }
    return found + (try changedFiles(plan.cells))
  }

  private func run(_ name: String, threads: Int, shard: Shard? = nil) throws -> ExperimentRunner.Run<E> {
    try ExperimentRunner(store: store, folder: "\(folder)/\(name)", threads: threads, shard: shard)
      .run(experiment)
  }

  private func files(_ results: [RowResult<E>]) throws -> [String: [UInt8]] {
    let tables = try experiment.summarize(results).tables
    return Dictionary(tables.map { ($0.name, $0.csv.bytes) }, uniquingKeysWith: { $0 + $1 })
  }

  private func removeHalf(of name: String) throws {
    let outcomes = OutcomeFolder<E.Cell>(root: "\(folder)/\(name)/cells").path
    let kept = try FileManager.default.contentsOfDirectory(atPath: outcomes).sorted()
    for name in kept.prefix((kept.count + 1) / 2) {
      try FileManager.default.removeItem(atPath: "\(outcomes)/\(name)")
    }
  }

  /// Cells whose outcome depends on those that they run with.
  private func alone(_ results: [CellResult<E.Cell>]) throws -> [String] {
    let shared = SharedArtifacts()
    return try results.compactMap { result in
      let context = RunContext(
        for: [result.cell], store: store, threads: 1, shared: shared, digests: FileDigests(),
        isCancelled: { false }, report: { _ in })
      let outcome = try E.Cell.run([result.cell], in: context)
      let same = try outcome.map { try CanonicalJSON.encode($0) } == [CanonicalJSON.encode(result.outcome)]
      return same ? nil : "a cell gives something else alone than in its group"
    }
  }

  /// Files whose change does not make anew just the cells that declare them, looked at in a copy of the
  /// store.
  private func changedFiles(_ cells: [E.Cell]) throws -> [String] {
    let copy = "\(folder)/store"
    try FileManager.default.copyItem(atPath: store.path, toPath: copy)
    let outcomes = OutcomeFolder<E.Cell>(root: "\(folder)/one-thread/cells")
    let copied = try FeatureStore(path: copy)
    var found: [String] = []
    // A file that is declared by its path is the same one in the copy.
    let inputs = Set(cells.flatMap(\.inputs)).filter { $0.files(in: store) != $0.files(in: copied) }
    for path in Set(inputs.flatMap { $0.files(in: store) }) {
      let name = String(path.dropFirst(store.path.count + 1))
      let original = try MappedFile(path: path, mode: .load).array()
      try AtomicFile.write(original + [10], to: "\(copy)/\(name)")
      let work = try CellWork(cells, in: copied, outcomes: outcomes, threads: 1)
      for (cell, outcome) in zip(cells, work.found) {
        let reads = cell.inputs.contains { $0.files(in: store).contains(path) }
        if reads != (outcome == nil) {
          found.append(
            "\(name) changed, and a cell that \(reads ? "reads it was kept" : "does not was made anew")")
        }
      }
      try AtomicFile.write(original, to: "\(copy)/\(name)")
    }
    return found
  }
}
