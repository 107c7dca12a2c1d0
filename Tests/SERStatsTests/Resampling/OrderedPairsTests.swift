// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

@Suite("Inference over ordered pairs of languages") struct OrderedPairsTests {
  static func pairs(_ n: Int, _ values: [Double]) throws -> OrderedPairs {
    try OrderedPairs(
      units: (0..<n).map { "language \($0)" }, values: Matrix(rows: n, columns: n, elements: values))
  }

  /// D_st = a_s + b_t + e_st with the given shares of variance, no mean.
  static func null(_ n: Int, sources: Double, targets: Double, rest: Double, _ deviates: inout Deviates)
    throws
    -> OrderedPairs
  {
    let a = (0..<n).map { _ in sources.squareRoot() * deviates.next() }
    let b = (0..<n).map { _ in targets.squareRoot() * deviates.next() }
    return try pairs(n, (0..<n * n).map { a[$0 / n] + b[$0 % n] + rest.squareRoot() * deviates.next() })
  }

  @Test("fits crossed effects as least squares does", arguments: ResamplingFixtures.all.crossed)
  func leastSquares(reference: ResamplingFixtures.Crossed) throws {
    let test = try CrossedRandomEffects(Self.pairs(reference.n, reference.values))
    #expect(difference(test.estimate, reference.mean) < 1e-13)
    #expect(zip(test.sourceEffects, reference.a).allSatisfy { difference($0, $1) < 1e-12 })
    #expect(zip(test.targetEffects, reference.b).allSatisfy { difference($0, $1) < 1e-12 })
    #expect(relativeError(test.residualVariance, reference.residual) < 1e-11)
    #expect(difference(test.sourceVariance, reference.sources) < 1e-12)
    #expect(difference(test.targetVariance, reference.targets) < 1e-12)
    #expect(relativeError(test.standardError, reference.error) < 1e-11)
    #expect(relativeError(test.degreesOfFreedom, reference.df) < 1e-10)
    #expect(zip(test.pairs.pseudovalues, reference.pseudovalues).allSatisfy { difference($0, $1) < 1e-12 })
    let interval = test.confidenceInterval(level: 0.8)
    #expect(interval.contains(0) == (test.pValue > 0.2))
  }

  @Test("with crossed effects keeps the level that a t test over pairs breaks", arguments: [0.5, 0.8, 1.0])
  func falsePositives(share: Double) throws {
    var deviates = Deviates(seed: 29)
    var (crossed, plain, jackknife) = (0, 0, 0)
    let rounds = 1500
    for _ in 0..<rounds {
      let pairs = try Self.null(4, sources: 0, targets: share, rest: 1 - share, &deviates)
      if try CrossedRandomEffects(pairs).pValue <= 0.05 { crossed += 1 }
      let all = (0..<16).filter { $0 / 4 != $0 % 4 }.map { pairs.values.elements[$0] }
      // Of target effects alone all pairs of a target are equal; the t test does not mind.
      if try PairedTTest(all, all.map { _ in 0 }).pValue <= 0.05 { plain += 1 }
      if try Jackknife(units: 4, statistic: { kept in Self.mean(of: pairs, kept) }).pValue <= 0.05 {
        jackknife += 1
      }
    }
    // 5 % and three standard errors; simulated apart with 40,000 samples: 4.9, 4.6, 5.0 %.
    #expect(crossed < rounds * 67 / 1000)
    #expect(crossed > rounds * 33 / 1000)
    #expect(jackknife < rounds * 67 / 1000)
    // Paper notes A10: 17.7, 26.4 and 33.4 %.
    #expect(plain > rounds * 15 / 100)
  }

  private static func mean(of pairs: OrderedPairs, _ kept: [Int]) -> Double {
    var sum = 0.0
    for s in kept { for t in kept where s != t { sum += pairs.values[s, t] } }
    return sum / Double(kept.count * (kept.count - 1))
  }

  @Test(
    "leaves a language out with all its pairs, which the pseudo-values say in short", arguments: [4, 5, 9])
  func pseudovalues(n: Int) throws {
    var deviates = Deviates(seed: UInt64(n))
    let pairs = try Self.null(n, sources: 1, targets: 1, rest: 1, &deviates)
    let jackknife = try Jackknife(units: n) { Self.mean(of: pairs, $0) }
    #expect(difference(jackknife.estimate, pairs.mean) < 1e-14)
    #expect(zip(jackknife.pseudovalues, pairs.pseudovalues).allSatisfy { difference($0, $1) < 1e-12 })
  }

  @Test("cannot reach 0.05 by sign flips with four languages", arguments: PairSignFlipTest.Unit.allCases)
  func floor(unit: PairSignFlipTest.Unit) throws {
    let test = try PairSignFlipTest(Self.pairs(4, (0..<16).map { 0.1 + Double($0) / 1000 }), by: unit)
    #expect(test.pValue == 0.125)
    #expect(test.smallestAttainableP == 0.125)
    #expect(test.pValueSource == .enumeration(arrangements: 16))
    #expect(test.independentUnits == 4)
    #expect(test.confidenceInterval(level: 0.95) == -Double.infinity...Double.infinity)
    #expect((test.caveat == nil) == (unit == .language))
  }

  @Test("flips languages, by hand") func flips() throws {
    // Target means 3, 5, -1: only +++ and ---, and ++- and --+ with 9, reach a sum of 7.
    let pairs = try Self.pairs(3, [9, 4, -1, 2, 9, -1, 4, 6, 9])
    #expect(pairs.targetMeans == [3, 5, -1])
    #expect(try PairSignFlipTest(pairs, by: .target).pValue == 0.5)
    var generator = NumPyGenerator(seed: 1)
    let sampled = try PairSignFlipTest(pairs, by: .target, draws: 9999, using: &generator)
    #expect(abs(sampled.pValue - 0.5) < 0.04)
    let many = try Self.pairs(41, (0..<41 * 41).map { Double($0 % 7) })
    let error = #expect(throws: StatisticsError.self) { try PairSignFlipTest(many) }
    #expect(error?.description.hasPrefix("41 languages have too many sign patterns") == true)
    #expect(error?.description.contains("use PairSignFlipTest(_:by:draws:using:), which") == true)
  }

  @Test(
    "relabels the first matrix, as scikit-bio does, exactly and in the order of NumPy's permutations",
    arguments: ResamplingFixtures.all.mantel)
  func mantel(reference: ResamplingFixtures.Mantel) throws {
    let (x, y) = (try Self.pairs(reference.n, reference.x), try Self.pairs(reference.n, reference.y))
    let kind: MantelTest.Correlation = reference.spearman ? .spearman : .pearson
    let expected: [(Alternative, Double, Double)] = [
      (.twoSided, reference.exact.two, reference.sampled.two),
      (.greater, reference.exact.greater, reference.sampled.greater),
      (.less, reference.exact.less, reference.sampled.less),
    ]
    for (alternative, exact, sampled) in expected {
      let test = try MantelTest(x, y, correlation: kind, alternative: alternative)
      #expect(difference(test.statistic, reference.r) < 1e-13)
      #expect(relativeError(test.pValue, exact) < 1e-13)
      #expect(test.pValue >= test.smallestAttainableP)
      var generator = NumPyGenerator(seed: 2)
      let drawn = try MantelTest(
        x, y, correlation: kind, alternative: alternative, draws: 99, using: &generator)
      #expect(relativeError(drawn.pValue, sampled) < 1e-13)
      #expect(drawn.pValueSource == .sampling(draws: 99))
    }
  }

  @Test("is invariant to the order of the languages") func order() throws {
    var deviates = Deviates(seed: 6)
    let pairs = try Self.null(5, sources: 1, targets: 0.3, rest: 1, &deviates)
    let order = [3, 0, 4, 2, 1]
    let moved = try Self.pairs(5, (0..<25).map { pairs.values[order[$0 / 5], order[$0 % 5]] })
    #expect(
      relativeError(try CrossedRandomEffects(moved).pValue, try CrossedRandomEffects(pairs).pValue) < 1e-10)
    #expect(try PairSignFlipTest(moved).pValue == PairSignFlipTest(pairs).pValue)
    #expect(relativeError(try MantelTest(moved, moved).pValue, try MantelTest(pairs, pairs).pValue) < 1e-14)
    #expect(abs(try OrderedPairs(difference: pairs, pairs).mean) == 0)
  }

  @Test("says why there is no number") func degenerate() throws {
    #expect(throws: StatisticsError.tooFewUnits(kind: "languages", found: 2, needed: 3)) {
      try Self.pairs(2, [0, 1, 1, 0])
    }
    #expect(throws: StatisticsError.unequalSizes(what: "rows or columns", found: 2, expected: 3)) {
      try OrderedPairs(units: ["a", "b", "c"], values: Matrix(rows: 3, columns: 2))
    }
    #expect(throws: StatisticsError.notFinite(index: 1)) {
      try Self.pairs(3, [.nan, .infinity, 1, 1, 1, 1, 1, 1, 1])
    }
    let constant = try Self.pairs(3, [Double](repeating: 0.1, count: 9))
    #expect(throws: StatisticsError.noVariation(meanDifference: constant.mean)) {
      try CrossedRandomEffects(constant)
    }
    let other = try Self.pairs(4, (0..<16).map(Double.init))
    #expect(throws: StatisticsError.unequalSizes(what: "units in the second matrix", found: 3, expected: 4)) {
      try MantelTest(other, constant)
    }
    #expect(throws: StatisticsError.constant(what: "the first matrix")) { try MantelTest(constant, constant) }
    #expect(throws: StatisticsError.self) { try OrderedPairs(difference: other, constant) }
    let large = try Self.pairs(9, (0..<81).map(Double.init))
    #expect(throws: StatisticsError.self) { try MantelTest(large, large) }
    // A diagonal that is not a number is not read.
    #expect(try Self.pairs(3, [.nan, 1, 2, 3, .nan, 5, 6, 7, .infinity]).mean == 4)
  }
}
