// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("A speaker split") struct SpeakerSplitTests {
  /// Speakers with unlike numbers of utterances, in mixed order.
  static func speakers(_ count: Int, seed: UInt64 = 0) -> [String] {
    var generator = SplitMix64(state: seed)
    let names = (0..<count).flatMap { s in
      Array(repeating: "speaker \(s)", count: Int.random(in: 1...4, using: &generator))
    }
    return names.shuffled(using: &generator)
  }

  @Test("puts every row on one side and no speaker on both", arguments: 0..<100 as Range<UInt64>)
  func disjoint(seed: UInt64) throws {
    let speakers = Self.speakers(2 + Int(seed % 30), seed: seed)
    let split = try SpeakerSplit(speakers: speakers, seed: seed)
    #expect((split.training + split.test).sorted() == Array(speakers.indices))
    #expect(split.training == split.training.sorted() && split.test == split.test.sorted())
    let (training, test) = (
      Set(split.training.map { speakers[$0] }), Set(split.test.map { speakers[$0] })
    )
    #expect(training.isDisjoint(with: test))
    #expect(split.trainingSpeakers == training.sortedByCodePoint())
    #expect(split.testSpeakers == test.sortedByCodePoint())
    #expect(!training.isEmpty && !test.isEmpty)
  }

  @Test("does not depend on the order or the number of rows", arguments: 0..<100 as Range<UInt64>)
  func invariant(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let speakers = Self.speakers(12)
    let split = try SpeakerSplit(speakers: speakers, seed: seed)
    let more = (speakers + ["speaker 3", "speaker 7"]).shuffled(using: &generator)
    let other = try SpeakerSplit(speakers: more, seed: seed)
    #expect(other.trainingSpeakers == split.trainingSpeakers && other.testSpeakers == split.testSpeakers)
    #expect(other.plan == split.plan)
  }

  @Test("is the same for the same seed, and another for most others") func seeds() throws {
    let speakers = Self.speakers(24)
    var sides: Set<[String]> = []
    for seed in 0..<100 as Range<UInt64> {
      let split = try SpeakerSplit(speakers: speakers, seed: seed)
      #expect(try SpeakerSplit(speakers: speakers, seed: seed) == split)
      sides.insert(split.testSpeakers)
    }
    #expect(sides.count == 100)  // of 1,961,256 possible sides; two alike have odds of 1 in 400
  }

  @Test("tests every speaker equally often") func frequencies() throws {
    let speakers = (0..<10).map { "speaker \($0)" }
    var tested: [String: Int] = [:]
    for seed in 0..<1000 as Range<UInt64> {
      for speaker in try SpeakerSplit(speakers: speakers, seed: seed).testSpeakers {
        tested[speaker, default: 0] += 1
      }
    }
    let sixDeviations = 93  // of a binomial of 1,000 draws at 0.4
    for speaker in speakers { #expect(abs((tested[speaker] ?? 0) - 400) < sixDeviations) }
  }

  @Test(
    "trains on round(f s) speakers, half to even, but on one at least",
    arguments: [
      (10, 0.6, 6), (24, 0.6, 14), (91, 0.6, 55), (20, 0.6, 12), (155, 0.6, 93), (155, 0.8, 124), (2, 0.6, 1),
      (3, 0.5, 2), (5, 0.5, 2), (7, 0.5, 4), (10, 0.25, 2), (14, 0.25, 4), (2, 0.01, 1), (3, 0.1, 1),
    ])
  func rounding(speakers: Int, fraction: Double, training: Int) throws {
    let names = (0..<speakers).map { "\($0)" }
    let split = try SpeakerSplit(speakers: names, trainingFraction: fraction, seed: 20_260_505)
    #expect(split.trainingSpeakers.count == training && split.testSpeakers.count == speakers - training)
    #expect(
      split.plan
        == ResamplingPlan(
          unit: .speaker, scheme: .repeatedRandom, trainingUnits: training, testUnits: speakers - training))
  }

  @Test("of a smaller fraction trains on some of the speakers of a larger one") func nested() throws {
    let speakers = Self.speakers(30)
    var smaller: Set<String> = []
    for fraction in stride(from: 0.05, to: 0.95, by: 0.05) {
      let split = try SpeakerSplit(speakers: speakers, trainingFraction: fraction, seed: 7)
      #expect(smaller.isSubset(of: split.trainingSpeakers))
      smaller = Set(split.trainingSpeakers)
    }
  }

  @Test("refuses a single speaker and says what to do") func single() {
    for speakers in [[], ["a"], ["a", "a", "a"]] {
      let found = Set(speakers).count
      let error = #expect(throws: SplitError.tooFewSpeakers(found: found, needed: 2)) {
        try SpeakerSplit(speakers: speakers, seed: 1)
      }
      #expect(
        error?.description
          == "\(found) speaker(s), but a speaker-independent split needs 2; pool corpora, or check the column 'speaker'"
      )
    }
  }

  @Test(
    "asks for as many speakers as its fraction needs",
    arguments: [0.5, 0.6, 0.7, 0.75, 0.9, 0.95, 0.99, 0.999])
  func needed(fraction: Double) throws {
    func split(_ count: Int) throws(SplitError) -> SpeakerSplit {
      try SpeakerSplit(speakers: (0..<count).map { "\($0)" }, trainingFraction: fraction, seed: 1)
    }
    let error = #expect(throws: SplitError.self) { try split(1) }
    guard case .tooFewSpeakers(found: 1, let needed)? = error else { return }
    #expect(throws: Never.self) { try split(needed) }
    for fewer in max(0, needed - 5)..<needed {
      #expect(throws: SplitError.tooFewSpeakers(found: fewer, needed: needed)) { try split(fewer) }
    }
  }

  @Test("says so at once where a fraction needs more speakers than there are people") func astronomical() {
    let error = #expect(throws: SplitError.self) {
      try SpeakerSplit(speakers: ["a", "b"], trainingFraction: 1.0.nextDown, seed: 1)
    }
    guard case .tooFewSpeakers(found: 2, let needed)? = error else { return }
    #expect(needed > 8_000_000_000)
  }

  @Test("takes a fraction outside (0, 1) for a programmer's error") func fraction() async {
    await #expect(processExitsWith: .failure) {
      _ = try SpeakerSplit(speakers: ["a", "b"], trainingFraction: 1, seed: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = try SpeakerSplit(speakers: ["a", "b"], trainingFraction: 0, seed: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = try SpeakerSplit(speakers: ["a", "b"], trainingFraction: .nan, seed: 1)
    }
  }

  @Test("survives being written and read") func coding() throws {
    let split = try SpeakerSplit(speakers: Self.speakers(9), seed: 3)
    #expect(try Fixtures.recoded(split) == split)
  }
}
