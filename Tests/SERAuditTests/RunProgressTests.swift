// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import SERCore
import Synchronization
import Testing

@Suite("A run's progress") struct RunProgressTests {
  typealias Probe = TallyProbe

  private func progress(
    of tally: Tally<First>, in bench: TallyBench, threads: Int
  ) throws -> [RunProgress] {
    let seen = Mutex<[RunProgress]>([])
    _ = try bench.runner(threads: threads).run(tally, progress: { told in seen.withLock { $0.append(told) } })
    return seen.withLock { $0 }
  }

  @Test("never falls and ends at 1 with all cells done", arguments: [1, 2, 4]) func monotone(threads: Int)
    throws
  {
    let bench = try TallyBench()
    // Reports inside a cell come out of order and out of range here; what is told must not.
    let probe = Probe { _, context in for share in [0.2, 0.9, 0.4, 1.7, -1] { context.report(share) } }
    let seen = try progress(of: bench.tally(probe), in: bench, threads: threads)
    #expect(
      zip(seen, seen.dropFirst()).allSatisfy { $0.fraction <= $1.fraction && $0.cellsDone <= $1.cellsDone })
    #expect(seen.allSatisfy { (0...1).contains($0.fraction) && ($0.remainingSeconds ?? 0) >= 0 })
    let last = try #require(seen.last)
    #expect(last.fraction == 1 && last.cellsDone == 12 && last.cells == 12 && last.remainingSeconds == 0)
  }

  @Test("weighs cells by their cost") func weights() throws {
    let bench = try TallyBench()
    let seen = try progress(of: bench.tally(Probe()), in: bench, threads: 1)
    #expect(abs(seen[0].fraction - 5.0 / 32) < 1e-15, "the first of four cells of cost 5, with 32 in all")
  }

  @Test("counts cells where none costs anything") func noCost() throws {
    let bench = try TallyBench()
    let seen = try progress(of: bench.tally(Probe(), costs: [1: 0, 2: 0, 5: 0]), in: bench, threads: 1)
    #expect(seen.first?.fraction == 1.0 / 12 && seen.last?.fraction == 1)
  }

  @Test("counts only what this run has to compute") func resumed() throws {
    let bench = try TallyBench()
    _ = try bench.runner().run(bench.tally(Probe(), words: ["ant", "bee"]))
    let seen = try progress(of: bench.tally(Probe()), in: bench, threads: 2)
    #expect(seen.last?.cells == 6 && seen.last?.fraction == 1)
    #expect(
      try progress(of: bench.tally(Probe()), in: bench, threads: 2).isEmpty, "nothing is left to tell of")
  }
}

@Suite("Cancellation") struct CancellationTests {
  typealias Probe = TallyProbe

  @Test("throws and keeps what is done; the next run does the rest", arguments: [1, 2]) func kept(
    threads: Int
  ) throws {
    let bench = try TallyBench()
    let done = Mutex(0)
    let probe = Probe { _, _ in done.withLock { $0 += 1 } }
    #expect(throws: CancellationError.self) {
      try bench.runner(threads: threads).run(bench.tally(probe), isCancelled: { done.withLock { $0 >= 5 } })
    }
    let kept = try bench.kept().count
    #expect(kept == probe.cellsRun.count && (5...6).contains(kept))
    let run = try bench.runner(threads: threads).run(bench.tally(Probe()))
    #expect(run.isComplete && run.computed == 12 - kept)
  }

  @Test("reaches into a cell") func insideACell() throws {
    let bench = try TallyBench()
    let stop = Mutex(false)
    let probe = Probe { _, context in
      stop.withLock { $0 = true }
      if context.isCancelled() { throw CancellationError() }
    }
    #expect(throws: CancellationError.self) {
      try bench.runner().run(bench.tally(probe), isCancelled: { stop.withLock { $0 } })
    }
    #expect(try bench.kept().isEmpty)
  }

  @Test("of the task that runs it is honored without being asked for", arguments: [1, 2]) func task(
    threads: Int
  ) async throws {
    let bench = try TallyBench()
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      _ = try bench.runner(threads: threads).run(bench.tally(Probe()))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try bench.kept().count < 12)
  }
}
