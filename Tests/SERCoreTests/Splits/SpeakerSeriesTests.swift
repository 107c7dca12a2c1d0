// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("Leaving one speaker out") struct LeaveOneSpeakerOutTests {
  @Test("needs two speakers") func refusals() {
    for speakers in [[], ["a"], ["a", "a"]] {
      #expect(throws: SplitError.tooFewSpeakers(found: Set(speakers).count, needed: 2)) {
        try LeaveOneSpeakerOut().folds(speakers: speakers)
      }
    }
  }

  @Test("tests each speaker once, alone, by name") func byHand() throws {
    let splits = try LeaveOneSpeakerOut().folds(speakers: ["b", "Z", "b", "a"])
    #expect(splits.map(\.name) == ["Z", "a", "b"])
    #expect(splits.map(\.test) == [[1], [3], [0, 2]])
    #expect(splits[2].training == [1, 3])
    for split in splits {
      #expect(
        split.plan == ResamplingPlan(unit: .speaker, scheme: .leaveOneOut, trainingUnits: 2, testUnits: 1))
    }
  }

  @Test("is a partition", arguments: 2..<30) func partition(count: Int) throws {
    let speakers = SpeakerSplitTests.speakers(count, seed: 3)
    let splits = try LeaveOneSpeakerOut().folds(speakers: speakers)
    #expect(splits.count == count)
    expectPartition(
      splits, rows: speakers.count, units: speakers, unit: .speaker, scheme: .leaveOneOut)
  }

  @Test("is scikit-learn's", arguments: FoldFixtures.file.leftOut) func parity(
    reference: FoldFixtures.LeftOut
  ) throws {
    let speakers = reference.groupNames
    let splits = try LeaveOneSpeakerOut().folds(speakers: speakers)
    #expect(splits.map { sides($0, rows: speakers.count) } == reference.one)
  }
}

/// A digit a row: 1 for the test side.
private func sides(_ split: Fold, rows: Int) -> String {
  (0..<rows).map { split.test.contains($0) ? "1" : "0" }.joined()
}

@Suite("All speaker splits") struct ExhaustiveSpeakerSplitsTests {
  static let emodb = ["03", "08", "09", "10", "11", "12", "13", "14", "15", "16"]

  @Test("refuse a side without speakers") func tooFew() {
    for speakers in [[], ["a"], ["a", "a"]] {
      #expect(throws: SplitError.tooFewSpeakers(found: Set(speakers).count, needed: 2)) {
        try ExhaustiveSpeakerSplits().folds(speakers: speakers)
      }
    }
  }

  @Test("refuse to list too many and say how many there are") func tooMany() throws {
    func speakers(_ count: Int) -> [String] { (0..<count).map { "\($0)" } }
    #expect(throws: SplitError.tooManySplits(speakers: 10, testSpeakers: 4, count: 210, limit: 209)) {
      try ExhaustiveSpeakerSplits(limit: 209).folds(speakers: Self.emodb)
    }
    #expect(try ExhaustiveSpeakerSplits(limit: 210).folds(speakers: Self.emodb).count == 210)
    let error = #expect(throws: SplitError.self) {
      try ExhaustiveSpeakerSplits().folds(speakers: speakers(24))
    }
    #expect(
      error?.description
        == "24 speakers can be split 1961256 times with 10 of them tested, more than the limit of 10000; draw some at "
        + "random, or raise the limit")
    let astronomical = #expect(
      throws: SplitError.tooManySplits(speakers: 91, testSpeakers: 36, count: nil, limit: 10_000)
    ) {
      try ExhaustiveSpeakerSplits().folds(speakers: speakers(91))
    }
    #expect(astronomical?.description.contains("more than 18446744073709551615 times") == true)
    #expect(throws: SplitError.self) { try ExhaustiveSpeakerSplits(limit: -1).folds(speakers: ["a", "b"]) }
  }

  @Test("of EmoDB's ten speakers at 6/4 are 210, in order of the test speakers") func emodb() throws {
    let splits = try ExhaustiveSpeakerSplits(trainingFraction: 0.6).folds(speakers: Self.emodb)
    #expect(splits.count == 210 && Set(splits.map(\.test)).count == 210)
    #expect(
      splits[0].test == [0, 1, 2, 3] && splits[1].test == [0, 1, 2, 4] && splits[209].test == [6, 7, 8, 9])
    #expect(splits.map(\.name) == (0..<210).map(String.init))
    for (a, b) in zip(splits, splits.dropFirst()) { #expect(a.test.lexicographicallyPrecedes(b.test)) }
    for split in splits {
      #expect((split.training + split.test).sorted() == Array(0..<10))
      #expect(
        split.plan == ResamplingPlan(unit: .speaker, scheme: .exhaustive, trainingUnits: 6, testUnits: 4))
    }
    // Each speaker is tested in 4 of 10 splits.
    for speaker in 0..<10 { #expect(splits.count { $0.test.contains(speaker) } == 84) }
  }

  @Test("hold every split that a seed can draw", arguments: 0..<100 as Range<UInt64>) func drawn(seed: UInt64)
    throws
  {
    let speakers = SpeakerSplitTests.speakers(7, seed: 1)
    let drawn = try SpeakerSplit(speakers: speakers, seed: seed)
    let splits = try ExhaustiveSpeakerSplits().folds(speakers: speakers)
    #expect(splits.count { $0.test == drawn.test && $0.training == drawn.training } == 1)
  }

  @Test("are those of LeavePGroupsOut, in its order", arguments: FoldFixtures.file.leftOut)
  func parity(reference: FoldFixtures.LeftOut) throws {
    let speakers = reference.groupNames
    let fraction = Double(reference.speakers - reference.tested) / Double(reference.speakers)
    let splits = try ExhaustiveSpeakerSplits(trainingFraction: fraction).folds(speakers: speakers)
    #expect(splits.map { sides($0, rows: speakers.count) } == reference.several)
  }

  @Test("are counted as Pascal's triangle does, up to 2^64 - 1") func binomials() {
    var row: [UInt64?] = [1]
    for n in 0..<100 {
      for k in 0...n { #expect(ExhaustiveSpeakerSplits.binomial(n, k) == row[k]) }
      row = (0...(n + 1)).map { k in
        if k == 0 || k == n + 1 { return 1 }
        guard let a = row[k - 1], let b = row[k] else { return nil }
        let (sum, overflow) = a.addingReportingOverflow(b)
        return overflow ? nil : sum
      }
    }
    #expect(ExhaustiveSpeakerSplits.binomial(Int.max, 1) == UInt64(Int.max))
    #expect(ExhaustiveSpeakerSplits.binomial(Int.max, Int.max / 2) == nil)
  }

  @Test("survive being written and read, and refuse a fraction outside (0, 1)") func coding() async throws {
    let splits = ExhaustiveSpeakerSplits(trainingFraction: 0.5, limit: 7)
    #expect(try Fixtures.recoded(splits) == splits)
    #expect(throws: DecodingError.self) {
      try Fixtures.decode(ExhaustiveSpeakerSplits.self, #"{"trainingFraction": 1, "limit": 7}"#)
    }
    await #expect(processExitsWith: .failure) { _ = ExhaustiveSpeakerSplits(trainingFraction: 0) }
  }
}
