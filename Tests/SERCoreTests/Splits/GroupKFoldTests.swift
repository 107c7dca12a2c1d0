// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("Folds by group") struct GroupKFoldTests {
  @Test("refuse fewer than two folds, more than utterances, or more than groups") func refusals() {
    #expect(throws: SplitError.tooFewFolds(found: 0)) { try GroupKFold(count: 0).folds(groups: ["a", "b"]) }
    #expect(throws: SplitError.tooFewUtterances(found: 2, folds: 3)) {
      try GroupKFold(count: 3).folds(groups: ["a", "b"])
    }
    for shuffling in [Shuffling.off, .seed(1)] {
      #expect(throws: SplitError.tooFewGroups(found: 2, folds: 3, unit: .speaker)) {
        try GroupKFold(count: 3, shuffling: shuffling).folds(groups: ["a", "b", "a", "b"])
      }
    }
    #expect(
      SplitError.tooFewGroups(found: 2, folds: 3, unit: .speaker).description
        == "2 speaker(s) cannot fill 3 folds without being cut apart; ask for fewer folds, or pool corpora")
  }

  @Test("are the worked examples") func byHand() throws {
    #expect(
      WorkedExample.testGroups(try GroupKFold(count: 3).folds(groups: WorkedExample.groups))
        == [[1, 2], [0, 4], [3, 5, 6]])
    #expect(
      WorkedExample.testGroups(
        try GroupKFold(count: 3, shuffling: .randomState(0)).folds(groups: WorkedExample.groups))
        == [[1, 2, 6], [0, 3], [4, 5]])
  }

  @Test("take the later of two groups of one size first") func ties() throws {
    let folds = try GroupKFold(count: 3).folds(groups: ["a", "b", "c", "d"])
    #expect(folds.map(\.test) == [[0, 3], [2], [1]])
  }

  @Test("sort groups by code point") func codePoints() throws {
    // "Z" < "a" < "é": the last goes first.
    #expect(try GroupKFold(count: 3).folds(groups: ["a", "é", "Z"]).map(\.test) == [[1], [0], [2]])
  }

  @Test("are scikit-learn's", arguments: FoldFixtures.file.cases) func parity(reference: FoldFixtures.Case) {
    for outcome in reference.outcomes {
      let folds = FoldFixtures.outcome(reference.rows) { () throws(SplitError) in
        try GroupKFold(count: reference.count, shuffling: outcome.shuffling)
          .folds(groups: reference.groupNames)
      }
      #expect(folds == outcome.grouped)
    }
  }

  @Test("keep each group on one side", arguments: 0..<60 as Range<UInt64>) func whole(seed: UInt64) throws {
    let groups = SpeakerSplitTests.speakers(3 + Int(seed % 20), seed: seed)
    for shuffling in [Shuffling.off, .seed(seed), .randomState(UInt32(seed))] {
      let folds = try GroupKFold(count: 3, shuffling: shuffling, unit: .group).folds(groups: groups)
      expectPartition(folds, rows: groups.count, units: groups, unit: .group)
      if shuffling != .off {
        let sizes = folds.map(\.plan.testUnits)
        #expect(sizes.max()! - sizes.min()! <= 1)
      }
    }
  }

  @Test("differ by no more than the largest group", arguments: 0..<60 as Range<UInt64>)
  func even(seed: UInt64) throws {
    let groups = SpeakerSplitTests.speakers(6 + Int(seed % 20), seed: seed)
    let largest = Dictionary(grouping: groups) { $0 }.values.map(\.count).max()!
    let sizes = try GroupKFold(count: 4).folds(groups: groups).map(\.test.count)
    #expect(sizes.max()! - sizes.min()! <= largest)
  }
}

@Suite("Stratified folds by group") struct StratifiedGroupKFoldTests {
  @Test("refuse what folds by group and stratified folds refuse") func refusals() {
    let four = ["a", "a", "b", "b"]
    #expect(throws: SplitError.tooFewFolds(found: 1)) {
      try StratifiedGroupKFold(count: 1).folds(labels: [0, 0, 0, 0], groups: four)
    }
    #expect(throws: SplitError.tooFewUtterances(found: 4, folds: 5)) {
      try StratifiedGroupKFold(count: 5).folds(labels: [0, 0, 0, 0], groups: four)
    }
    #expect(throws: SplitError.classesTooSmall(largest: 2, folds: 3)) {
      try StratifiedGroupKFold(count: 3).folds(labels: ["x", "y", "x", "y"], groups: four)
    }
    #expect(throws: SplitError.tooFewGroups(found: 2, folds: 3, unit: .group)) {
      try StratifiedGroupKFold(count: 3, unit: .group).folds(labels: [0, 0, 0, 0], groups: four)
    }
  }

  @Test("refuse a fold that no group is left for") func empty() {
    #expect(throws: SplitError.emptyFold(2, folds: 4)) {
      try StratifiedGroupKFold(count: 4).folds(
        labels: [0, 1, 0, 1, 0, 0, 1, 0, 0], groups: ["2", "2", "1", "0", "1", "1", "0", "2", "3"])
    }
    #expect(
      SplitError.emptyFold(2, folds: 4).description
        == "no group is left for fold 2 of 4, counted from 0: the classes balance best without it; ask for fewer "
        + "folds, or use folds by group alone")
  }

  @Test("are the worked example") func byHand() throws {
    let folds = try StratifiedGroupKFold(count: 3)
      .folds(labels: WorkedExample.classes, groups: WorkedExample.groups)
    #expect(WorkedExample.testGroups(folds) == [[1, 5], [3, 4], [0, 2, 6]])
  }

  @Test("are scikit-learn's", arguments: FoldFixtures.file.cases) func parity(reference: FoldFixtures.Case) {
    for outcome in reference.outcomes {
      let folds = FoldFixtures.outcome(reference.rows) { () throws(SplitError) in
        try StratifiedGroupKFold(count: reference.count, shuffling: outcome.shuffling)
          .folds(labels: reference.labelNames, groups: reference.groupNames)
      }
      #expect(folds == outcome.stratifiedGrouped)
    }
  }

  @Test("keep each group on one side", arguments: 0..<60 as Range<UInt64>) func whole(seed: UInt64) throws {
    let groups = SpeakerSplitTests.speakers(12 + Int(seed % 20), seed: seed)
    var generator = SplitMix64(state: seed)
    let labels = groups.map { _ in Int.random(in: 0...3, using: &generator) }
    for shuffling in [Shuffling.off, .seed(seed), .randomState(UInt32(seed))] {
      let folds = try StratifiedGroupKFold(count: 3, shuffling: shuffling).folds(
        labels: labels, groups: groups)
      expectPartition(folds, rows: groups.count, units: groups, unit: .speaker)
    }
  }

  @Test("spread classes perfectly where every group has one utterance of one class") func perfect() throws {
    let labels = (0..<40).map { $0 % 4 }
    let folds = try StratifiedGroupKFold(count: 5).folds(labels: labels, groups: (0..<40).map { "\($0)" })
    for fold in folds { #expect((0..<4).map { c in fold.test.count { labels[$0] == c } } == [2, 2, 2, 2]) }
  }

  @Test("take unequal columns for a programmer's error") func columns() async {
    await #expect(processExitsWith: .failure) {
      _ = try StratifiedGroupKFold(count: 2).folds(labels: [0, 0, 0], groups: ["a", "b"])
    }
  }
}
