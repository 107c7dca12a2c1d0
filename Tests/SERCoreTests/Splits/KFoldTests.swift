// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("K folds") struct KFoldTests {
  @Test("refuse fewer than two folds and more folds than utterances") func refusals() {
    for count in [-1, 0, 1] {
      #expect(throws: SplitError.tooFewFolds(found: count)) { try KFold(count: count).folds(rows: 9) }
    }
    for rows in 0..<3 {
      #expect(throws: SplitError.tooFewUtterances(found: rows, folds: 3)) {
        try KFold(count: 3).folds(rows: rows)
      }
    }
    #expect(
      SplitError.tooFewFolds(found: 1).description
        == "1 fold(s), but cross-validation needs 2; ask for 2 or more")
    #expect(
      SplitError.tooFewUtterances(found: 4, folds: 5).description
        == "4 utterance(s) cannot fill 5 folds; ask for at most 4 folds, or pool corpora")
  }

  @Test("are consecutive blocks, the first ones longer") func byHand() throws {
    let folds = try KFold(count: 3).folds(rows: 8)
    #expect(folds.map(\.test) == [[0, 1, 2], [3, 4, 5], [6, 7]])
    #expect(folds.map(\.training) == [[3, 4, 5, 6, 7], [0, 1, 2, 6, 7], [0, 1, 2, 3, 4, 5]])
    #expect(folds.map(\.name) == ["0", "1", "2"])
    #expect(
      folds[2].plan == ResamplingPlan(unit: .utterance, scheme: .partition, trainingUnits: 6, testUnits: 2))
  }

  @Test("test every utterance once, in sizes that differ by one", arguments: 2..<30)
  func partition(count: Int) throws {
    for rows in [count, count + 1, 3 * count - 1, 97] {
      for shuffling in [Shuffling.off, .seed(1), .randomState(1)] {
        let folds = try KFold(count: count, shuffling: shuffling).folds(rows: rows)
        expectPartition(folds, rows: rows, unit: .utterance)
        #expect(folds.map(\.test.count) == (0..<count).map { rows / count + ($0 < rows % count ? 1 : 0) })
      }
    }
  }

  @Test("are scikit-learn's", arguments: FoldFixtures.file.cases) func parity(reference: FoldFixtures.Case) {
    for outcome in reference.outcomes {
      let folds = FoldFixtures.outcome(reference.rows) { () throws(SplitError) in
        try KFold(count: reference.count, shuffling: outcome.shuffling).folds(rows: reference.rows)
      }
      #expect(folds == outcome.plain)
    }
  }

  /// Which of ten folds tests each utterance: `make_replayed_folds.py`.
  @Test("by the seed of the paper are the published random folds") func published() throws {
    let table = try CSVTable(path: Fixtures.path("replayed-folds.csv"))
    #expect(try table.column("corpus") == ["emodb", "ravdess", "subesco"])
    for foldOfRow in try table.column("fold_of_row") {
      let rows = foldOfRow.utf8.count
      let folds = try KFold(count: 10, shuffling: .seed(20_260_505)).folds(rows: rows)
      let digits = Array(foldOfRow.utf8)
      for (number, fold) in folds.enumerated() {
        #expect(fold.test == (0..<rows).filter { digits[$0] == UInt8(ascii: "0") + UInt8(number) })
      }
    }
  }

  @Test("survive being written and read, and so does what makes them") func coding() throws {
    for shuffling in [Shuffling.off, .seed(3), .randomState(3)] {
      let maker = KFold(count: 3, shuffling: shuffling)
      #expect(try Fixtures.recoded(maker) == maker)
      let folds = try maker.folds(rows: 7)
      #expect(try Fixtures.recoded(folds) == folds)
    }
  }
}

@Suite("A fold") struct FoldTests {
  private let plan = ResamplingPlan(unit: .utterance, scheme: .given, trainingUnits: 2, testUnits: 1)

  @Test(
    "that is read must have ascending and disjoint sides",
    arguments: [
      ("[1, 0]", "[]", "[2]"), ("[0, 0]", "[]", "[2]"), ("[0, 2]", "[]", "[2]"), ("[0]", "[1]", "[1]"),
      ("[0]", "[0]", "[1]"),
    ]) func reading(training: String, validation: String, test: String)
  {
    let text = #"""
      {"name": "1", "training": \#(training), "validation": \#(validation), "test": \#(test),
       "plan": {"unit": "utterance", "scheme": "given", "trainingUnits": 2, "testUnits": 1}}
      """#
    #expect(throws: DecodingError.self) { try Fixtures.decode(Fold.self, text) }
  }

  @Test("is a split like any other") func split() throws {
    let fold = Fold(name: "1", training: [0, 2], validation: [3], test: [1], plan: plan)
    #expect(throws: SplitError.missingClass(label: "sad", side: .test)) {
      try fold.requireEveryClass(labels: [0, 0, 1, 1], classes: ["happy", "sad"])
    }
    #expect(try Fixtures.recoded(fold) == fold)
  }

  @Test("takes sides that overlap or descend for a programmer's error") func precondition() async {
    await #expect(processExitsWith: .failure) {
      let plan = ResamplingPlan(unit: .utterance, scheme: .given, trainingUnits: 2, testUnits: 1)
      _ = Fold(name: "1", training: [0, 1], test: [1], plan: plan)
    }
    await #expect(processExitsWith: .failure) {
      let plan = ResamplingPlan(unit: .utterance, scheme: .given, trainingUnits: 2, testUnits: 1)
      _ = Fold(name: "1", training: [1, 0], test: [2], plan: plan)
    }
  }
}
