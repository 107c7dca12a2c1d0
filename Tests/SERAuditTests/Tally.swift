// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import Synchronization
import TestSupport

/// A revision of ``Tally``.
protocol TallyRevision: Sendable { static var number: Int { get } }
enum First: TallyRevision { static let number = 1 }
enum Second: TallyRevision { static let number = 2 }

/// A made-up experiment: a cell counts the letters of a file as often as it is told to.
struct Tally<Revision: TallyRevision>: Experiment {
  static var name: String { "tally" }
  static var revision: Int { Revision.number }

  struct Cell: Codable, Hashable, Sendable {
    var word: String
    var times: Int
  }

  struct Outcome: Codable, Equatable, Sendable {
    var letters: Int
    var share: Double
    var single: Float
  }

  /// What a test sees of a run, and what it makes cells do. No part of the configuration.
  final class Probe: Sendable {
    private let ran = Mutex<[Cell]>([])
    let before: @Sendable (Cell, RunContext) throws -> Void

    init(before: @escaping @Sendable (Cell, RunContext) throws -> Void = { _, _ in }) { self.before = before }

    var cellsRun: [Cell] { ran.withLock { $0 } }

    func run(_ cell: Cell, in context: RunContext) throws {
      try before(cell, context)
      ran.withLock { $0.append(cell) }
    }
  }

  var words: [String]
  var times: [Int]
  var groupsByWord = false
  var costs: [Int: Double] = [:]
  var probe = Probe()

  enum CodingKeys: CodingKey { case words, times, groupsByWord }

  init(
    words: [String], times: [Int], groupsByWord: Bool = false, costs: [Int: Double] = [:],
    probe: Probe = Probe()
  ) {
    self.words = words
    self.times = times
    self.groupsByWord = groupsByWord
    self.costs = costs
    self.probe = probe
  }

  func cells(in store: FeatureStore) -> [Cell] {
    words.flatMap { word in times.map { Cell(word: word, times: $0) } }
  }

  func files(of cell: Cell, in store: FeatureStore) -> [String] { ["\(store.path)/words/\(cell.word).txt"] }

  func groups(of cells: [Cell]) -> [[Cell]] {
    groupsByWord ? words.map { word in cells.filter { $0.word == word } } : cells.map { [$0] }
  }

  func cost(of cell: Cell, in store: FeatureStore) -> Double { costs[cell.times] ?? Double(cell.times) }

  func run(_ group: [Cell], in context: RunContext) throws -> [Outcome] {
    try group.map { cell in
      try probe.run(cell, in: context)
      let letters = try Fixtures.text("\(context.store.path)/words/\(cell.word).txt").count * cell.times
      return Outcome(letters: letters, share: 1 / Double(letters + 2), single: 1 / Float(letters + 3))
    }
  }

  func summarize(_ results: [CellResult<Tally>]) -> [Int] { results.map(\.outcome.letters) }
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

  func tally<Revision: TallyRevision>(
    _ probe: Tally<Revision>.Probe, groupsByWord: Bool = false, costs: [Int: Double] = [:]
  ) -> Tally<Revision> {
    Tally(words: Self.words, times: Self.times, groupsByWord: groupsByWord, costs: costs, probe: probe)
  }

  /// The files of kept outcomes, and whatever else lies beside them.
  func kept(folder: String = "results") throws -> [String] { try scratch.names(in: folder + "/cells") }
}
