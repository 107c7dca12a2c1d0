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

/// What `Benchmarks/faults` does with a full device, done here with what needs no mount.
@Suite("Every executable, where the system refuses,") struct FaultTests {
  /// Executables, each with what makes it short.
  static let programs = [
    ["table-1-corpora"], ["table-2-encoders"], ["table-3-per-language", "--seed-count", "1"],
  ]

  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func expectSentence(
    _ ending: Program.Ending, _ parts: String..., location: SourceLocation = #_sourceLocation
  ) {
    #expect(
      !ending.wasSignaled && ending.status == 1, "\(ending.status): \(ending.errors)",
      sourceLocation: location)
    let lines = ending.errors.split(separator: "\n")
    #expect(lines.count == 1 && lines[0].hasPrefix("Error: "), "\(ending.errors)", sourceLocation: location)
    for part in parts { #expect(ending.errors.contains(part), "\(ending.errors)", sourceLocation: location) }
  }

  /// A run on the golden store.
  private func golden(_ program: [String], by launcher: [String] = [], _ more: String...) throws
    -> Program.Ending
  {
    try Program(program[0]).run(by: launcher).run(
      ["--data", Fixtures.goldenStore, "--output", "r", "--quiet"] + program.dropFirst() + more, in: scratch)
  }

  /// The files in the output folder, those of cells apart.
  private func results() throws -> [String: String] {
    var texts: [String: String] = [:]
    for name in scratch.namesIfAny(in: "r") where name.hasSuffix(".csv") {
      texts[name] = try scratch.text("r/\(name)")
    }
    return texts
  }

  private func shell(_ line: String) -> [String] { ["/bin/sh", "-c", line + #"; exec "$0" "$@""#] }

  @Test("names the file that may not grow, and goes on once it may", arguments: programs)
  func limit(program: [String]) throws {
    // Files of one block of 512 or 1024 bytes: a device that fills up, for all that the program can see.
    let ending = try golden(program, by: shell("ulimit -f 1"))
    expectSentence(ending, "r/", "cannot be written (File too large)", "make room")
    #expect(ending.output.isEmpty)
    #expect(
      !scratch.namesIfAny(in: "r/cells/probe-1").contains { $0.hasPrefix(".part-") },
      "\(scratch.namesIfAny(in: "r/cells/probe-1"))")

    let resumed = try golden(program)
    #expect(resumed.status == 0 && resumed.errors.isEmpty && !resumed.output.isEmpty)
    let texts = try results()
    try FileManager.default.removeItem(atPath: scratch.file("r"))
    #expect(try golden(program).output == resumed.output)
    #expect(try results() == texts)
  }

  #if os(Linux)
    @Test("says that standard output is full instead of losing the table", arguments: programs)
    func fullOutput(program: [String]) throws {
      let ending = try golden(program, by: shell("exec >/dev/full"))
      expectSentence(ending, "cannot write to standard output (No space left on device)", "free some space")
      #expect(!(try results()).isEmpty, "the files are there")
    }

    @Test("does its work where standard error takes nothing", arguments: programs)
    func fullErrors(program: [String]) throws {
      let ending = try Program(program[0]).run(by: shell("exec 2>/dev/full")).run(
        ["--data", Fixtures.goldenStore, "--output", "r"] + program.dropFirst(), in: scratch)
      #expect(!ending.wasSignaled && ending.status == 0 && ending.output.contains("Results: r"))
    }
  #endif

  /// What runs a program as a user for whom permissions hold; `nil` for the superuser where it cannot be had.
  private static let ordinaryUser: [String]? = {
    if geteuid() != 0 { return [] }
    let setpriv = "/usr/bin/setpriv"
    let command = [setpriv, "--bounding-set=-dac_override,-dac_read_search"]
    guard FileManager.default.isExecutableFile(atPath: setpriv) else { return nil }
    let process = Process()
    process.executableURL = URL(filePath: setpriv)
    process.arguments = command.dropFirst() + ["/bin/true"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? command : nil
  }()

  @Test(
    "refuses an output folder that may not be written before it computes anything",
    .enabled(
      if: ordinaryUser != nil, "the superuser may write everywhere, and setpriv cannot take that from it"),
    arguments: programs, ["r", "r/cells"])
  func readOnly(program: [String], folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: scratch.file("r/cells"), withIntermediateDirectories: true)
    func allow(_ mode: Int) throws {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: scratch.file(folder))
    }
    try allow(0o500)
    let ending = try golden(program, by: try #require(Self.ordinaryUser))
    try allow(0o700)
    expectSentence(ending, "\(folder) cannot be written (Permission denied)", "choose another folder")
    #expect(scratch.namesIfAny(in: "r/cells").isEmpty && scratch.namesIfAny(in: "r") == ["cells"])
  }

  @Test("refuses an output folder that is a file", arguments: programs)
  func underAFile(program: [String]) throws {
    try scratch.put("not a folder", as: "r")
    expectSentence(try golden(program), "the folder r cannot be made", "choose another place")
    #expect(try scratch.text("r") == "not a folder")
  }

  @Test("offers to load what others may cut", arguments: programs) func help(program: [String]) throws {
    let ending = try Program(program[0]).run(["--help"], in: scratch)
    #expect(ending.status == 0 && ending.output.contains("--load"))
  }
}
