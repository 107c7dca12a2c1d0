// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("table-s2-rsa") struct TableS2Tests {
  @Test("says what it needs where there is one language only") func oneLanguage() throws {
    let scratch = try ScratchFolder()
    let ending = try Program("table-s2-rsa").run(["--data", Fixtures.data], in: scratch)
    #expect(ending.status == 1 && ending.output.isEmpty && !ending.wasSignaled)
    #expect(ending.errors.contains("Error: the utterances of emodb are in 1 language(s) (de)"))
    #expect(
      ending.errors.contains("name with --data a store whose corpora have features in several languages"))
  }

  @Test("plants four languages where no store is named, the same ones each time") func planted() throws {
    let scratch = try ScratchFolder()
    let program = try Program("table-s2-rsa")
    let arguments = ["--protocol", "corrected", "--draws", "49"]
    let first = try program.run(arguments + ["--output", scratch.file("one")], in: scratch)
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.contains("their truth in planted.json"))
    #expect(first.output.hasPrefix("Synthetic corpora: nothing here is a finding about speech."))
    #expect(first.output.contains("silent"))
    let second = try program.run(arguments + ["--output", scratch.file("two")], in: scratch)
    let named = try program.run(
      arguments + ["--output", scratch.file("three"), "--data", scratch.file("one/planted")], in: scratch)
    #expect(second.status == 0 && named.status == 0)
    #expect(!named.output.contains("Planted corpora"))
    for other in ["two", "three"] {
      for file in ["rsa.csv", "pairs.csv", "splits.csv"] {
        #expect(try scratch.text("one/" + file) == scratch.text("\(other)/" + file))
      }
    }
  }

  @Test("explains every option, and refuses draws that cannot be meant") func options() throws {
    let scratch = try ScratchFolder()
    let program = try Program("table-s2-rsa")
    let help = try program.run(["--help"], in: scratch)
    for option in [
      "--data", "--encoders", "--corpora", "--seeds", "--protocol", "--draws", "--output", "--threads",
    ] {
      #expect(help.output.contains(option), "\(option)")
    }
    #expect(try program.run(["--draws", "0"], in: scratch).status == 64)
  }
}
