// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERReport
import TestSupport
import Testing

@Suite("Tables 1 and 2") struct InventoryTests {
  private func run<E: Experiment>(_ experiment: E, on path: String) throws -> E.Summary {
    let scratch = try ScratchFolder()
    let runner = ExperimentRunner(store: try FeatureStore(path: path), folder: scratch.path, threads: 2)
    return try experiment.summarize(try runner.run(experiment).results)
  }

  private func csv(_ summary: some ExperimentSummary) -> String {
    summary.tables.map { String(decoding: $0.csv.bytes, as: UTF8.self) }.joined()
  }

  @Test("count the corpus that comes with the project as its README does") func emodb() throws {
    let summary = try run(CorpusInventory(corpora: ["emodb"]), on: Fixtures.data)
    #expect(
      csv(summary) == """
        corpus,language,utterances,speakers,sentences,recordings,four_class,majority_rate
        emodb,de,535,10,10,,339,0.3746312684365782

        """)
    #expect(summary.rows[0].majorityRate == 127.0 / 339, "anger")
    #expect(summary.report.rendered(as: .csv).contains("emodb,de,535,10,10,–,339,0.375,535,10"))
  }

  @Test("count what a corpus of a few lines has, and leave empty what it does not say") func byHand() throws {
    let scratch = try ScratchFolder()
    let store = try TestStore.copyOfGolden(in: scratch)
    try store.rewrite("corpora/mini/utterances.csv") { _ in
      """
      id,speaker,emotion,language,sentence,recording
      1,a,anger,de,s1,
      2,a,boredom,en,s1,
      3,b,sad,de,s2,
      4,b,sadness,,s3,

      """
    }
    try store.rewrite("corpora/other/utterances.csv") { _ in "id,speaker,emotion\nx,y,boredom\n" }
    let summary = try run(CorpusInventory(corpora: ["other", "mini"]), on: store.path)
    #expect(
      csv(summary).split(separator: "\n").dropFirst() == [
        "other,,1,1,,,0,", "mini,de;en,4,2,3,,3,0.6666666666666666",
      ])
  }

  @Test("follow base encoders to what they were trained on, and mark corpora of the store among it")
  func lineage() throws {
    let scratch = try ScratchFolder()
    let store = try TestStore.copyOfGolden(in: scratch)
    func describe(_ name: String, _ fields: String) throws {
      try scratch.put(
        #"{"name": "\#(name)", "layers": 1, "dimension": 2, \#(fields)}"#,
        as: "store/features/\(name)/encoder.json")
    }
    try describe("tuned", #""base_encoder": "middle", "trained_on": ["MINI"]"#)
    try describe("middle", #""base_encoder": "root", "trained_on": ["books"]"#)
    try describe("root", #""base_encoder": "not-here", "trained_on": ["Other", "radio"]"#)
    try describe("loop", #""base_encoder": "loop", "trained_on": ["x"]"#)
    let summary = try run(
      EncoderInventory(encoders: ["tuned", "root", "loop"], corpora: ["mini", "other"]), on: store.path)
    #expect(
      csv(summary) == """
        encoder,layers,dimension,trained_on,contaminated
        tuned,1,2,MINI;books;Other;radio,mini;other
        root,1,2,Other;radio,other
        loop,1,2,x,

        """)
    #expect(summary.report.rendered(as: .text).contains("HuBERT: 12 layers, 960 h LibriSpeech"))
  }

  @Test("are made anew where a base encoder's description changes") func changedBase() throws {
    let scratch = try ScratchFolder()
    let store = try TestStore.copyOfGolden(in: scratch)
    let runner = {
      ExperimentRunner(store: try FeatureStore(path: store.path), folder: scratch.file("r"), threads: 1)
    }
    try scratch.put(
      #"{"name": "tuned", "layers": 1, "dimension": 2, "base_encoder": "half"}"#,
      as: "store/features/tuned/encoder.json")
    let table = EncoderInventory(encoders: ["tuned", "flat"], corpora: ["mini"])
    #expect(try runner().run(table).computed == 2)
    try store.rewrite("features/half/encoder.json") { $0.replacing("nothing", with: "mini") }
    let run = try runner().run(table)
    #expect(run.computed == 1 && run.results[0].outcome.contaminated == ["mini"])
  }

  @Test("name a label that no class knows, with the file and the utterance") func label() throws {
    let scratch = try ScratchFolder()
    let store = try TestStore.copyOfGolden(in: scratch)
    try store.rewrite("corpora/other/utterances.csv") { _ in "id,speaker,emotion\nx,y,angr\n" }
    let error = try #require(throws: FeatureStoreError.self) {
      try run(CorpusInventory(corpora: ["other"]), on: store.path)
    }
    #expect("\(error)".contains("'x'") || "\(error)".contains("x"))
    #expect("\(error)".contains("angr"))
  }
}
