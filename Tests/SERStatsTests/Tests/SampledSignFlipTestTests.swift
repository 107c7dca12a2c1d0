// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

@Suite("A sampled sign-flip test") struct SampledSignFlipTestTests {
  private let draws = 20_000

  @Test("agrees with the exact test within Monte-Carlo error", arguments: 0..<12 as Range<UInt64>)
  func exact(seed: UInt64) throws {
    let scores = Scores(count: 10 + Int(seed), seed: seed, shift: Double(seed) / 40)
    var generator = RandomStream(seed: seed).root
    let sampled = try SampledSignFlipTest(scores.a, scores.b, draws: draws, using: &generator)
    let exact = try SignFlipTest(scores.a, scores.b)
    #expect(sampled.estimate == exact.estimate)
    for alternative in [Alternative.greater, .less] {
      let p = exact.pValue(alternative)
      // Five standard errors of a share.
      let error = 5 * (p * (1 - p) / Double(draws)).squareRoot() + 1 / Double(draws)
      #expect(abs(sampled.pValue(alternative) - p) < error)
    }
  }

  @Test("flips each value by its own bit of a word", arguments: [1, 7, 8, 9, 63, 64, 65, 130]) func bits(
    count: Int
  )
    throws
  {
    // The same patterns, value by value.
    let scores = Scores(count: count, seed: 8, shift: 0.05)
    var generator = NumPyGenerator(seed: 3)
    var again = generator
    let test = try SampledSignFlipTest(scores.a, scores.b, draws: 500, using: &generator)
    var tally = RandomizationTally(observed: test.differences.reduce(0, +), rounding: 1e-12)
    for _ in 0..<500 {
      let words = (0..<(count + 63) / 64).map { _ in again.next() }
      var sum = 0.0
      for (index, d) in test.differences.enumerated() {
        sum += words[index / 64] >> UInt64(index % 64) & 1 == 1 ? -d : d
      }
      tally.count(sum)
    }
    // One value has two patterns, and no test of two patterns rejects anything.
    let attainable = min(1, Double(sign: .plus, exponent: 1 - count, significand: 1))
    #expect(test.pValue == max(attainable, tally.pValue(.twoSided, of: .sampling)))
    #expect(test.pValueSource == .sampling(draws: 500))
    // The generator has moved on by as many words.
    #expect(generator == again)
  }

  @Test("is never 0, and says how small it can be") func floor() throws {
    let scores = Scores(count: 91, seed: 1, shift: 5)
    var generator = NumPyGenerator(seed: 1)
    let test = try SampledSignFlipTest(scores.a, scores.b, draws: 999, using: &generator)
    #expect(test.pValue == 0.002)
    #expect(test.smallestAttainableP == 0.002)
    #expect(test.pValue(.greater) == 0.001)
    #expect(test.independentUnits == 91)
  }

  @Test("has an interval that holds 0 exactly if p is above its level", arguments: 0..<40 as Range<UInt64>)
  func duality(seed: UInt64) throws {
    // Tenths, so that subset sums tie.
    var generator = SplitMix64(state: seed)
    let tenths = (0..<12).map { _ in Double(Int.random(in: 1...9, using: &generator)) / 10 }
    let scores = seed % 2 == 0 ? Scores(count: 50, seed: seed, shift: Double(seed) / 300).a : tenths
    let other = seed % 2 == 0 ? Scores(count: 50, seed: seed).b : tenths.map { _ in 0.4 }
    var flips = NumPyGenerator(seed: seed)
    let test = try SampledSignFlipTest(scores, other, draws: 999, using: &flips)
    for level in [0.2, 0.5, 0.8, 0.9, 0.95, 0.99] {
      #expect(test.confidenceInterval(level: level).contains(0) == (test.pValue > 1 - level))
    }
  }

  @Test("has nearly the interval of the exact test") func interval() throws {
    let scores = Scores(count: 20, seed: 5, shift: 0.3)
    var generator = NumPyGenerator(seed: 5)
    let sampled = try SampledSignFlipTest(scores.a, scores.b, draws: 99_999, using: &generator)
    let (near, exact) = (
      sampled.confidenceInterval(level: 0.95),
      try SignFlipTest(scores.a, scores.b).confidenceInterval(level: 0.95)
    )
    #expect(abs(near.lowerBound - exact.lowerBound) < 0.01)
    #expect(abs(near.upperBound - exact.upperBound) < 0.01)
    // Asked again it is the same: it draws the same patterns.
    #expect(sampled.confidenceInterval(level: 0.95) == near)
  }

  @Test("excludes no shift where too few patterns were drawn for the level") func wholeLine() throws {
    let scores = Scores(count: 50, seed: 1, shift: 2)
    var generator = NumPyGenerator(seed: 1)
    let test = try SampledSignFlipTest(scores.a, scores.b, draws: 19, using: &generator)
    #expect(test.confidenceInterval(level: 0.95) == -Double.infinity...Double.infinity)
  }

  @Test("gives the same for the same stream, and another for another") func reproducible() throws {
    let scores = Scores(count: 60, seed: 2, shift: 0.05)
    func p(_ name: String) throws -> Double {
      var generator = RandomStream(seed: 7)[name]
      return try SampledSignFlipTest(scores.a, scores.b, draws: 5000, using: &generator).pValue
    }
    #expect(try p("flips") == p("flips"))
    #expect(try p("flips") != p("other"))
  }

  @Test("is 1 where nothing differs") func nothing() throws {
    var generator = NumPyGenerator(seed: 1)
    let test = try SampledSignFlipTest([0.5, 0.5], [0.5, 0.5], draws: 99, using: &generator)
    #expect(test.pValue == 1)
    #expect(test.confidenceInterval(level: 0.5) == 0...0)
  }

  @Test("refuses what it cannot pair, and every possible split") func refusals() {
    var generator = NumPyGenerator(seed: 1)
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 1)) {
      try SampledSignFlipTest([], [], using: &generator)
    }
    #expect(throws: StatisticsError.self) {
      try SampledSignFlipTest([1], [2], draws: 0, using: &generator)
    }
    #expect(throws: StatisticsError.unequalCounts(a: 1, b: 2)) {
      try SampledSignFlipTest([1], [1, 2], using: &generator)
    }
    #expect(throws: StatisticsError.notFinite(index: 0)) {
      try SampledSignFlipTest([.nan], [1], using: &generator)
    }
    let plan = ResamplingPlan(unit: .speaker, scheme: .exhaustive, trainingUnits: 6, testUnits: 4)
    #expect(throws: StatisticsError.planNotCarried(test: "sign-flip test", plan: plan)) {
      try SampledSignFlipTest([1, 2], [2, 1], plan: plan, using: &generator)
    }
    #expect(
      "\(StatisticsError.tooManyPairsToEnumerate(found: 91, limit: 40))".contains("use SampledSignFlipTest"))
  }
}
