// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

@Suite("A sign-flip test") struct SignFlipTestTests {
  /// All sign patterns, one by one: what the test has to equal.
  private func bruteForce(_ differences: [Double]) -> Double {
    let observed = abs(differences.reduce(0, +))
    var extreme = 0
    for pattern in 0..<(1 << differences.count) {
      var sum = 0.0
      for (index, d) in differences.enumerated() { sum += pattern >> index & 1 == 1 ? -d : d }
      if abs(sum) >= observed - 1e-13 { extreme += 1 }
    }
    return Double(extreme) / Double(1 << differences.count)
  }

  @Test("equals brute force", arguments: 1...13) func enumeration(count: Int) throws {
    for seed in 0..<8 as Range<UInt64> {
      let scores = Scores(count: count, seed: seed, shift: Double(seed) / 10)
      let test = try SignFlipTest(scores.a, scores.b)
      #expect(test.pValue == bruteForce(test.differences))
    }
  }

  @Test("equals brute force where sums tie, in tenths", arguments: 0..<40 as Range<UInt64>)
  func ties(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let whole = (0..<9).map { _ in Int.random(in: -4...4, using: &generator) }
    let tenths = try SignFlipTest(whole.map { Double($0 + 5) / 10 }, whole.map { _ in 0.5 })
    // Whole numbers have no rounding, so the tie is exact there.
    #expect(tenths.pValue == bruteForce(whole.map(Double.init)))
  }

  @Test("mirrors when a and b change places", arguments: 0..<20 as Range<UInt64>) func mirror(seed: UInt64)
    throws
  {
    let scores = Scores(count: 7, seed: seed, shift: 0.2)
    let (one, other) = (try SignFlipTest(scores.a, scores.b), try SignFlipTest(scores.b, scores.a))
    #expect(one.estimate == -other.estimate)
    #expect(one.pValue == other.pValue)
    let (interval, mirrored) = (one.confidenceInterval(level: 0.8), other.confidenceInterval(level: 0.8))
    #expect(interval.lowerBound == -mirrored.upperBound)
    #expect(interval.upperBound == -mirrored.lowerBound)
  }

  @Test("does not depend on the order of the pairs, nor on the unit") func invariance() throws {
    let scores = Scores(count: 10, seed: 3, shift: 0.3)
    let p = try SignFlipTest(scores.a, scores.b).pValue
    #expect(try SignFlipTest(scores.a.reversed(), scores.b.reversed()).pValue == p)
    #expect(try SignFlipTest(scores.a.map { $0 * 100 }, scores.b.map { $0 * 100 }).pValue == p)
  }

  @Test("agrees with SciPy's permutation_test", arguments: try PublishedPair.all())
  func scipy(pair: PublishedPair) throws {
    #expect(relativeError(try SignFlipTest(pair.a, pair.b).pValue, pair.signFlipP) < 1e-12)
  }

  @Test("is SciPy's on the documented example of six pairs") func sixPairs() throws {
    let test = try SignFlipTest([1.2, 0.9, 1.4, 1.1, 0.8, 1.6], [1.0, 0.95, 1.1, 1.05, 0.85, 1.2])
    #expect(test.pValue == 0.21875)
    #expect(relativeError(test.statistic, 0.1416666666666667) < 1e-12)
  }

  @Test("cannot go below 2 in 2^n, which differences of one sign attain", arguments: 1...20) func floor(
    n: Int
  ) throws {
    let scores = Scores(count: n, seed: 9, shift: 2)
    let test = try SignFlipTest(scores.a, scores.b)
    #expect(test.smallestAttainableP == min(1, 2 / Double(1 << n)))
    #expect(test.pValue == test.smallestAttainableP)
  }

  @Test("cannot reach 0.05 with five pairs, so excludes no shift at 95 %") func fivePairs() throws {
    let pair = try #require(try PublishedPair.all().first { $0.name == "RAVDESS: HuBERT - emotion2vec" })
    let test = try SignFlipTest(pair.a, pair.b)
    #expect(test.pValue == 0.0625)
    #expect(test.confidenceInterval(level: 0.95) == -Double.infinity...Double.infinity)
    // 1 - 2/32: the first rank, whose subset means are the extreme differences.
    let interval = test.confidenceInterval(level: 0.9375)
    #expect(abs(interval.lowerBound - 0.036) < 1e-14)
    #expect(abs(interval.upperBound - 0.150) < 1e-14)
  }

  @Test("has an interval that holds 0 exactly if p is above its level", arguments: 0..<60 as Range<UInt64>)
  func duality(seed: UInt64) throws {
    let scores = Scores(count: 4 + Int(seed % 9), seed: seed, shift: Double(seed) / 80)
    let test = try SignFlipTest(scores.a, scores.b)
    for level in [0.4, 0.7, 0.9, 0.95] {
      #expect(test.confidenceInterval(level: level).contains(0) == (test.pValue > 1 - level))
    }
  }

  @Test("has an interval whose ends are subset means, by rank", arguments: 0..<10 as Range<UInt64>)
  func ends(seed: UInt64) throws {
    let scores = Scores(count: 8, seed: seed)
    let test = try SignFlipTest(scores.a, scores.b)
    let means = (1..<256).map { subset in
      let chosen = test.differences.indices.filter { subset >> $0 & 1 == 1 }.map { test.differences[$0] }
      return chosen.reduce(0, +) / Double(chosen.count)
    }.sorted()
    // k = floor(0.05 * 256 / 2) = 6 at 95 %, 12 at 90 %.
    for (level, rank) in [(0.95, 6), (0.9, 12)] {
      let interval = test.confidenceInterval(level: level)
      #expect(abs(interval.lowerBound - means[rank - 1]) < 1e-14)
      #expect(abs(interval.upperBound - means[255 - rank]) < 1e-14)
    }
  }

  @Test("is defined where a t test is not") func degenerate() throws {
    #expect(try SignFlipTest([0.5, 0.6, 0.7], [0.5, 0.6, 0.7]).pValue == 1)
    #expect(try SignFlipTest([1, 2, 3], [0, 1, 2]).pValue == 0.25)
    #expect(try SignFlipTest([0, 0], [0, 0]).confidenceInterval(level: 0.5) == 0...0)
  }

  @Test("takes forty pairs, and says what it does not take") func size() throws {
    let scores = Scores(count: 40, seed: 1, shift: 2)
    #expect(try SignFlipTest(scores.a, scores.b).pValue == 2 / Double(1 << 40))
    let more = Scores(count: 41, seed: 1)
    #expect(throws: StatisticsError.tooManyPairsToEnumerate(found: 41, limit: 40)) {
      try SignFlipTest(more.a, more.b)
    }
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 1)) { try SignFlipTest([], []) }
    #expect(throws: StatisticsError.unequalCounts(a: 1, b: 2)) { try SignFlipTest([1], [1, 2]) }
    #expect(throws: StatisticsError.notFinite(index: 0)) { try SignFlipTest([.infinity], [1]) }
  }

  @Test("says when its pairs are not independent") func caveat() throws {
    let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)
    #expect(try SignFlipTest([1, 2], [0, 0], plan: plan).caveat?.contains("24 speakers") == true)
    #expect(try SignFlipTest([1, 2], [0, 0]).caveat == nil)
  }
}
