// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import Synchronization
import TestSupport
import Testing

@Suite("An experiment's runner") struct ExperimentRunnerTests {
  typealias Seen = TallyProbe.Seen
  typealias Probe = TallyProbe
  struct Failure: Error, Equatable { var word: String }

  static let all = 12
  static let expected = [3, 15, 6, 3, 15, 6, 5, 25, 10, 4, 20, 8]

  @Test("gives results in the order of the cells, whatever runs first", arguments: [1, 2, 5])
  func order(threads: Int) throws {
    let bench = try TallyBench()
    let tally: Tally<First> = bench.tally(Probe())
    let run = try bench.runner(threads: threads).run(tally)
    #expect(run.results.map(\.cell) == tally.plan(in: bench.store).map(\.cell))
    #expect(tally.summarize(run.results).letters == Self.expected)
    #expect(run.isComplete && run.cells == Self.all && run.computed == Self.all)
  }

  @Test("starts long cells first") func longestFirst() throws {
    let bench = try TallyBench()
    let probe = Probe()
    _ = try bench.runner(threads: 1).run(bench.tally(probe))
    #expect(probe.cellsRun.map(\.times) == [5, 5, 5, 5, 2, 2, 2, 2, 1, 1, 1, 1])
  }

  @Test("names the digest of every file that was read") func digests() throws {
    let bench = try TallyBench()
    let digests = try bench.runner().run(bench.tally(Probe())).fileDigests
    #expect(digests.count == TallyBench.words.count)
    for word in TallyBench.words {
      #expect(digests["\(bench.store.path)/words/\(word).txt"] == SHA256.hex(word))
    }
  }

  @Test("computes nothing twice and gives the same outcomes from disk") func secondRun() throws {
    let bench = try TallyBench()
    let first = try bench.runner().run(bench.tally(Probe()))
    let probe = Probe()
    let second = try bench.runner().run(bench.tally(probe))
    #expect(probe.cellsRun.isEmpty && second.computed == 0)
    #expect(second.results.map(\.cell) == first.results.map(\.cell))
    #expect(second.results.map(\.outcome) == first.results.map(\.outcome))
    #expect(try bench.kept().count == Self.all)
  }

  @Test("computes anew what a changed file decides, and nothing else") func changedFile() throws {
    let bench = try TallyBench()
    _ = try bench.runner().run(bench.tally(Probe()))
    try bench.scratch.put("beetle", as: "store/words/bee.txt")
    let probe = Probe()
    let run = try bench.runner().run(bench.tally(probe))
    #expect(probe.cellsRun.allSatisfy { $0.word == "bee" } && probe.cellsRun.count == 3)
    #expect(run.results.filter { $0.row == "bee" }.map(\.outcome.letters) == [6, 30, 12])

    try bench.scratch.put("bee", as: "store/words/bee.txt")
    #expect(
      try bench.runner().run(bench.tally(Probe())).computed == 0, "outcomes of the old file are still there")
  }

  @Test("computes everything anew for a new revision") func changedRevision() throws {
    let bench = try TallyBench()
    _ = try bench.runner().run(bench.tally(Probe()))
    let second = bench.tally(Probe(), revision: Second.self)
    #expect(try bench.runner().run(second).computed == Self.all)
    #expect(try bench.kept().count == Self.all && bench.kept(revision: 2).count == Self.all)
  }

  @Test("computes only the cells that are new") func changedCells() throws {
    let bench = try TallyBench()
    _ = try bench.runner().run(bench.tally(Probe()))
    let probe = Probe()
    let run = try bench.runner().run(bench.tally(probe, words: ["bee", "dove"], times: [2, 9]))
    #expect(Set(probe.cellsRun) == [Seen(word: "bee", times: 9), Seen(word: "dove", times: 9)])
    #expect(run.results.map(\.outcome.letters) == [6, 27, 8, 36])
  }

  /// Ways in which a file can go bad, whole or by a digit.
  enum Damage: CaseIterable {
    case emptied, cut, overwritten, otherJSON, changedDigit, swapped
  }

  @Test("computes anew what is kept in a damaged file, and replaces it", arguments: Damage.allCases)
  func damaged(_ damage: Damage) throws {
    let bench = try TallyBench()
    let first = try bench.runner().run(bench.tally(Probe()))
    let names = try bench.kept()
    let victim = "results/cells/tally-1/\(names[0])"
    let original = try Fixtures.text(bench.scratch.file(victim))
    switch damage {
    case .emptied: try bench.scratch.put("", as: victim)
    case .cut: try bench.scratch.put(String(original.dropLast(7)), as: victim)
    case .overwritten: try bench.scratch.put(String(repeating: "\u{0}", count: original.count), as: victim)
    case .otherJSON: try bench.scratch.put(#"{"outcome":3}"#, as: victim)
    case .changedDigit:
      try bench.scratch.put(original.replacing("\"letters\":", with: "\"letters\":9"), as: victim)
    case .swapped:
      try bench.scratch.put(
        try Fixtures.text(bench.scratch.file("results/cells/tally-1/\(names[1])")), as: victim)
    }
    let second = try bench.runner().run(bench.tally(Probe()))
    #expect(second.computed == 1)
    #expect(second.results.map(\.outcome) == first.results.map(\.outcome))
    #expect(try Fixtures.text(bench.scratch.file(victim)) == original)
  }

  @Test("throws what a cell throws and keeps the outcomes finished by then", arguments: [1, 2])
  func failure(threads: Int) throws {
    let bench = try TallyBench()
    let failing = Probe { cell, _ in
      if cell == Seen(word: "crane", times: 2) { throw Failure(word: cell.word) }
    }
    #expect(throws: Failure(word: "crane")) { try bench.runner(threads: threads).run(bench.tally(failing)) }
    #expect(try bench.kept().count == failing.cellsRun.count)
    #expect(failing.cellsRun.count >= 6, "the six cells that start before it")

    let repaired = Probe()
    let run = try bench.runner(threads: threads).run(bench.tally(repaired))
    #expect(Set(repaired.cellsRun).isDisjoint(with: failing.cellsRun))
    #expect(run.computed == Self.all - failing.cellsRun.count)
    #expect(bench.tally(repaired).summarize(run.results).letters == Self.expected)
  }

  @Test("says which file is missing before anything runs") func missingFile() throws {
    let bench = try TallyBench()
    try FileManager.default.removeItem(atPath: bench.scratch.file("store/words/bee.txt"))
    let probe = Probe()
    #expect(throws: FileError.notFound(path: "\(bench.store.path)/words/bee.txt")) {
      try bench.runner().run(bench.tally(probe))
    }
    #expect(probe.cellsRun.isEmpty)
  }

  @Test("runs groups whole and, where some outcomes are there, the rest of the group") func groups() throws {
    let bench = try TallyBench()
    _ = try bench.runner().run(bench.tally(Probe(), words: ["bee"], times: [5], sharesPass: true))
    let probe = Probe()
    let run = try bench.runner(threads: 1).run(bench.tally(probe, sharesPass: true))
    let words = probe.cellsRun.map(\.word)
    #expect(zip(words, words.dropFirst()).count { $0 != $1 } == 3, "each group in one piece: \(words)")
    #expect(words.count == 11)
    #expect(!probe.cellsRun.contains(Seen(word: "bee", times: 5)))
    #expect(bench.tally(probe).summarize(run.results).letters == Self.expected)
  }

  @Test("makes an artifact that cells share once", arguments: [1, 4]) func artifact(threads: Int) throws {
    let bench = try TallyBench()
    let made = Mutex(0)
    let probe = Probe { cell, context in
      let value = try context.artifact(["letters", cell.word]) { () -> Int in
        made.withLock { $0 += 1 }
        return cell.word.count
      }
      #expect(value == cell.word.count)
    }
    _ = try bench.runner(threads: threads).run(bench.tally(probe))
    #expect(made.withLock { $0 } == TallyBench.words.count)
  }

  @Test("takes no threads for a programmer's error") func noThreads() async {
    await #expect(processExitsWith: .failure) {
      let store = try FeatureStore(path: Fixtures.goldenStore)
      _ = ExperimentRunner(store: store, folder: "unused", threads: 0)
    }
  }
}

@Suite("A shard") struct ShardTests {
  typealias Probe = TallyProbe

  @Test("is refused unless 1 ≤ index ≤ count", arguments: [(0, 3), (4, 3), (-1, 3), (1, 0), (0, 0)])
  func bounds(index: Int, count: Int) { #expect(Shard(index: index, of: count) == nil) }

  @Test("takes each group exactly once together with its siblings", arguments: 1...7) func partition(
    count: Int
  ) throws {
    let shards = try (1...count).map { try #require(Shard(index: $0, of: count)) }
    for group in 0..<50 { #expect(shards.count { $0.contains(group) } == 1) }
  }

  @Test("leaves its share, and all shares merge to the result of a single run", arguments: [2, 3, 20])
  func merge(count: Int) throws {
    let bench = try TallyBench()
    let single = try bench.runner(folder: "single").run(bench.tally(Probe()))
    let probe = Probe()
    for index in 1...count {
      let run = try bench.runner(shard: Shard(index: index, of: count)).run(bench.tally(probe))
      #expect(run.isComplete == (probe.cellsRun.count == ExperimentRunnerTests.all))
    }
    #expect(probe.cellsRun.count == ExperimentRunnerTests.all, "no cell runs in two shares")
    let merged = try bench.runner().run(bench.tally(probe))
    #expect(merged.computed == 0 && merged.isComplete)
    #expect(merged.results.map(\.outcome) == single.results.map(\.outcome))
    #expect(try bench.kept() == bench.kept(folder: "single"))
  }

  @Test("shares a folder with another that runs at the same time") func together() async throws {
    let bench = try TallyBench()
    let runs = try await withThrowingTaskGroup(of: [Int].self) { group in
      for _ in 0..<3 {
        group.addTask {
          let tally: Tally<First> = bench.tally(Probe())
          return tally.summarize(try bench.runner(threads: 2).run(tally).results).letters
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(runs == Array(repeating: ExperimentRunnerTests.expected, count: 3))
    let kept = try bench.kept()
    #expect(kept.count == ExperimentRunnerTests.all && kept.allSatisfy { $0.hasSuffix(".json") })
    #expect(try bench.runner().run(bench.tally(Probe())).computed == 0)
  }
}
