// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

@Suite("A bootstrap") struct BootstrapTests {
  static func statistic(_ name: String) -> ([Double]) -> Double {
    switch name {
    case "mean": { $0.reduce(0, +) / Double($0.count) }
    case "deviation":
      { values in
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
      }
    default:
      { values in
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      }
    }
  }

  @Test(
    "has SciPy's percentile, basic and BCa intervals, draw by draw",
    arguments: ResamplingFixtures.all.bootstraps)
  func scipy(reference: ResamplingFixtures.Bootstrap) throws {
    var generator = NumPyGenerator(seed: reference.seed)
    let bootstrap = try Bootstrap(
      reference.values, resamples: reference.resamples, using: &generator,
      statistic: Self.statistic(reference.statistic))
    let forms: [(Bootstrap.Form, [Double]?)] = [
      (.percentile, reference.percentile), (.basic, reference.basic),
      (.biasCorrectedAccelerated, reference.biasCorrected),
    ]
    for (form, ends) in forms {
      guard let ends else {
        #expect(throws: StatisticsError.self) { try bootstrap.interval(form, level: reference.level) }
        continue
      }
      let interval = try bootstrap.interval(form, level: reference.level)
      #expect(difference(interval.lowerBound, ends[0]) < 1e-12)
      #expect(difference(interval.upperBound, ends[1]) < 1e-12)
    }
    #expect(try difference(bootstrap.standardError(), reference.error) < 1e-12)
    #expect(bootstrap.independentUnits == reference.values.count)
  }

  @Test("of a mean is the bootstrap of the statistic, in less time") func fastMean() throws {
    let values = ResamplingFixtures.all.bootstraps[0].values
    var (one, other) = (NumPyGenerator(seed: 4), NumPyGenerator(seed: 4))
    let fast = try Bootstrap(meanOf: values, resamples: 50, using: &one)
    let slow = try Bootstrap(values, resamples: 50, using: &other, statistic: Self.statistic("mean"))
    #expect(zip(fast.replicates, slow.replicates).allSatisfy { difference($0, $1) < 1e-14 })
    #expect(one == other)
    var paired = NumPyGenerator(seed: 4)
    let differences = try Bootstrap(
      differences: values.map { $0 + 1 }, values.map { _ in 1 }, resamples: 50, using: &paired)
    #expect(difference(differences.replicates[10], fast.replicates[10]) < 1e-14)
  }

  @Test("counts equal values as equal, whatever the last bit") func ties() throws {
    let whole: [Double] = [1, 2, 2, 3, 3, 3, 7, 1, 2]
    var (one, other) = (NumPyGenerator(seed: 2), NumPyGenerator(seed: 2))
    let ofWhole = try Bootstrap(meanOf: whole, resamples: 199, using: &one)
    let ofTenths = try Bootstrap(meanOf: whole.map { $0 / 10 }, resamples: 199, using: &other)
    let (a, b) = (
      try ofWhole.interval(.biasCorrectedAccelerated, level: 0.95),
      try ofTenths.interval(.biasCorrectedAccelerated, level: 0.95)
    )
    #expect(difference(b.lowerBound * 10, a.lowerBound) < 1e-13)
    #expect(difference(b.upperBound * 10, a.upperBound) < 1e-13)
  }

  @Test("studentized by a jackknife of each resample, is what NumPy makes of the same draws")
  func studentized() throws {
    for reference in ResamplingFixtures.all.bootstraps {
      guard let ends = reference.studentized else { continue }
      var generator = NumPyGenerator(seed: reference.seed)
      let bootstrap = try StudentizedBootstrap(
        reference.values, resamples: reference.resamples, using: &generator,
        statistic: Self.statistic(reference.statistic))
      let interval = try bootstrap.interval(level: reference.level)
      #expect(difference(interval.lowerBound, ends[0]) < 1e-11)
      #expect(difference(interval.upperBound, ends[1]) < 1e-11)
      #expect(difference(bootstrap.standardError, reference.jackknife) < 1e-12)
    }
  }

  @Test("refuses a number of resamples that is not positive", arguments: [0, -1, Int.min])
  func resamples(count: Int) throws {
    let refusal = StatisticsError.outOfRange(
      what: "the number of resamples", value: Double(count), allowed: "at least 1")
    let names = ["a", "b", "c", "a", "b", "c"]
    let values = [1.0, 2, 4, 3, 5, 9]
    var generator = NumPyGenerator(seed: 1)
    #expect(throws: refusal) { try Bootstrap(meanOf: values, resamples: count, using: &generator) }
    #expect(throws: refusal) {
      try Bootstrap(values, resamples: count, using: &generator) { $0.reduce(0, +) }
    }
    #expect(throws: refusal) {
      try Bootstrap(differences: values, values.reversed(), resamples: count, using: &generator)
    }
    #expect(throws: refusal) {
      try StudentizedBootstrap(values, resamples: count, using: &generator) { $0.reduce(0, +) }
    }
    #expect(throws: refusal) {
      try ClusterBootstrap(ClusteredSample(values, clusters: names), resamples: count, using: &generator)
    }
    let crossed = try TwoWaySample(values, speakers: names, sentences: ["x", "x", "x", "y", "y", "y"])
    #expect(throws: refusal) { try PigeonholeBootstrap(crossed, resamples: count, using: &generator) }
    #expect(generator == NumPyGenerator(seed: 1))
  }

  @Test("says why there is no number") func degenerate() throws {
    var generator = NumPyGenerator(seed: 1)
    #expect(throws: StatisticsError.tooFewUnits(kind: "independent units", found: 1, needed: 2)) {
      try Bootstrap(meanOf: [1], resamples: 9, using: &generator)
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "independent units", found: 0, needed: 2)) {
      try StudentizedBootstrap([], resamples: 9, using: &generator) { $0.count == 0 ? 0 : $0[0] }
    }
    #expect(throws: StatisticsError.notFinite(index: 1)) {
      try Bootstrap(meanOf: [1, .nan], resamples: 9, using: &generator)
    }
    #expect(throws: StatisticsError.self) {
      try Bootstrap([1, 2], resamples: 9, using: &generator) { _ in .infinity }
    }
    // A constant: plain intervals are a point, BCa has no acceleration.
    let constant = try Bootstrap(meanOf: [2, 2, 2], resamples: 9, using: &generator)
    #expect(try constant.interval(.percentile, level: 0.9) == 2...2)
    #expect(throws: StatisticsError.constant(what: "the statistic without one unit")) {
      try constant.interval(.biasCorrectedAccelerated, level: 0.9)
    }
    #expect(throws: StatisticsError.constant(what: "the statistic over units")) {
      try StudentizedBootstrap([2, 2, 2], resamples: 9, using: &generator) { $0.reduce(0, +) }
    }
    // The maximum is never exceeded, and reached by all resamples here or there: no bias correction.
    let maximum = try Bootstrap([1, 2], resamples: 1, using: &generator) {
      $0.count == 2 ? $0[0] + $0[1] - 3 : 0
    }
    #expect(throws: StatisticsError.self) { try maximum.interval(.biasCorrectedAccelerated, level: 0.9) }
    // Of two units half the resamples have no spread: an infinite end.
    #expect(throws: StatisticsError.self) {
      try StudentizedBootstrap([1, 2], resamples: 99, using: &generator) { $0.reduce(0, +) }.interval(
        level: 0.9)
    }
  }
}

@Suite("A jackknife") struct JackknifeTests {
  @Test("of a mean is the one-sample t test") func mean() throws {
    let values = [0.3, 0.1, 0.4, -0.1]
    let jackknife = try Jackknife(values) { $0.reduce(0, +) / Double($0.count) }
    let t = try PairedTTest(values, [0, 0, 0, 0])
    #expect(difference(jackknife.statistic, t.statistic) < 1e-13)
    #expect(difference(jackknife.pValue, t.pValue) < 1e-13)
    let (one, other) = (jackknife.confidenceInterval(level: 0.95), t.confidenceInterval(level: 0.95))
    #expect(difference(one.lowerBound, other.lowerBound) < 1e-13)
    #expect(difference(one.upperBound, other.upperBound) < 1e-13)
    #expect(abs(jackknife.bias) < 1e-15)
    #expect(zip(jackknife.pseudovalues, values).allSatisfy { difference($0, $1) < 1e-14 })
    #expect(jackknife.mostInfluential == 3)
    #expect(jackknife.independentUnits == 4)
    #expect(jackknife.caveat?.contains("0.125") == true)
  }

  @Test("has the textbook's standard error of any statistic", arguments: ResamplingFixtures.all.bootstraps)
  func error(reference: ResamplingFixtures.Bootstrap) throws {
    guard reference.jackknife > 0 else { return }
    let jackknife = try Jackknife(reference.values, statistic: BootstrapTests.statistic(reference.statistic))
    #expect(difference(jackknife.standardError, reference.jackknife) < 1e-12)
  }

  @Test("finds the bias of the variance that divides by n") func bias() throws {
    let values = [1.0, 4, 2, 8, 5, 7]
    let plugIn = try Jackknife(values) { values in
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    }
    // The corrected estimate is exactly the one that divides by n - 1: 37.5 / 5.
    #expect(abs(plugIn.estimate - plugIn.bias - 7.5) < 1e-12)
  }

  @Test("says why there is no number") func degenerate() {
    #expect(throws: StatisticsError.tooFewUnits(kind: "independent units", found: 1, needed: 2)) {
      try Jackknife([1]) { $0[0] }
    }
    #expect(throws: StatisticsError.constant(what: "the statistic without one unit")) {
      try Jackknife([1, 2]) { _ in 3 }
    }
    #expect(throws: StatisticsError.notFinite(index: 0)) { try Jackknife([.infinity, 2]) { $0[0] } }
    #expect(throws: StatisticsError.self) { try Jackknife([1, 2]) { _ in -.infinity } }
  }
}
