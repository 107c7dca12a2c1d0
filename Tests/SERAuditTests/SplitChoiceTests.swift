// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERProbing
import TestSupport
import Testing

/// Probes of one epoch, for what is decided before any training.
private struct SplitRun {
  let store: FeatureStore
  let scratch: ScratchFolder

  init(_ path: String = Fixtures.goldenStore) throws {
    store = try FeatureStore(path: path)
    scratch = try ScratchFolder()
  }

  static let recipe = Recipe(trainer: ProbeTrainer(epochs: 1))

  func cell(
    _ split: SplitChoice, encoder: String = "half", training: [String] = ["mini"], test: [String]? = nil
  ) -> ProbeCell {
    ProbeCell(
      encoder: encoder, training: training, test: test ?? training, taxonomy: .fourClass, split: split,
      recipe: Self.recipe, seed: 1)
  }

  func outcome(_ cell: ProbeCell) throws -> ProbeOutcome {
    struct One: Experiment {
      static let name = "one"
      var cell: ProbeCell
      func plan(in store: FeatureStore) -> [PlannedRow<Int, ProbeCell>] { [PlannedRow(0, cell: cell)] }
      func summarize(_ results: [RowResult<One>]) -> TallySummary { TallySummary(letters: []) }
    }
    let run = try ExperimentRunner(store: store, folder: scratch.file("results"), threads: 1)
      .run(One(cell: cell))
    return try #require(run.results.first).outcome
  }

  func features(_ corpora: [String] = ["mini"], encoder: String = "half") throws -> FeatureSet {
    try store.features(encoder: encoder, corpora: corpora, taxonomy: .fourClass)
  }
}

@Suite("A choice of split") struct SplitChoiceTests {
  private static func sides(_ split: some Split, _ features: FeatureSet) -> [[String]] {
    [split.training, split.test].map { $0.map { features.utterances[$0].id } }
  }

  @Test("by speakers is the speaker split of its seed", arguments: [1, 20_260_505]) func speakers(
    seed: UInt64
  ) throws {
    let run = try SplitRun()
    let features = try run.features()
    let outcome = try run.outcome(run.cell(.speakers(trainingFraction: 0.6, seed: seed)))
    let split = try SpeakerSplit(speakers: features.speakers, trainingFraction: 0.6, seed: seed)
    #expect([outcome.trainingIDs, outcome.testIDs] == Self.sides(split, features))
    #expect(outcome.plan == split.plan)
  }

  @Test("by folds is the fold of scikit-learn's shuffled KFold, and all folds test each utterance once")
  func folds() throws {
    let run = try SplitRun()
    let features = try run.features()
    let folds = try KFold(count: 4, shuffling: .seed(3)).folds(rows: features.labels.count)
    var tested: [String] = []
    for fold in 0..<4 {
      let outcome = try run.outcome(run.cell(.fold(fold, of: 4, seed: 3)))
      #expect([outcome.trainingIDs, outcome.testIDs] == Self.sides(folds[fold], features))
      #expect(outcome.plan.unit == .utterance && outcome.plan.scheme == .partition)
      tested += outcome.testIDs
    }
    #expect(tested.sorted() == features.utterances.map(\.id).sorted())
  }

  @Test("that leaves one speaker out tests that speaker, who need not have every class") func leaveOneOut()
    throws
  {
    let scratch = try ScratchFolder()
    let store = try TestStore.copyOfGolden(in: scratch)
    try store.rewrite("corpora/mini/utterances.csv") { text in
      text.split(separator: "\n").map {
        $0.contains(",s01,") ? String($0).replacing("sadness", with: "neutral") : String($0)
      }
      .joined(separator: "\n") + "\n"
    }
    let run = try SplitRun(store.path)
    let outcome = try run.outcome(run.cell(.leaveOneOut(speaker: "s01")))
    let speaker = Dictionary(
      uniqueKeysWithValues: try run.features().utterances.map { ($0.id, $0.speaker) })
    #expect(Set(outcome.testIDs.map { speaker[$0] }) == ["s01"])
    #expect(!outcome.trainingIDs.contains { speaker[$0] == "s01" })
    #expect(outcome.plan.scheme == .leaveOneOut && outcome.plan.testUnits == 1)
    #expect(Set(outcome.truth).count == 3)
  }

  @Test("listed in a file is what the file says, and the file's content decides the key") func listed() throws
  {
    let run = try SplitRun()
    let features = try run.features()
    var table = SplitTable()
    let folds = try GroupKFold(count: 3).folds(groups: features.speakers)
    try table.append(folds, corpus: "mini", protocolName: "grouped", ids: features.utterances.map(\.id))
    let path = run.scratch.file("splits.csv")
    try table.write(to: path)
    let cell = run.cell(.listed(file: path, protocolName: "grouped", split: "1"))
    #expect(cell.inputs.contains(.file(path)) && cell.split.name == "1")
    let outcome = try run.outcome(cell)
    #expect([outcome.trainingIDs, outcome.testIDs] == Self.sides(folds[1], features))
    #expect(outcome.plan.scheme == .given && outcome.plan.unit == .speaker)

    var other = SplitTable()
    try other.append(
      folds.map {
        Fold(
          name: $0.name == "1" ? "2" : $0.name == "2" ? "1" : "0", training: $0.training, test: $0.test,
          plan: $0.plan)
      },
      corpus: "mini", protocolName: "grouped", ids: features.utterances.map(\.id))
    try other.write(to: path)
    #expect(
      Self.sides(folds[2], features) == [try run.outcome(cell).trainingIDs, try run.outcome(cell).testIDs])
  }

  @Test("by speakers of each language has every language on both sides") func languages() throws {
    let scratch = try ScratchFolder()
    let store = try TestStore.copyOfGolden(in: scratch)
    for (corpus, language) in [("mini", "de"), ("other", "en")] {
      try store.rewrite("corpora/\(corpus)/utterances.csv") { text in
        text.split(separator: "\n").enumerated().map { "\($1),\($0 == 0 ? "language" : language)\n" }.joined()
      }
    }
    let run = try SplitRun(store.path)
    let split = SplitChoice.speakersOfEachLanguage(trainingFraction: 0.6, seed: 2)
    let cell = run.cell(split, encoder: "single", training: ["mini", "other"])
    let outcome = try run.outcome(cell)
    let features = try run.features(["mini", "other"], encoder: "single")
    let language = Dictionary(uniqueKeysWithValues: features.utterances.map { ($0.id, $0.language ?? "") })
    let all: Set = ["de", "en"]
    #expect(
      Set(outcome.trainingIDs.map { language[$0]! }) == all
        && Set(outcome.testIDs.map { language[$0]! }) == all)
    #expect(outcome.plan.trainingUnits + outcome.plan.testUnits == Set(features.speakers).count)
  }

  @Test(
    "for a transfer trains on the source's speakers and shots, and tests what is left of the target",
    arguments: [nil, 10])
  func transfer(shots: Int?) throws {
    let run = try SplitRun()
    let choice = SplitChoice.transfer(
      trainingFraction: 0.6, seed: 5,
      shots: shots.map { Shots(count: $0, rule: .floorPerClassThenRandom, seed: 15) })
    let cell = run.cell(choice, encoder: "single", training: ["mini"], test: ["other"])
    #expect(cell.corpora == ["mini", "other"] && choice.name == (shots == nil ? "5" : "15"))
    let outcome = try run.outcome(cell)
    let features = try run.features(["mini", "other"], encoder: "single")
    let corpus = Dictionary(uniqueKeysWithValues: zip(features.utterances.map(\.id), features.corpusOfRow))
    let source = try run.features(["mini"], encoder: "single")
    let split = try SpeakerSplit(
      speakers: source.speakers.map { "mini_\($0)" }, trainingFraction: 0.6, seed: 5)
    #expect(
      outcome.trainingIDs.filter { corpus[$0] == "mini" }
        == split.training.map { "mini_\(source.utterances[$0].id)" })
    #expect(outcome.trainingIDs.count { corpus[$0] == "other" } == shots ?? 0)
    #expect(outcome.testIDs.allSatisfy { corpus[$0] == "other" })
    #expect(outcome.testIDs.count == features.corpusOfRow.count { $0 == "other" } - (shots ?? 0))
    #expect(outcome.plan.scheme == .given)
  }

  @Test("that cannot be made says so with corpora and split") func refused() throws {
    let run = try SplitRun()
    let shots = { (count: Int) in Shots(count: count, rule: .ceilPerClass, seed: 1) }
    let cases: [(ProbeCell, SplitFailure.Reason, String)] = [
      (
        run.cell(.fold(4, of: 4, seed: 1)), .noSuchFold,
        "corpus 'mini', fold 4 of 4, seed 1: folds are counted from 0"
      ),
      (
        run.cell(.speakers(trainingFraction: 0.6, seed: 1), encoder: "single", test: ["other"]),
        .otherCorpora,
        "take a transfer"
      ),
      (run.cell(.leaveOneOut(speaker: "nobody")), .noSuchSpeaker, "speaker nobody left out"),
      (
        run.cell(.transfer(trainingFraction: 0.6, seed: 1)), .sameCorpus,
        "other corpora to test than to train on"
      ),
      (
        run.cell(
          .transfer(trainingFraction: 0.6, seed: 1, shots: shots(1_000)), encoder: "single", test: ["other"]),
        .shots(.tooFewUtterances(found: 40, shots: 1_000)), "leave nothing to test"
      ),
      (
        run.cell(
          .transfer(trainingFraction: 0.6, seed: 1, shots: shots(0)), encoder: "single", test: ["other"]),
        .shots(.none(asked: 0)), "ask for 1 or more"
      ),
    ]
    for (cell, reason, words) in cases {
      let error = try #require(throws: SplitFailure.self) { try run.outcome(cell) }
      #expect(error.reason == reason && error.description.contains(words), "\(error)")
    }
    let path = try run.scratch.put("id,side\nx,train\n", as: "bad.csv")
    #expect(throws: (any Error).self) {
      try run.outcome(run.cell(.listed(file: path, protocolName: "p", split: "s")))
    }
  }

  @Test("of a corpus that lacks a class altogether says so, whatever the seed") func absentClass() throws {
    let scratch = try ScratchFolder()
    let store = try TestStore.copyOfGolden(in: scratch)
    try store.rewrite("corpora/mini/utterances.csv") { $0.replacing("sadness", with: "boredom") }
    let run = try SplitRun(store.path)
    let error = try #require(throws: SplitFailure.self) {
      try run.outcome(run.cell(.speakers(trainingFraction: 0.6, seed: 1)))
    }
    #expect(
      error.reason == .absentClass("sad") && error.description.contains("leave the corpus out with --corpora")
    )
  }

  @Test("is the same after it was written as JSON and read again") func recoded() throws {
    let shots = Shots(count: 3, rule: .ceilPerClass, seed: 4)
    for choice in [
      SplitChoice.speakers(trainingFraction: 0.6, seed: .max),
      .speakersOfEachLanguage(trainingFraction: 0.5, seed: 0),
      .fold(1, of: 3, seed: 2), .leaveOneOut(speaker: "ä"), .listed(file: "f", protocolName: "p", split: "s"),
      .transfer(trainingFraction: 0.6, seed: 1), .transfer(trainingFraction: 0.6, seed: 1, shots: shots),
    ] { #expect(try Fixtures.recoded(choice) == choice) }
  }
}

@Suite("Shots") struct ShotsTests {
  private static let labels = (0..<40).map { $0 % 4 }
  private static let classes = ["a", "b", "c", "d"]

  @Test("of the released rule are those that its generator draws of EmoDB") func replay() throws {
    let features = try FeatureStore(path: Fixtures.data).features(
      encoder: "logmel", corpora: ["emodb"], taxonomy: .fourClass)
    let rows = try AuditFixtures.rows(Fixtures.path("replayed-shots.csv"))
    #expect(rows.count == 9)
    for row in rows {
      let shots = Shots(
        count: try #require(Int(row["K"] ?? "")), rule: .floorPerClassThenRandom,
        seed: try #require(UInt64(row["seed"] ?? "")))
      let drawn = try shots.rows(
        from: Array(features.labels.indices), labels: features.labels, classes: features.classes)
      #expect(drawn.map(String.init).joined(separator: " ") == row["row_indices_in_draw_order"], "\(row)")
    }
  }

  @Test(
    "of the written rule are as many of each class, rounded up",
    arguments: [(1, 4), (4, 4), (5, 8), (10, 12)])
  func ceil(count: Int, drawn: Int) throws {
    let shots = Shots(count: count, rule: .ceilPerClass, seed: 7)
    let rows = try shots.rows(from: Array(0..<40), labels: Self.labels, classes: Self.classes)
    #expect(rows.count == drawn && Set(rows).count == drawn)
    for label in 0..<4 { #expect(rows.count { Self.labels[$0] == label } == drawn / 4) }
  }

  @Test("that a class lacks are drawn from the others") func backfill() throws {
    let labels = [0] + (0..<39).map { $0 % 3 + 1 }
    let rows = try Shots(count: 16, rule: .ceilPerClass, seed: 1)
      .rows(from: Array(0..<40), labels: labels, classes: Self.classes)
    #expect(rows.count == 16 && Set(rows).count == 16 && rows.count { labels[$0] == 0 } == 1)
  }

  @Test("need an utterance of each class") func missing() {
    #expect(throws: ShotsError.classWithoutUtterance("d")) {
      try Shots(count: 4, rule: .ceilPerClass, seed: 1)
        .rows(from: Array(0..<30), labels: (0..<30).map { $0 % 3 }, classes: Self.classes)
    }
  }
}
