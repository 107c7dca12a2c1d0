// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A small form of `Benchmarks/kills`.
@Suite("table-3-per-language, interrupted or divided,") struct ResumeTests {
  static let csvNames = ["pairs.csv", "per-seed.csv", "predictions.csv", "splits.csv"]
  /// Two encoders, six seeds: enough that the program is at work still when it is killed.
  static let cells = 12

  private let scratch: ScratchFolder
  private let program: Program

  init() throws {
    scratch = try ScratchFolder()
    program = try Program(Table3Tests.name)
  }

  private func arguments(_ output: String, _ more: String...) -> [String] {
    [
      "--data", Fixtures.data, "--encoders", "whisper-tiny,logmel", "--seed-count", "6", "--quiet",
      "--output", output,
    ] + more
  }

  private func expectSameFiles(_ a: String, _ b: String) throws {
    for name in Self.csvNames {
      #expect(try scratch.text("\(a)/\(name)") == scratch.text("\(b)/\(name)"), "\(name)")
    }
  }

  @Test("ends with the same bytes after SIGKILL, whatever is finished by then", arguments: [0, 1, 3])
  func kills(finished: Int) throws {
    let whole = try program.run(arguments("whole"), in: scratch)
    #expect(whole.status == 0)

    let running = try program.start(arguments("killed", "--threads", "1"), in: scratch)
    while scratch.namesIfAny(in: "killed/cells/probe-1").count(where: { $0.hasSuffix(".json") }) < finished,
      running.process.isRunning
    {
      Thread.sleep(forTimeInterval: 0.001)
    }
    running.killAtOnce()
    let killed = try running.wait()
    let kept = scratch.namesIfAny(in: "killed/cells/probe-1").filter { $0.hasSuffix(".json") }
    #expect(killed.wasSignaled && killed.status == SIGKILL && killed.output.isEmpty)
    #expect(kept.count >= finished && kept.count < Self.cells)
    #expect(!scratch.namesIfAny(in: "killed").contains("per-seed.csv"))

    let resumed = try program.run(arguments("killed"), in: scratch)
    #expect(resumed.status == 0 && resumed.output == whole.output)
    try expectSameFiles("killed", "whole")
    let computed = try scratch.text("killed/results.json").firstMatch(of: /"cells_computed" : (\d+)/)?.1
    #expect(computed == "\(Self.cells - kept.count)", "only what was not finished")
  }

  @Test("merges its shares to the bytes of a single run") func shards() throws {
    let whole = try program.run(arguments("whole"), in: scratch)
    for share in ["2/3", "1/3"] {
      let ending = try program.run(arguments("shares", "--shard", share), in: scratch)
      #expect(ending.status == 0 && ending.errors.contains("of \(Self.cells) cells are in shares"))
      #expect(!scratch.namesIfAny(in: "shares").contains("per-seed.csv"))
    }
    #expect(try program.run(arguments("shares", "--shard", "3/3"), in: scratch).output == whole.output)
    #expect(try program.run(arguments("shares"), in: scratch).output == whole.output)
    #expect(try scratch.text("shares/results.json").contains("\"cells_computed\" : 0"))
    try expectSameFiles("shares", "whole")
  }

  @Test(
    "gives the same bytes on any number of threads and, with a linear head, by the kernels of any processor")
  func threadsAndKernels() throws {
    #expect(try program.run(arguments("plain"), in: scratch).status == 0)
    for threads in ["1", "7"] {
      #expect(try program.run(arguments(threads, "--threads", threads), in: scratch).status == 0)
      try expectSameFiles(threads, "plain")
    }
    // A processor that lacks a variant, or a core of OpenBLAS, runs what it has: equal for another reason
    // then.
    for (name, value) in [
      ("SER_KERNELS", "avx2"), ("SER_KERNELS", "portable"), ("OPENBLAS_CORETYPE", "Haswell"),
      ("OPENBLAS_CORETYPE", "Prescott"),
    ] {
      #expect(try program.run(arguments(value), in: scratch, environment: [name: value]).status == 0)
      try expectSameFiles(value, "plain")
    }
    #expect(try scratch.text("portable/results.json").contains("\"kernels\" : \"portable\""))
  }
}
