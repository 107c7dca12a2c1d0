// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

/// What the degenerate data found, each in its plainest form.
@Suite("Found by degenerate data")
struct FoundByFuzzTests {
  @Test("a BCa interval at a level next to 1, whose upper quantile would be infinite") func bca() throws {
    var generator = RandomStream(seed: 1).root
    let bootstrap = try Bootstrap(meanOf: [0, 0, 0, 0, 1], resamples: 99, using: &generator)
    for values in [bootstrap, try Bootstrap(meanOf: [1, 1, 1, 0, 1], resamples: 99, using: &generator)] {
      do {
        let range = try values.interval(.biasCorrectedAccelerated, level: 1 - 0x1p-53)
        #expect(range.lowerBound >= 0 && range.upperBound <= 1)
      } catch { #expect(!"\(error)".isEmpty) }
    }
  }

  @Test("a cluster beside which the other vanishes: degrees of freedom did cancel") func dominantCluster()
    throws
  {
    let sample = try ClusteredSample(clusters: ["a", "b"], counts: [1 << 40, 1], sums: [1e9, 1])
    let test = try ClusterTTest(sample)
    #expect(relativeError(test.degreesOfFreedom, 1) < 1e-9)
    #expect((0...1).contains(test.pValue))
  }

  @Test("values whose squares are 0 in Double", arguments: [1e-170, 1e-200, 1e-300]) func tiny(unit: Double)
    throws
  {
    let (values, names) = ([1.0, 2, 4, 3], ["a", "a", "b", "c"])
    let plain = try ClusterTTest(ClusteredSample(values, clusters: names))
    let small = try ClusterTTest(ClusteredSample(values.map { $0 * unit }, clusters: names))
    #expect(relativeError(small.pValue, plain.pValue) < 1e-12)
    let pairs = { (scale: Double) in
      try OrderedPairs(
        units: ["a", "b", "c", "d"],
        values: Matrix(rows: 4, columns: 4, elements: (0..<16).map { Double($0 * $0 % 11) * scale }))
    }
    #expect(
      relativeError(try CrossedRandomEffects(pairs(unit)).pValue, try CrossedRandomEffects(pairs(1)).pValue)
        < 1e-12)
    let ways = ["x", "y", "x", "y"]
    let twoWay = try TwoWayTTest(TwoWaySample(values, speakers: names, sentences: ways))
    let smallWay = try TwoWayTTest(TwoWaySample(values.map { $0 * unit }, speakers: names, sentences: ways))
    #expect(relativeError(smallWay.pValue, twoWay.pValue) < 1e-12)
  }

  @Test(
    "effects of which one has nearly all the weight", arguments: RandomEffectsSummary.Heterogeneity.allCases)
  func dominantEffect(form: RandomEffectsSummary.Heterogeneity) throws {
    let summary = try RandomEffectsSummary(
      effects: [1, 2, 4], standardErrors: [1e-12, 1, 1], heterogeneity: form)
    #expect(summary.betweenVariance.isFinite && (0...1).contains(summary.pValue))
    #expect(throws: StatisticsError.self) {
      try RandomEffectsSummary(effects: [1e100, 2], standardErrors: [1e-100, 1], heterogeneity: form)
    }
  }

  @Test("a standard deviation whose standard error would be 0") func vanishingError() {
    #expect(throws: StatisticsError.self) {
      try PlannedComparison(units: 9, standardDeviation: .leastNonzeroMagnitude)
    }
    var scores = [Double](repeating: 0, count: 64)
    scores[0] = 5 * .leastNonzeroMagnitude
    #expect(throws: StatisticsError.self) { try PairedTTest(scores, [Double](repeating: 0, count: 64)) }
  }

  @Test("quantiles of beta and F that Boost does not find, or looks for without an end") func quantiles() {
    #expect(relativeError(BetaDistribution(alpha: 5, beta: 5).quantile(0.5), 0.5) < 1e-14)
    #expect(relativeError(BetaDistribution(alpha: 5, beta: 5).upperQuantile(0.5), 0.5) < 1e-14)
    // P(X <= x) is 10 x^3 near 0.
    #expect(
      relativeError(BetaDistribution(alpha: 3, beta: 3).quantile(1e-300), 4.641588833612779e-101) < 1e-12)
    #expect(
      relativeError(
        BetaDistribution(alpha: 3, beta: 3).lowerTail(BetaDistribution(alpha: 3, beta: 3).quantile(1e-300)),
        1e-300)
        < 1e-12)
    let far = FisherFDistribution(numeratorDegreesOfFreedom: 5, denominatorDegreesOfFreedom: 1e12)
    #expect(relativeError(far.lowerTail(far.quantile(0.7)), 0.7) < 1e-9)
  }

  @Test("sign flips whose sums tie: the interval holds 0 where p is 1", arguments: 0..<200)
  func ties(seed: Int) throws {
    var input = DegenerateInput(number: seed)
    let tenths = { (0..<5).map { _ in Double(input.below(11)) / 10 } }
    let (a, b) = (tenths(), tenths())
    let test = try SignFlipTest(a, b)
    for level in [0.5, 0.75, 0.9, 0.9375] where test.pValue > (1 - level) * (1 + 1e-9) {
      #expect(test.confidenceInterval(level: level).contains(0), "\(a) \(b) at \(level)")
    }
    let clusters = try ClusterSignFlipTest(
      ClusteredSample(zip(a, b).map { $0 - $1 }, clusters: (0..<5).map(String.init)))
    for level in [0.5, 0.75, 0.9, 0.9375] where clusters.pValue > (1 - level) * (1 + 1e-9) {
      #expect(clusters.confidenceInterval(level: level).contains(0), "\(a) \(b) at \(level)")
    }
  }

  @Test(
    "drawn patterns that happen to promise more than all patterns could", arguments: 0..<20 as Range<UInt64>)
  func drawn(seed: UInt64) throws {
    var generator = RandomStream(seed: seed).root
    let sample = try ClusteredSample([1, 2, 3], clusters: ["a", "b", "c"])
    #expect(try ClusterSignFlipTest(sample, draws: 19, using: &generator).pValue >= 0.25)
    let pairs = try OrderedPairs(
      units: ["a", "b", "c"], values: Matrix(rows: 3, columns: 3, elements: [0, 1, 2, 3, 0, 5, 8, 13, 0]))
    #expect(try MantelTest(pairs, pairs, draws: 19, using: &generator).pValue >= 1.0 / 6)
  }

  @Test("a condition that no array could be as long as") func conditions() {
    #expect(throws: StatisticsError.self) {
      try DissimilarityMatrix.crossnobis(
        patterns: Matrix(rows: 2, columns: 1, elements: [1, 2]), conditions: [0, .max], folds: [0, 1])
    }
  }
}
