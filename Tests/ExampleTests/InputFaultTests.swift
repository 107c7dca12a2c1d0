// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("table-3-per-language, whose feature file another program spoils while it runs,")
struct InputFaultTests {
  /// What another program can do to a file.
  enum Mischief: String, CaseIterable {
    case cut, removed, overwritten, replaced
  }

  /// Twelve seeds: enough that the program is at work still when the file is spoiled.
  static let cells = 12
  static let feature = "store/features/whisper-tiny/emodb.npy"

  private let scratch: ScratchFolder
  private let program: Program
  private let original: Data

  init() throws {
    scratch = try ScratchFolder()
    program = try Program(Table3Tests.name)
    try FileManager.default.copyItem(atPath: Fixtures.data, toPath: scratch.file("store"))
    original = try Data(contentsOf: URL(filePath: scratch.file(Self.feature)))
  }

  private func arguments(_ output: String, _ more: [String] = []) -> [String] {
    [
      "--data", "store", "--encoders", "whisper-tiny", "--seed-count", "\(Self.cells)", "--threads", "1",
      "--quiet", "--output", output,
    ] + more
  }

  private func kept(_ output: String) -> [String] {
    scratch.namesIfAny(in: output + "/cells/probe-1").filter { $0.hasSuffix(".json") }
  }

  private func spoil(_ mischief: Mischief) throws {
    let file = URL(filePath: scratch.file(Self.feature))
    switch mischief {
    case .cut: try FileHandle(forWritingTo: file).truncate(atOffset: 4096)
    case .removed: try FileManager.default.removeItem(at: file)
    case .overwritten:
      let handle = try FileHandle(forWritingTo: file)
      try handle.seek(toOffset: 4096)
      try handle.write(contentsOf: Data(repeating: 0, count: 4096))
      try handle.close()
    case .replaced:
      try Data(repeating: 0, count: 10).write(to: file, options: .atomic)
    }
  }

  /// Spoils the file once the first cell is finished, and the next is at work.
  private func runSpoiled(_ mischief: Mischief, _ output: String, _ more: [String] = []) throws
    -> Program.Ending
  {
    let running = try program.start(arguments(output, more), in: scratch)
    while kept(output).isEmpty, running.process.isRunning { Thread.sleep(forTimeInterval: 0.001) }
    try spoil(mischief)
    return try running.wait()
  }

  private func expectSameFiles(_ a: String, _ b: String) throws {
    for name in ResumeTests.csvNames {
      #expect(try scratch.text("\(a)/\(name)") == scratch.text("\(b)/\(name)"), "\(name)")
    }
  }

  @Test("ends with a sentence that names it, and goes on once it is restored", arguments: Mischief.allCases)
  func mapped(_ mischief: Mischief) throws {
    let whole = try program.run(arguments("whole"), in: scratch)
    #expect(whole.status == 0)

    let ending = try runSpoiled(mischief, "spoiled")
    #expect(!ending.wasSignaled && ending.status == 1, "\(ending.status)")
    #expect(ending.output.isEmpty)
    let lines = ending.errors.split(separator: "\n")
    #expect(lines.count == 1 && lines[0].hasPrefix("Error: "), "\(ending.errors)")
    let words: [Mischief: String] = [
      .cut: "--load", .removed: "was removed", .overwritten: "was changed", .replaced: "was changed",
    ]
    #expect(
      ending.errors.contains(Self.feature) && ending.errors.contains(words[mischief]!), "\(ending.errors)")
    #expect(ending.errors.contains("run the same command again"))
    let finished = kept("spoiled").count
    #expect((1..<Self.cells).contains(finished))

    try original.write(to: URL(filePath: scratch.file(Self.feature)))
    let resumed = try program.run(arguments("spoiled"), in: scratch)
    #expect(resumed.status == 0 && resumed.output == whole.output)
    try expectSameFiles("spoiled", "whole")
    let computed = try scratch.text("spoiled/results.json").firstMatch(of: /"cells_computed" : (\d+)/)?.1
    #expect(computed == "\(Self.cells - finished)", "only what was not finished")
  }

  @Test("does not see it once the file is loaded", arguments: Mischief.allCases)
  func loaded(_ mischief: Mischief) throws {
    let whole = try program.run(arguments("whole"), in: scratch)
    let ending = try runSpoiled(mischief, "spoiled", ["--load"])
    #expect(!ending.wasSignaled && ending.status == 0 && ending.errors.isEmpty, "\(ending.errors)")
    #expect(ending.output == whole.output)
    try expectSameFiles("spoiled", "whole")
  }

  @Test("ends with one sentence, however many threads read it") func threads() throws {
    for round in 0..<5 {
      let ending = try runSpoiled(.cut, "\(round)", ["--threads", "8"])
      #expect(!ending.wasSignaled && ending.status == 1)
      #expect(ending.errors.split(separator: "\n").count == 1, "\(ending.errors)")
      try original.write(to: URL(filePath: scratch.file(Self.feature)))
    }
  }

  @Test("is ended by the same signal as ever where no file is the cause") func otherSignal() throws {
    let running = try program.start(arguments("signaled"), in: scratch)
    while kept("signaled").isEmpty, running.process.isRunning { Thread.sleep(forTimeInterval: 0.001) }
    kill(running.process.processIdentifier, SIGBUS)
    let ending = try running.wait()
    #expect(ending.wasSignaled && ending.status == SIGBUS && !ending.errors.contains("was cut"))
  }
}
