// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

private let ravdess = ResamplingPlan(
  unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)

@Suite("A planned comparison") struct PlannedComparisonTests {
  @Test("knows beforehand what the test will say of its power, given the spread", arguments: 2..<10)
  func beforeAndAfter(count: Int) throws {
    let scores = Scores(count: count, seed: 3)
    let after = try CorrectedResampledTTest(scores.a, scores.b, plan: ravdess)
    let before = try PlannedComparison(
      splits: count, standardDeviation: after.standardDeviation, plan: ravdess)
    #expect(before.standardError == after.standardError)
    #expect(before.minimumDetectableEffect() == after.minimumDetectableEffect())
    #expect(before.power(ofEffect: 0.3) == after.power(ofEffect: 0.3))
    let plain = try PairedTTest(scores.a, scores.b)
    let independent = try PlannedComparison(units: count, standardDeviation: plain.standardDeviation)
    #expect(relativeError(independent.minimumDetectableEffect(), plain.minimumDetectableEffect()) < 1e-14)
  }

  @Test("says that five splits of RAVDESS cannot see the published 8.7 points") func published() throws {
    let pair = try #require(try PublishedPair.all().first { $0.name == "RAVDESS: HuBERT - emotion2vec" })
    let spread = try PairedTTest(pair.a, pair.b).standardDeviation
    let comparison = try PlannedComparison(splits: 5, standardDeviation: spread, plan: ravdess)
    #expect(abs(comparison.minimumDetectableEffect() - 0.170) < 0.0005)
    #expect(comparison.power(ofEffect: 0.0872) < 0.4)
    #expect(try comparison.countNeeded(forEffect: 0.02) == nil)
  }

  @Test("finds the fewest splits that suffice", arguments: [0.03, 0.05, 0.1, 0.5, 3])
  func fewest(effect: Double) throws {
    for plan in [
      nil, ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 1000, testUnits: 1),
    ] {
      func planned(_ count: Int) throws -> PlannedComparison {
        guard let plan else { return try PlannedComparison(units: count, standardDeviation: 0.1) }
        return try PlannedComparison(splits: count, standardDeviation: 0.1, plan: plan)
      }
      func power(_ count: Int) throws -> Double { try planned(count).power(ofEffect: effect) }
      let splits = try #require(try planned(2).countNeeded(forEffect: effect))
      #expect(try power(splits) >= 0.8)
      if splits > 2 { #expect(try power(splits - 1) < 0.8) }
    }
  }

  @Test("needs 34 independent pairs for half a standard deviation, as tables of power say") func tables()
    throws
  {
    let comparison = try PlannedComparison(units: 2, standardDeviation: 1)
    #expect(try comparison.countNeeded(forEffect: 0.5) == 34)
    #expect(try comparison.countNeeded(forEffect: 0.2) == 199)
  }

  @Test("finds millions, and more, where so many are needed", arguments: [1e-3, 1e-4, 1e-6, 1e-7])
  func many(effect: Double) throws {
    let comparison = try PlannedComparison(units: 2, standardDeviation: 1)
    let needed = try #require(try comparison.countNeeded(forEffect: effect))
    // (z at 0.975 + z at 0.8)² in units of the squared effect; a few more for Student's t, fewer for the
    // other tail.
    let normal = NormalDistribution().upperQuantile(0.025) + NormalDistribution().upperQuantile(0.2)
    #expect(relativeError(Double(needed), (normal / effect) * (normal / effect)) < 5e-6)
    #expect(try comparison.countNeeded(forEffect: 1e-9) == nil)  // 7.8e18
  }

  @Test("has no number of splits where even their limit would not do, and one where it barely would")
  func limit() throws {
    let comparison = try PlannedComparison(splits: 2, standardDeviation: 0.1, plan: ravdess)
    let normal = NormalDistribution().upperQuantile(0.025) + NormalDistribution().upperQuantile(0.2)
    let least = comparison.leastStandardError * normal
    #expect(try comparison.countNeeded(forEffect: least * 0.9999) == nil)
    let needed = try #require(try comparison.countNeeded(forEffect: least * 1.0000001))
    #expect(needed > 1 << 20)
  }

  @Test("cannot bring the standard error under what the units allow") func least() throws {
    let many = try PlannedComparison(splits: 1_000_000, standardDeviation: 0.1, plan: ravdess)
    #expect(many.standardError > many.leastStandardError)
    #expect(relativeError(many.standardError, many.leastStandardError) < 1e-6)
    #expect(relativeError(many.leastStandardError, 0.1 * (10.0 / 14).squareRoot()) < 1e-15)
    #expect(try PlannedComparison(units: 2, standardDeviation: 1).leastStandardError == 0)
  }

  @Test("takes a partition for as many splits as it has") func partition() throws {
    let folds = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 18, testUnits: 2)
    let comparison = try PlannedComparison(splits: 10, standardDeviation: 0.05, plan: folds)
    let effect = comparison.minimumDetectableEffect()
    #expect(try comparison.countNeeded(forEffect: effect * 1.01) == 10)
    #expect(try comparison.countNeeded(forEffect: effect * 0.99) == nil)
  }

  @Test("stays within 0...1 for any effect", arguments: [0, 1e-300, 1e-3, 1, 1e6, 1e300, .infinity])
  func extremes(effect: Double) throws {
    for splits in [2, 3, 1000] {
      let comparison = try PlannedComparison(units: splits, standardDeviation: 1e-3)
      #expect((0...1).contains(comparison.power(ofEffect: effect)))
      #expect(relativeError(comparison.power(ofEffect: -effect), comparison.power(ofEffect: effect)) < 1e-9)
    }
  }

  @Test("refuses what is no plan") func refusals() throws {
    #expect(throws: StatisticsError.tooFewPairs(found: 1, needed: 2)) {
      try PlannedComparison(units: 1, standardDeviation: 0.1)
    }
    for spread in [0, -1, .infinity, Double.nan] {
      #expect(throws: StatisticsError.self) {
        try PlannedComparison(units: 5, standardDeviation: spread)
      }
    }
    let given = ResamplingPlan(unit: .speaker, scheme: .given, trainingUnits: 6, testUnits: 4)
    #expect(throws: StatisticsError.planNotCarried(test: "corrected resampled t test", plan: given)) {
      try PlannedComparison(splits: 5, standardDeviation: 0.1, plan: given)
    }
    let comparison = try PlannedComparison(units: 5, standardDeviation: 0.1)
    #expect(throws: StatisticsError.self) { try comparison.countNeeded(forEffect: 0) }
    #expect(throws: StatisticsError.self) { try comparison.countNeeded(forEffect: .nan) }
  }
}
