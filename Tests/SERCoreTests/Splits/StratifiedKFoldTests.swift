// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("Stratified folds") struct StratifiedKFoldTests {
  @Test("refuse fewer than two folds, more than utterances, or more than any class has") func refusals() {
    #expect(throws: SplitError.tooFewFolds(found: 1)) { try StratifiedKFold(count: 1).folds(labels: [0, 0]) }
    #expect(throws: SplitError.tooFewUtterances(found: 0, folds: 2)) {
      try StratifiedKFold(count: 2).folds(labels: [String]())
    }
    #expect(throws: SplitError.tooFewUtterances(found: 2, folds: 3)) {
      try StratifiedKFold(count: 3).folds(labels: [0, 0])
    }
    #expect(throws: SplitError.classesTooSmall(largest: 2, folds: 3)) {
      try StratifiedKFold(count: 3).folds(labels: [0, 0, 1, 1, 2])
    }
    #expect(
      SplitError.classesTooSmall(largest: 2, folds: 3).description
        == "no class has an utterance for each of 3 folds: the largest has 2; ask for fewer folds, or pool corpora"
    )
  }

  @Test("are the worked examples") func byHand() throws {
    #expect(
      try StratifiedKFold(count: 3).folds(labels: WorkedExample.labels).map(\.test)
        == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 10], [9, 11, 12, 13]])
    #expect(
      try StratifiedKFold(count: 3, shuffling: .randomState(0)).folds(labels: WorkedExample.labels).map(
        \.test)
        == [[2, 5, 9, 10, 11], [1, 3, 4, 8, 12], [0, 6, 7, 13]])
  }

  @Test("are scikit-learn's", arguments: FoldFixtures.file.cases) func parity(reference: FoldFixtures.Case) {
    for outcome in reference.outcomes {
      let folds = FoldFixtures.outcome(reference.rows) { () throws(SplitError) in
        try StratifiedKFold(count: reference.count, shuffling: outcome.shuffling)
          .folds(labels: reference.labelNames)
      }
      #expect(folds == outcome.stratified)
    }
  }

  @Test("spread utterances and every class within one", arguments: 0..<60 as Range<UInt64>)
  func balance(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let count = Int.random(in: 2...10, using: &generator)
    let labels = (0..<80).map { _ in
      Int.random(in: 0...4, using: &generator) * Int.random(in: 0...1, using: &generator)
    }
    for shuffling in [Shuffling.off, .seed(seed), .randomState(UInt32(seed))] {
      let folds = try StratifiedKFold(count: count, shuffling: shuffling).folds(labels: labels)
      expectPartition(folds, rows: labels.count, unit: .utterance)
      for label in [nil] + Set(labels).map({ Optional($0) }) {
        let counts = folds.map { fold in fold.test.count { label == nil || labels[$0] == label } }
        #expect(counts.max()! - counts.min()! <= 1)
      }
    }
  }

  @Test("do not depend on what classes are called") func names() throws {
    let other = ["a": 7, "b": 3, "c": 5]
    for shuffling in [Shuffling.off, .seed(1), .randomState(1)] {
      let folds = StratifiedKFold(count: 3, shuffling: shuffling)
      #expect(
        try folds.folds(labels: WorkedExample.labels)
          == folds.folds(labels: WorkedExample.labels.map { other[$0]! }))
    }
  }
}
