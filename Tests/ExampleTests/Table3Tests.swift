// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("table-3-per-language") struct Table3Tests {
  static let name = "table-3-per-language"
  static let usage: Int32 = 64
  static let failure: Int32 = 1
  static let escape: Character = "\u{1B}"

  private let scratch: ScratchFolder
  private let program: Program

  init() throws {
    scratch = try ScratchFolder()
    program = try Program(Self.name)
  }

  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Ending {
    try program.run(arguments, in: scratch, environment: environment)
  }

  /// A run on the golden store: a fraction of a second.
  private func golden(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Ending {
    try program.run(["--data", Fixtures.goldenStore] + arguments, in: scratch, environment: environment)
  }

  /// A refusal is one sentence on standard error, and no program's dump.
  private func expectSentence(
    _ ending: Program.Ending, status: Int32, _ parts: String..., location: SourceLocation = #_sourceLocation
  ) {
    #expect(!ending.wasSignaled, "ended by signal \(ending.status)", sourceLocation: location)
    #expect(ending.status == status, sourceLocation: location)
    #expect(ending.output.isEmpty, sourceLocation: location)
    let first = ending.errors.split(separator: "\n").last { $0.hasPrefix("Error: ") } ?? ""
    #expect(!first.isEmpty, "no sentence in: \(ending.errors)", sourceLocation: location)
    for part in parts { #expect(first.contains(part), "\(first)", sourceLocation: location) }
    #expect(!ending.errors.contains("Fatal error"), sourceLocation: location)
  }

  // MARK: What it says of itself

  @Test("explains every option") func help() throws {
    let ending = try run("--help")
    #expect(ending.status == 0 && ending.errors.isEmpty)
    for option in [
      "--data", "--encoders", "--corpora", "--seeds", "--seed-count", "--protocol", "--output", "--threads",
      "--shard",
      "--quiet", "--version", "--help",
    ] {
      #expect(ending.output.contains(option), "\(option)")
    }
  }

  @Test("says its version") func version() throws {
    let ending = try run("--version")
    #expect(ending.status == 0)
    #expect(ending.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(ending.output)")
  }

  // MARK: What it prints

  @Test("prints the table of real speech, and where the results are") func speech() throws {
    let ending = try run(
      "--data", Fixtures.data, "--encoders", "logmel", "--seeds", "20260505,20260506", "--output", "r")
    let table = try Fixtures.text(Fixtures.root + "/Tests/Fixtures/golden/table-3-logmel.txt")
    #expect(ending.status == 0)
    #expect(ending.output == table + "\nResults: r\n")
    #expect(
      scratch.namesIfAny(in: "r") == [
        "cells", "pairs.csv", "per-seed.csv", "predictions.csv", "results.json", "splits.csv",
      ])
    #expect(scratch.namesIfAny(in: "r/cells/probe-1").count == 2)
  }

  @Test("finds Data/ of the project from wherever it is called") func builtInData() throws {
    let ending = try run("--encoders", "logmel", "--seed-count", "1", "--quiet")
    #expect(ending.status == 0 && ending.output.contains("emodb"))
    #expect(scratch.namesIfAny(in: "results/table-3-per-language").contains("per-seed.csv"))
  }

  @Test("prints the table and nothing else when it is to be quiet") func quiet() throws {
    let ending = try golden("--seed-count", "4", "--quiet")
    #expect(ending.status == 0 && ending.errors.isEmpty)
    #expect(
      try ending.output == Fixtures.text(Fixtures.root + "/Tests/Fixtures/golden/table-3-golden-store.txt"))
  }

  @Test("tells its progress in whole lines on standard error when piped") func progressLines() throws {
    let ending = try golden("--seed-count", "2")
    let lines = ending.errors.split(separator: "\n")
    #expect(!lines.isEmpty && lines.count <= 10)
    #expect(lines.allSatisfy { $0.hasPrefix(Self.name) && $0.contains(" % (") })
    #expect(lines.last?.contains("100 % (12/12)") == true)
  }

  @Test("writes no escape code to a pipe", arguments: [[:], ["NO_COLOR": "1"], ["TERM": "xterm-256color"]])
  func pipe(environment: [String: String]) throws {
    let ending = try golden("--seed-count", "2", environment: environment)
    #expect(ending.status == 0)
    #expect(!ending.output.contains(Self.escape) && !ending.errors.contains(Self.escape))
    #expect(!ending.output.contains("\r") && !ending.errors.contains("\r"))
  }

  @Test("marks the best in bold on a terminal, and not with NO_COLOR") func terminal() throws {
    let arguments = ["--data", Fixtures.goldenStore, "--seed-count", "2", "--quiet"]
    let seen = try program.runOnTerminal(arguments, in: scratch)
    #expect(seen.contains("\u{1B}[1m"))
    let plain = try program.runOnTerminal(arguments, in: scratch, environment: ["NO_COLOR": "1"])
    #expect(plain.contains("Table 3") && !plain.contains(Self.escape))
    let bare = seen.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "")
    #expect(bare == plain)
  }

  @Test("shows as many protocols as are asked for, in that order") func protocols() throws {
    let ending = try golden("--protocol", "as-released,corrected,as-released", "--seed-count", "1", "--quiet")
    let heads = ending.output.split(separator: "\n").filter { $0.hasPrefix("Table 3, ") }
    #expect(heads.map { $0.prefix { $0 != ":" } } == ["Table 3, as-released", "Table 3, corrected"])
  }

  // MARK: What it refuses as usage

  @Test("suggests the near option for an unknown one") func unknownOption() throws {
    expectSentence(
      try run("--encodrs", "logmel"), status: Self.usage, "--encodrs", "Did you mean '--encoders'?")
    expectSentence(try run("--nothing-like-it"), status: Self.usage, "--nothing-like-it")
  }

  @Test(
    "refuses an option's value that cannot be meant",
    arguments: [
      (["--protocol", "as-wished"], "as-written, as-released, corrected"), (["--protocol", ""], "list"),
      (["--seeds", "first"], "whole number"), (["--seeds", "-1"], "seeds"), (["--seeds", ","], "list"),
      (["--seeds", "18446744073709551616"], "whole number"), (["--seed-count", "0"], "1 to 1000"),
      (["--seed-count", "99999999999999999999"], "seed-count"),
      (["--seeds", "1", "--seed-count", "1"], "not both"),
      (["--threads", "0"], "1 to 1024"), (["--threads", "many"], "threads"), (["--shard", "0/3"], "1/3"),
      (["--shard", "4/3"], "1/3"), (["--shard", "1"], "1/3"), (["--shard", "1/3/2"], "1/3"),
      (["--output", ""], "--output"),
      (["--data", ""], "--data"),
    ]) func badValues(arguments: [String], part: String) throws
  {
    expectSentence(try program.run(arguments, in: scratch), status: Self.usage, part)
    #expect(scratch.namesIfAny(in: "results").isEmpty, "nothing was written")
  }

  // MARK: What it refuses as failure

  @Test("names near encoders and corpora for unknown ones") func unknownNames() throws {
    expectSentence(
      try run("--data", Fixtures.data, "--encoders", "logmel,whisper-tny"), status: Self.failure,
      "no encoder 'whisper-tny'", "did you mean 'whisper-tiny'",
      "it has logmel, whisper-tiny, whisper-tiny-random")
    expectSentence(
      try run("--data", Fixtures.data, "--corpora", "emo-db"), status: Self.failure, "no corpus 'emo-db'",
      "did you mean 'emodb'")
    expectSentence(
      try golden("--corpora", "xyz"), status: Self.failure, "no corpus 'xyz'", "it has mini, other")
  }

  @Test("says what makes a store of a folder that is none") func noStore() throws {
    expectSentence(try run("--data", "nowhere"), status: Self.failure, "nowhere is no feature store")
    expectSentence(
      try run("--data", Fixtures.root + "/Sources"), status: Self.failure, "corpora/<corpus>/utterances.csv")
  }

  @Test(
    "refuses an output folder that cannot be made, before it computes anything",
    arguments: ["note", "note/deeper"])
  func underAFile(output: String) throws {
    try scratch.put("not a folder", as: "note")
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: scratch.file("note"))
    let ending = try golden("--output", output)
    expectSentence(ending, status: Self.failure, "the folder note", "cannot be made", "choose another place")
    #expect(!ending.errors.contains(" % ("), "no probe was trained")
    #expect(try scratch.text("note") == "not a folder")
  }

  #if os(Linux)
    @Test("refuses an output folder on a system that takes no files") func unwritable() throws {
      expectSentence(
        try golden("--output", "/proc/results"), status: Self.failure, "/proc/results", "cannot be made")
    }
  #endif

  @Test("refuses to put a file where a folder is, and loses nothing that it computed") func occupied() throws
  {
    try FileManager.default.createDirectory(
      atPath: scratch.file("r/predictions.csv"), withIntermediateDirectories: true)
    expectSentence(
      try golden("--seed-count", "1", "--output", "r", "--quiet"), status: Self.failure,
      "r/predictions.csv is a folder")
    #expect(scratch.namesIfAny(in: "r/cells/probe-1").count == 6)
    try FileManager.default.removeItem(atPath: scratch.file("r/predictions.csv"))
    #expect(
      try golden("--seed-count", "1", "--output", "r").errors
        == "All 6 cells are in r/cells: nothing had to be computed.\n")
  }

  @Test("names utterance, layer and dimension of NaN") func notANumber() throws {
    let store = try TestStore.copyOfGolden(in: scratch).path
    let file = URL(filePath: store + "/features/single/other.npy")
    var bytes = try Data(contentsOf: file)
    // The last value of [45, 2, 6] in single precision.
    bytes.replaceSubrange((bytes.count - 4)..., with: [0, 0, 0xc0, 0x7f])
    try bytes.write(to: file)
    expectSentence(
      try run("--data", store, "--quiet"), status: Self.failure, "features/single/other.npy",
      "utterance 'other-04-8'",
      "layer 1", "dimension 5")
  }

  @Test("names the file that is cut off") func cut() throws {
    let store = try TestStore.copyOfGolden(in: scratch).path
    let file = URL(filePath: store + "/features/half/mini.npy")
    try Data(contentsOf: file).dropLast(1).write(to: file)
    expectSentence(try run("--data", store, "--quiet"), status: Self.failure, "features/half/mini.npy")
  }

  @Test("refuses a corpus of a single speaker and says what to do") func oneSpeaker() throws {
    let store = try TestStore.copyOfGolden(in: scratch).path
    let table = store + "/corpora/mini/utterances.csv"
    try Data(try Fixtures.text(table).replacing(/,s0\d,/, with: ",s00,").utf8).write(to: URL(filePath: table))
    expectSentence(
      try run("--data", store, "--quiet"), status: Self.failure, "corpus 'mini', seed 20260505",
      "1 speaker(s)", "pool corpora")
  }

  @Test("names line and column of a bad table") func badTable() throws {
    let store = try TestStore.copyOfGolden(in: scratch).path
    let table = store + "/corpora/mini/utterances.csv"
    try Data(try Fixtures.text(table).replacing("mini-00-2,", with: "mini-00-1,").utf8).write(
      to: URL(filePath: table))
    expectSentence(
      try run("--data", store, "--quiet"), status: Self.failure,
      "corpora/mini/utterances.csv, line 4, column 'id'",
      "'mini-00-1' stands on line 3 already")
  }
}
