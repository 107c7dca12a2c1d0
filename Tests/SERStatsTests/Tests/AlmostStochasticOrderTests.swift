// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

@Suite("Almost stochastic order") struct AlmostStochasticOrderTests {
  private func order(_ a: [Double], _ b: [Double], draws: Int = 200) throws -> AlmostStochasticOrder {
    var generator = NumPyGenerator(seed: 1)
    return try AlmostStochasticOrder(a, b, draws: draws, using: &generator)
  }

  @Test("is deep-significance's from the same seed, in its own form") func parity() throws {
    for row in try Comparisons.all().orders {
      let order = try AlmostStochasticOrder(deepSignificance: row.a, row.b, seed: row.seed, draws: row.draws)
      #expect(abs(order.violationRatio - row.ratio) < 1e-13)
      for (comparisons, bound) in row.bounds {
        #expect(abs(order.upperBound(comparisons: try #require(Int(comparisons))) - bound) < 1e-12)
      }
    }
  }

  @Test("weakens with the family in that form, and grows stricter in the exact one") func bonferroni() throws
  {
    let (a, b) = (Scores(count: 12, seed: 1, shift: 0.2).a, Scores(count: 12, seed: 1).b)
    let published = try AlmostStochasticOrder(deepSignificance: a, b, seed: 1, draws: 100)
    let exact = try order(a, b)
    #expect(published.upperBound(comparisons: 10) < published.upperBound(comparisons: 2))
    #expect(exact.upperBound(comparisons: 10) > exact.upperBound(comparisons: 2))
    #expect(
      abs(exact.upperBound(confidence: 0.9, comparisons: 2) - exact.upperBound(confidence: 0.95)) < 1e-14)
  }

  @Test("integrates the steps exactly") func exact() throws {
    // Quantiles of a: 0 to 1/2, then 3; of b: 1 to 1/3, 1 to 2/3, 2. Violation: 1/2 · 1²;
    // distance beside it: 1/6 · 2², 1/3 · 1².
    let order = try order([0, 3], [1, 1, 2])
    #expect(abs(order.violationRatio - 0.5 / (0.5 + 4.0 / 6 + 1.0 / 3)) < 1e-15)
  }

  @Test("gives both orders ratios that sum to 1", arguments: 0..<20 as Range<UInt64>) func antisymmetry(
    seed: UInt64
  )
    throws
  {
    let (a, b) = (Scores(count: 5 + Int(seed), seed: seed).a, Scores(count: 9, seed: seed).b)
    #expect(abs(try order(a, b, draws: 2).violationRatio + order(b, a, draws: 2).violationRatio - 1) < 1e-14)
  }

  @Test("does not depend on unit or origin of the scores") func invariance() throws {
    let (a, b) = (Scores(count: 12, seed: 1, shift: 0.1).a, Scores(count: 12, seed: 1).b)
    let (one, other) = (try order(a, b), try order(a.map { 1e200 * $0 }, b.map { 1e200 * $0 }))
    #expect(abs(one.violationRatio - other.violationRatio) < 1e-13)
    #expect(abs(one.pValue - other.pValue) < 1e-12)
  }

  @Test(
    "has in deep-significance's form a p-value below the level exactly if the bound is below 1/2",
    arguments: 0..<20 as Range<UInt32>)
  func duality(seed: UInt32) throws {
    let a = Scores(count: 30, seed: UInt64(seed), shift: Double(seed) / 50).a
    let order = try AlmostStochasticOrder(
      deepSignificance: a, Scores(count: 25, seed: UInt64(seed)).b, seed: seed, draws: 50)
    for level in [0.2, 0.1, 0.05] {
      #expect((order.pValue < level) == (order.upperBound(confidence: 1 - level) < 0.5))
    }
  }

  @Test("orders equal systems at 0.05 no more often than that, where the bound does in a fifth of cases")
  func calibration() throws {
    var (byDeals, byBound) = (0, 0)
    for seed in 0..<300 as Range<UInt64> {
      let scores = Scores(count: 8, seed: 1000 + seed)
      let order = try order(scores.a, scores.b, draws: 99)
      if order.pValue <= 0.05 { byDeals += 1 }
      if order.upperBound() < 0.5 { byBound += 1 }
    }
    // 15 are expected with a standard deviation of 3.8.
    #expect((4...30).contains(byDeals))
    #expect(byBound > 40)
  }

  @Test("finds a planted order") func planted() throws {
    let (a, b) = (Scores(count: 60, seed: 4, shift: 0.4).a, Scores(count: 60, seed: 4).b)
    #expect(try order(a, b).pValue < 0.01)
    #expect(try order(b, a).pValue > 0.9)
  }

  @Test("does not take a handful of separate scores for certain") func separate() throws {
    let order = try order([3, 4], [1, 2], draws: 999)
    #expect(order.violationRatio == 0)
    #expect(order.upperBound() == 0)
    // One deal in six is like it.
    #expect(abs(order.pValue - 1.0 / 6) < 0.06)
    #expect(relativeError(order.smallestAttainableP, 1.0 / 6) < 1e-14)
    #expect(order.pValue >= order.smallestAttainableP)
    #expect(order.caveat?.contains("add scores") == true)
    let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)
    var generator = NumPyGenerator(seed: 1)
    let resampled = try AlmostStochasticOrder([3, 4], [1, 2], plan: plan, draws: 9, using: &generator)
    #expect(resampled.caveat?.contains("24 speakers") == true)
    #expect(resampled.independentUnits == 24)
  }

  @Test("promises no p below one in the ways to deal the scores out", arguments: 0..<4 as Range<UInt32>)
  func floor(seed: UInt32) throws {
    var generator = NumPyGenerator(seed: UInt64(seed))
    let five = try AlmostStochasticOrder(
      [6, 7, 8, 9, 10], [1, 2, 3, 4, 5], draws: 9999, using: &generator)
    #expect(relativeError(five.smallestAttainableP, 1.0 / 252) < 1e-12)
    #expect(five.pValue >= five.smallestAttainableP && five.pValue < 1.6 / 252)
    let few = try AlmostStochasticOrder([3, 4, 5], [1, 2], draws: 9, using: &generator)
    #expect(few.smallestAttainableP == 0.1 && few.pValue >= 0.1)
    let many = Scores(count: 600, seed: 1)
    #expect(try order(many.a, many.b, draws: 9).smallestAttainableP == 0.1)
  }

  @Test("refuses scores that have nothing to order") func refusals() {
    #expect(throws: StatisticsError.tooFewPairs(found: 1, needed: 2)) { try order([1], [1, 2]) }
    #expect(throws: StatisticsError.notFinite(index: 1)) { try order([1, 2], [1, .nan]) }
    for (a, b) in [([1.0, 1], [1.0, 1]), ([1, 2], [2, 1]), ([1, 2], [1, 1, 2, 2])] {
      let error = #expect(throws: StatisticsError.self) { try order(a, b) }
      #expect(error?.description.contains("does not vary") == true)
    }
  }
}
