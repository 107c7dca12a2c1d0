// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("paper-arithmetic") struct PaperArithmeticProgramTests {
  private let scratch: ScratchFolder
  private let program: Program

  init() throws {
    scratch = try ScratchFolder()
    program = try Program("paper-arithmetic")
  }

  private func run(_ arguments: String...) throws -> Program.Ending {
    try program.run(arguments, in: scratch)
  }

  @Test("explains every option, and says its version") func help() throws {
    let ending = try run("--help")
    #expect(ending.status == 0 && ending.errors.isEmpty)
    for option in [
      "--published", "--output", "--pins", "--format", "--threads", "--quiet", "--version", "--help",
    ] {
      #expect(ending.output.contains(option), "\(option)")
    }
    #expect(try run("--version").output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test("needs no data: prints every statement with its verdict, and writes tables, Markdown and JSON")
  func statements() throws {
    let ending = try run("--no-pins", "--output", "r")
    #expect(ending.status == 0 && ending.errors.isEmpty)
    #expect(ending.output.contains("emotion2vec is 4 to 11 points behind on every dataset"))
    #expect(ending.output.contains("1.8 to 11.0"))
    #expect(ending.output.contains("249 statements: "))
    #expect(ending.output.contains("corrected: corrected p 0.126"))
    #expect(ending.output.hasSuffix("\nResults: r\n"))
    #expect(
      scratch.namesIfAny(in: "r") == [
        "checks.csv", "claims.csv", "comparisons.csv", "report.md", "results.json",
      ])
    let claims = try scratch.text("r/claims.csv")
    #expect(claims.hasPrefix("id,section,claim,published,recomputed,verdict,reason,corrected\n"))
    #expect(claims.split(separator: "\n").count == 250)
    let verdicts: Set = ["reproduces", "within rounding", "does not reproduce", "not checkable"]
    for verdict in verdicts { #expect(claims.contains(",\(verdict),"), "\(verdict)") }
    let results = try JSONSerialization.jsonObject(with: Data(scratch.text("r/results.json").utf8))
    let members = try #require(results as? [String: Any])
    #expect(Set(members.keys) == ["manifest", "configuration", "summary", "cells"])
    #expect((members["cells"] as? [Any])?.count == 249)
  }

  @Test("prints one report in every format, and writes it as Markdown") func formats() throws {
    func printed(_ format: String) throws -> String {
      let ending = try run("--no-pins", "--quiet", "--output", "r", "--format", format)
      #expect(ending.status == 0 && ending.errors.isEmpty, "\(format)")
      return ending.output
    }
    #expect(try printed("markdown") == scratch.text("r/report.md"))
    #expect(try printed("latex").contains("\\toprule"))
    #expect(try printed("csv").contains("\nall,249,"))
    let text = try printed("text")
    #expect(text.contains("4 to 11 points behind on every dataset [1-gap-every-dataset]\n"))
    #expect(!text.contains("|") && !text.contains("\\"))
  }

  @Test("writes the same tables twice") func same() throws {
    _ = try run("--no-pins", "--output", "one", "--quiet")
    _ = try run("--no-pins", "--output", "two", "--quiet")
    for name in ["claims.csv", "checks.csv", "comparisons.csv", "report.md"] {
      #expect(try scratch.text("one/\(name)") == scratch.text("two/\(name)"), "\(name)")
    }
  }

  @Test("names what holds each number, and the numbers that nothing holds", .timeLimit(.minutes(10)))
  func pins() throws {
    let ending = try run("--output", "r")
    #expect(ending.status == 0)
    #expect(ending.output.contains("fixed by nothing:"))
    #expect(ending.output.contains("protocol.sampling_rate_hz: value"))
    let pins = try scratch.text("r/pins.csv")
    #expect(pins.hasPrefix("path,value,hold,unnoticed_low,unnoticed_high,pinned_by,read_by\n"))
    #expect(pins.contains("\ntables.table3.rows.EmoDB[0],0.92,exact,"))
    #expect(pins.contains("\nprotocol.sampling_rate_hz.value,16000.0,free,"))
  }

  @Test("finds an altered number of another file") func altered() throws {
    let paper = try Fixtures.text(Fixtures.root + "/Sources/SERAudit/Published/published.json")
    try scratch.put(paper.replacing("\"threshold\": 0.056", with: "\"threshold\": 0.057"), as: "other.json")
    let ending = try run("--published", "other.json", "--no-pins", "--output", "r")
    #expect(ending.status == 0)
    #expect(ending.output.contains("broken:") && ending.output.contains("protocol.inlp.threshold"))
  }

  @Test("refuses another file in one sentence that says where and what to do") func refusals() throws {
    try scratch.put("[1, 2]", as: "list.json")
    try scratch.put("{\"protocol\": {}, \"tables\": {}, \"figures\": {}, \"derived\": {}}", as: "bare.json")
    for (name, part) in [
      ("list.json", "not a file of published numbers"), ("bare.json", "has nothing at statements"),
      ("none.json", "no such file"),
    ] {
      let ending = try run("--published", name, "--no-pins")
      #expect(ending.status == 1 && !ending.wasSignaled && ending.output.isEmpty)
      #expect(ending.errors.contains(name) && ending.errors.contains(part), "\(ending.errors)")
    }
    for arguments in [["--published", ""], ["--output", ""], ["--threads", "0"]] {
      #expect(try program.run(arguments, in: scratch).status == 64, "\(arguments)")
    }
    #expect(scratch.namesIfAny(in: "results").isEmpty, "nothing was written")
  }
}
