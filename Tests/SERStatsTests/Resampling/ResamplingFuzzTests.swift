// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

/// Small inputs with ties, zeros, infinities and too few units: a number, or a typed error; no NaN, no trap.
@Suite("Resampling of degenerate data") struct ResamplingFuzzTests {
  private static let pool = [
    0, 0, 0, 1, 1, -1, 0.1, 0.3, 2, 1e-300, -.leastNonzeroMagnitude, 1e-12, 1 + 1e-16, 1e150, -1e290, 1e300,
    .infinity, .nan,
  ]

  private struct Inputs {
    var generator: SplitMix64

    mutating func values(_ count: Int) -> [Double] {
      // Most columns hold few kinds of values, so that ties and constants are common.
      let kinds = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        Int.random(
          in: 0..<ResamplingFuzzTests.pool.count - Int.random(in: 0...8, using: &generator), using: &generator
        )
      }
      return (0..<count).map { _ in ResamplingFuzzTests.pool[kinds.randomElement(using: &generator) ?? 0] }
    }

    mutating func names(_ count: Int) -> [String] {
      (0..<count).map { _ in "\(Int.random(in: 0...3, using: &generator))" }
    }
  }

  private func check(_ test: some HypothesisTest, _ interval: ClosedRange<Double>, _ seed: UInt64) {
    #expect(test.pValue >= 0 && test.pValue <= 1, "seed \(seed)")
    #expect(!test.statistic.isNaN && test.independentUnits > 0, "seed \(seed)")
    #expect(test.smallestAttainableP >= 0 && test.smallestAttainableP <= 1, "seed \(seed)")
    #expect(interval.lowerBound <= interval.upperBound, "seed \(seed)")
    _ = (test.caveat, test.pValueSource.description)
  }

  private func values(_ seed: UInt64) throws(StatisticsError) {
    var inputs = Inputs(generator: SplitMix64(state: seed))
    let count = Int.random(in: 0...7, using: &inputs.generator)
    let values = inputs.values(count)
    var generator = NumPyGenerator(seed: seed)
    switch seed % 8 {
    case 0:
      let test = try ClusterTTest(ClusteredSample(values, clusters: inputs.names(count)))
      check(test, test.confidenceInterval(level: 0.95), seed)
    case 1:
      let test = try ClusterSignFlipTest(ClusteredSample(values, clusters: inputs.names(count)))
      check(test, test.confidenceInterval(level: 0.6), seed)
    case 2:
      let test = try ClusterSignFlipTest(
        ClusteredSample(values, clusters: inputs.names(count)), draws: 9, using: &generator)
      check(test, test.confidenceInterval(level: 0.6), seed)
    case 3:
      let bootstrap = try Bootstrap(meanOf: values, resamples: 9, using: &generator)
      #expect(try bootstrap.standardError() >= 0)
      for form in Bootstrap.Form.allCases {
        // The last form is the one that may have no interval.
        let interval = try bootstrap.interval(form, level: 0.8)
        #expect(interval.lowerBound.isFinite && interval.upperBound.isFinite, "seed \(seed)")
      }
    case 4:
      let bootstrap = try StudentizedBootstrap(values, resamples: 9, using: &generator) {
        $0.reduce(0, +) / Double($0.count)
      }
      let interval = try bootstrap.interval(level: 0.5)
      #expect(interval.lowerBound.isFinite && interval.upperBound.isFinite, "seed \(seed)")
    case 5:
      let (speakers, sentences) = (inputs.names(count), inputs.names(count))
      let sample = try TwoWaySample(values, speakers: speakers, sentences: sentences)
      let test = try TwoWayTTest(sample)
      check(test, test.confidenceInterval(level: 0.95), seed)
      let bootstrap = try PigeonholeBootstrap(sample, resamples: 3, using: &generator)
      #expect(!bootstrap.percentileInterval(level: 0.5).lowerBound.isNaN, "seed \(seed)")
    case 6:
      let test = try Jackknife(values) { $0.reduce(0, +) / Double($0.count) }
      check(test, test.confidenceInterval(level: 0.95), seed)
    default:
      let test = try RandomEffectsSummary(
        effects: values, standardErrors: inputs.values(count),
        heterogeneity: seed % 16 == 7 ? .pauleMandel : .derSimonianLaird)
      check(test, test.confidenceInterval(level: 0.95), seed)
      #expect(test.betweenVariance >= 0 && test.inconsistency >= 0, "seed \(seed)")
    }
  }

  private func pairs(_ seed: UInt64) throws(StatisticsError) {
    var inputs = Inputs(generator: SplitMix64(state: seed))
    let n = Int.random(in: 2...5, using: &inputs.generator)
    let units = (0..<n).map(String.init)
    let first = try OrderedPairs(
      units: units, values: Matrix(rows: n, columns: n, elements: inputs.values(n * n)))
    let flips = try PairSignFlipTest(first, by: seed % 2 == 0 ? .language : .target)
    check(flips, flips.confidenceInterval(level: 0.5), seed)
    if seed % 3 == 0 {
      let crossed = try CrossedRandomEffects(first)
      check(crossed, crossed.confidenceInterval(level: 0.95), seed)
    } else {
      let second = try OrderedPairs(
        units: units, values: Matrix(rows: n, columns: n, elements: inputs.values(n * n)))
      let test = try MantelTest(first, second, correlation: seed % 2 == 0 ? .spearman : .pearson)
      check(test, test.statistic...test.statistic, seed)
    }
  }

  @Test("gives numbers or typed errors", arguments: 0..<4 as Range<UInt64>) func fuzz(part: UInt64) {
    var (numbers, errors) = (0, 0)
    for seed in part * 1500..<(part + 1) * 1500 {
      for work in [values, pairs] {
        do {
          try work(seed)
          numbers += 1
        } catch {
          // The compiler knows that it is a StatisticsError.
          #expect(!"\(error)".isEmpty)
          errors += 1
        }
      }
    }
    // Both happen, or the inputs are not what they are meant to be.
    #expect(numbers > 300 && errors > 300)
  }
}
