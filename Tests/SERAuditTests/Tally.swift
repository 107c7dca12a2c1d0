// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERReport
import Synchronization
import TestSupport

/// A revision of ``Tally``.
protocol TallyRevision: Sendable { static var number: Int { get } }
enum First: TallyRevision { static let number = 1 }
enum Second: TallyRevision { static let number = 2 }

/// A made-up experiment: a cell counts the letters of a file as often as it is told to.
struct Tally<Revision: TallyRevision>: Experiment {
  static var name: String { "tally" }

  struct Cell: ExperimentCell {
    static var kind: String { "tally" }
    static var revision: Int { Revision.number }

    /// The file; the same words may lie in several stores.
    var word: String
    var times: Int
    var sharesPass = false

    var inputs: [CellInput] { [.file(word)] }

    func cost(in store: FeatureStore) -> Double { TallyBoard.costs(of: store)[times] ?? Double(times) }

    static func groups(of cells: [Cell]) -> [[Cell]] {
      var words: [String] = []
      for cell in cells where !words.contains(cell.word) { words.append(cell.word) }
      return cells.contains { $0.sharesPass }
        ? words.map { word in cells.filter { $0.word == word } } : cells.map { [$0] }
    }

    static func run(_ group: [Cell], in context: RunContext) throws -> [Outcome] {
      try group.map { cell in
        try TallyBoard.probe(of: context.store).run(word: cell.name, times: cell.times, in: context)
        let letters = try context.bytes(of: cell.word).count * cell.times
        return Outcome(letters: letters, share: 1 / Double(letters + 2), single: 1 / Float(letters + 3))
      }
    }

    /// The file's name without its ending.
    var name: String { URL(filePath: word).deletingPathExtension().lastPathComponent }
  }

  struct Outcome: Codable, Equatable, Sendable {
    var letters: Int
    var share: Double
    var single: Float
  }

  var words: [String]
  var times: [Int]
  var sharesPass = false

  func plan(in store: FeatureStore) -> [PlannedRow<String, Cell>] {
    words.flatMap { word in
      times.map {
        PlannedRow(
          word, cell: Cell(word: "\(store.path)/words/\(word).txt", times: $0, sharesPass: sharesPass))
      }
    }
  }

  func summarize(_ results: [RowResult<Tally>]) -> TallySummary {
    TallySummary(letters: results.map(\.outcome.letters))
  }
}

struct TallySummary: ExperimentSummary {
  var letters: [Int]

  var tables: [ResultTable] {
    [ResultTable("letters.csv", letters, columns: [Column("letters") { CSVField($0) }])]
  }

  var report: Report { Report(sections: [Report.Section("\(letters)", [])]) }
}

/// What a test sees of a run, and what it makes cells do.
final class TallyProbe: Sendable {
  struct Seen: Hashable, Sendable {
    var word: String
    var times: Int
  }

  private let ran = Mutex<[Seen]>([])
  private let before: @Sendable (Seen, RunContext) throws -> Void

  init(before: @escaping @Sendable (Seen, RunContext) throws -> Void = { _, _ in }) { self.before = before }

  var cellsRun: [Seen] { ran.withLock { $0 } }

  func run(word: String, times: Int, in context: RunContext) throws {
    let seen = Seen(word: word, times: times)
    try before(seen, context)
    ran.withLock { $0.append(seen) }
  }
}

/// Probes and costs of the stores that are in use: a cell is a value and knows of neither.
enum TallyBoard {
  private struct Post: Sendable {
    var probe = TallyProbe()
    var costs: [Int: Double] = [:]
  }

  private static let posts = Mutex<[String: Post]>([:])

  static func set(_ probe: TallyProbe, costs: [Int: Double] = [:], for store: FeatureStore) {
    posts.withLock { $0[store.path] = Post(probe: probe, costs: costs) }
  }

  static func probe(of store: FeatureStore) -> TallyProbe {
    posts.withLock { $0[store.path]?.probe } ?? TallyProbe()
  }

  static func costs(of store: FeatureStore) -> [Int: Double] {
    posts.withLock { $0[store.path]?.costs } ?? [:]
  }
}

/// A store with words to count, and a folder for results.
struct TallyBench: Sendable {
  static let words = ["ant", "bee", "crane", "dove"]
  static let times = [1, 5, 2]

  let scratch: ScratchFolder
  let store: FeatureStore

  init() throws {
    scratch = try ScratchFolder()
    let path = try TestStore.copyOfGolden(in: scratch).path
    for word in Self.words { try scratch.put(word, as: "store/words/\(word).txt") }
    store = try FeatureStore(path: path)
  }

  func runner(threads: Int = 2, shard: Shard? = nil, folder: String = "results") -> ExperimentRunner {
    ExperimentRunner(store: store, folder: scratch.file(folder), threads: threads, shard: shard)
  }

  /// An experiment on the words, and what is to be seen of its runs from now on.
  func tally(
    _ probe: TallyProbe, words: [String] = Self.words, times: [Int] = Self.times, sharesPass: Bool = false,
    costs: [Int: Double] = [:]
  ) -> Tally<First> {
    TallyBoard.set(probe, costs: costs, for: store)
    return Tally(words: words, times: times, sharesPass: sharesPass)
  }

  /// The same experiment of some revision.
  func tally<Revision: TallyRevision>(_ probe: TallyProbe, revision: Revision.Type) -> Tally<Revision> {
    TallyBoard.set(probe, for: store)
    return Tally(words: Self.words, times: Self.times)
  }

  /// The files of kept outcomes, and whatever else lies beside them.
  func kept(folder: String = "results", revision: Int = 1) throws -> [String] {
    try scratch.names(in: "\(folder)/cells/tally-\(revision)")
  }
}
