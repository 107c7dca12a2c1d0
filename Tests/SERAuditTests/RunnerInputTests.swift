// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import Synchronization
import TestSupport
import Testing

@Suite("A runner whose files do not stay as they are") struct RunnerInputTests {
  typealias Probe = TallyProbe

  private static func bee(_ bench: TallyBench) -> String { "\(bench.store.path)/words/bee.txt" }

  /// A probe that does something to the store once, in the first cell about the bee.
  private func probe(_ mischief: @escaping @Sendable () throws -> Void) -> Probe {
    let isDone = Mutex(false)
    return Probe { cell, _ in
      guard cell.word == "bee" else { return }
      let isFirst = isDone.withLock { done in
        defer { done = true }
        return !done
      }
      if isFirst { try mischief() }
    }
  }

  @Test("keeps no outcome of a file that was changed meanwhile, and says which") func changed() throws {
    let bench = try TallyBench()
    let probe = probe { try bench.scratch.put("bumblebee", as: "store/words/bee.txt") }
    #expect(throws: InputError.changed(path: Self.bee(bench))) {
      try bench.runner(threads: 1).run(bench.tally(probe))
    }
    #expect(try bench.kept().count == probe.cellsRun.count - 1)

    try bench.scratch.put("bee", as: "store/words/bee.txt")
    let repaired = Probe()
    let run = try bench.runner().run(bench.tally(repaired))
    #expect(bench.tally(repaired).summarize(run.results).letters == ExperimentRunnerTests.expected)
    #expect(repaired.cellsRun.count == ExperimentRunnerTests.all - probe.cellsRun.count + 1)
  }

  @Test("says that a file was removed rather than what a cell said of it") func removed() throws {
    let bench = try TallyBench()
    let probe = probe { try FileManager.default.removeItem(atPath: Self.bee(bench)) }
    #expect(throws: InputError.removed(path: Self.bee(bench))) {
      try bench.runner(threads: 1).run(bench.tally(probe))
    }
  }

  @Test("throws what a cell throws as long as its files are as they were") func unchanged() throws {
    let bench = try TallyBench()
    let probe = probe { throw ExperimentRunnerTests.Failure(word: "bee") }
    #expect(throws: ExperimentRunnerTests.Failure(word: "bee")) {
      try bench.runner(threads: 1).run(bench.tally(probe))
    }
  }

  @Test("names file and remedy", arguments: [InputError.changed(path: "a.npy"), .removed(path: "a.npy")])
  func sentences(error: InputError) {
    #expect("\(error)".hasPrefix("a.npy was ") && "\(error)".contains("run the same command again"))
  }

  @Test("removes what a killed run left of a file") func leftovers() throws {
    let bench = try TallyBench()
    try bench.scratch.put("{", as: "results/cells/tally-1/.part-1-f")
    try bench.scratch.put("{", as: "results/.part-1-f")
    _ = try bench.runner().run(bench.tally(Probe()))
    #expect(try bench.kept().allSatisfy { $0.hasSuffix(".json") })
    #expect(try bench.scratch.names(in: "results") == ["cells"])
  }
}

@Suite("What cells share") struct SharedArtifactsTests {
  private final class Token: Sendable {}
  private let a1 = CellInput.file("a"), b1 = CellInput.file("b"), table = CellInput.file("table")

  @Test("is let go when the last cell that reads its file is done, and not before") func release() throws {
    let shared = SharedArtifacts(inputs: [[a1, table], [a1, table], [b1, table]])
    weak var a: Token?
    weak var b: Token?
    try {
      a = try shared.value(for: "A", of: [a1]) { Token() }
      b = try shared.value(for: "B", of: [b1]) { Token() }
    }()
    #expect(a != nil && b != nil)
    shared.finish([a1, table])
    #expect(a != nil, "a second cell reads it")
    shared.finish([a1, table])
    #expect(a == nil)
    #expect(b != nil)
    shared.finish([b1, table])
    #expect(b == nil)
  }

  @Test("stays where it is tied to no file") func artifact() throws {
    let shared = SharedArtifacts(inputs: [[a1]])
    weak var token: Token?
    try { token = try shared.value(for: "A") { Token() } }()
    shared.finish([a1])
    #expect(token != nil)
    let made = try shared.value(for: "A") { () -> Token in
      Issue.record("made twice")
      return Token()
    }
    #expect(made === token)
  }

  @Test("is made again where a cell asks late") func late() throws {
    let shared = SharedArtifacts(inputs: [[a1]])
    #expect(try shared.value(for: "A", of: [a1]) { 1 } == 1)
    shared.finish([a1])
    #expect(try shared.value(for: "A", of: [a1]) { 2 } == 2)
  }
}
