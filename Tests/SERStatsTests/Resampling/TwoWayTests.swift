// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

@Suite("Inference over speakers and sentences") struct TwoWayTests {
  /// Speakers by sentences, one value each.
  private func sample(_ values: [[Double]]) throws -> TwoWaySample {
    var (all, speakers, sentences): ([Double], [String], [String]) = ([], [], [])
    for (speaker, row) in values.enumerated() {
      for (sentence, value) in row.enumerated() {
        all.append(value)
        speakers.append("speaker \(speaker)")
        sentences.append("sentence \(sentence)")
      }
    }
    return try TwoWaySample(all, speakers: speakers, sentences: sentences)
  }

  @Test("adds the two variances, less that of their combinations, by hand") func byHand() throws {
    // Row means 2, 4, 9 about 5 and column means 2, 8: variances 13/3 and 18/2; of the six values 21.2/6.
    let test = try TwoWayTTest(sample([[-1, 5], [1, 7], [6, 12]]))
    // Squares 36, 0, 16, 4, 1, 49 over 5, and over 6.
    let expected: Double = 13.0 / 3 + 9 - 106.0 / 30
    #expect(test.estimate == 5)
    #expect(relativeError(test.standardError, expected.squareRoot()) < 1e-13)
    #expect(relativeError(test.degreesOfFreedom, 1) < 1e-13)
    #expect(test.independentUnits == 2)
    #expect(test.caveat?.contains("3 speakers and 2 sentences") == true)
  }

  @Test(
    "is never more certain than over speakers or over sentences alone", arguments: 0..<20 as Range<UInt64>)
  func conservative(seed: UInt64) throws {
    var deviates = Deviates(seed: seed)
    let sample = try sample((0..<12).map { _ in (0..<5).map { _ in deviates.next() } })
    let test = try TwoWayTTest(sample)
    for way in [sample.speakers, sample.sentences] {
      let one = try ClusterTTest(way)
      #expect(test.standardError >= one.standardError)
      #expect(test.degreesOfFreedom <= one.degreesOfFreedom)
    }
    let interval = test.confidenceInterval(level: 0.9)
    #expect(interval.contains(0) == (test.pValue > 0.1))
  }

  @Test("holds the truth in 95 % or more where sentences matter, where speakers alone do not") func coverage()
    throws
  {
    var deviates = Deviates(seed: 3)
    var (covered, speakersAlone) = (0, 0)
    for _ in 0..<600 {
      let sentences = (0..<10).map { _ in deviates.next() }
      let values = (0..<10).map { _ in
        let speaker = 0.5 * deviates.next()
        return sentences.map { speaker + $0 + deviates.next() }
      }
      let sample = try sample(values)
      if try TwoWayTTest(sample).confidenceInterval(level: 0.95).contains(0) { covered += 1 }
      if try ClusterTTest(sample.speakers).confidenceInterval(level: 0.95).contains(0) { speakersAlone += 1 }
    }
    #expect(covered >= 555 && covered <= 595)
    #expect(speakersAlone < 500)
  }

  @Test("draws both ways at once, and its spread is near the two-way standard error") func pigeonhole() throws
  {
    var deviates = Deviates(seed: 5)
    let sentences = (0..<30).map { _ in deviates.next() }
    let sample = try sample(
      (0..<30).map { _ in
        let speaker = deviates.next()
        return sentences.map { speaker + $0 + deviates.next() }
      })
    var generator = NumPyGenerator(seed: 1)
    let bootstrap = try PigeonholeBootstrap(sample, resamples: 1500, using: &generator)
    let ratio = try bootstrap.standardError() / TwoWayTTest(sample).standardError
    #expect(ratio > 0.9 && ratio < 1.1)
    #expect(bootstrap.percentileInterval(level: 0.95).contains(bootstrap.estimate))
    #expect(bootstrap.caveat?.contains("30 speakers") == true)
    // The first resample by hand.
    var replay = NumPyGenerator(seed: 1)
    let (speakers, drawn) = (replay.integers(below: 30, count: 30), replay.integers(below: 30, count: 30))
    var again = NumPyGenerator(seed: 1)
    let first = try PigeonholeBootstrap(sample, resamples: 1, using: &again).replicates[0]
    // Names sort by code point: "speaker 10" stands before "speaker 2".
    let order = (0..<30).map { "\($0)" }.sorted().map { Int($0) ?? 0 }
    var all = [String: Double]()
    var refill = Deviates(seed: 5)
    let effects = (0..<30).map { _ in refill.next() }
    for speaker in 0..<30 {
      let own = refill.next()
      for sentence in 0..<30 { all["\(speaker) \(sentence)"] = own + effects[sentence] + refill.next() }
    }
    var total = 0.0
    for speaker in speakers {
      for sentence in drawn { total += all["\(order[speaker]) \(order[sentence])"] ?? .nan }
    }
    #expect(difference(first, total / 900) < 1e-12)
  }

  @Test("says why there is no number") func degenerate() throws {
    #expect(throws: StatisticsError.tooFewUnits(kind: "sentences", found: 1, needed: 2)) {
      try TwoWayTTest(sample([[1], [2]]))
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "speakers", found: 1, needed: 2)) {
      var generator = NumPyGenerator(seed: 1)
      return try PigeonholeBootstrap(sample([[1, 2]]), resamples: 9, using: &generator)
    }
    #expect(throws: StatisticsError.noVariation(meanDifference: 2)) {
      try TwoWayTTest(sample([[2, 2], [2, 2]]))
    }
    // Two speakers who share no sentence: half the resamples are empty.
    #expect(throws: StatisticsError.self) {
      var generator = NumPyGenerator(seed: 1)
      return try PigeonholeBootstrap(
        TwoWaySample(correct: [true, true], [true, false], speakers: ["a", "b"], sentences: ["x", "y"]),
        resamples: 99, using: &generator)
    }
  }
}
