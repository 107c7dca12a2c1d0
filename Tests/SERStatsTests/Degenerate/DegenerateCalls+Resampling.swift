// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

extension DegenerateCalls {
  @Sendable static func bootstrap(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (a, b) = input.pair()
    let (resamples, level, start) = (input.pick([1, 2, 3, 9, 19]), input.level(), input.random())
    // Statistics that are 0/0, infinite, constant, or all but so.
    let statistics: [@Sendable ([Double]) -> Double] = [
      { $0.reduce(0, +) / Double($0.count) }, { $0.max() ?? .nan }, { _ in 1 }, { $0[0] / $0[$0.count - 1] },
      { $0.reduce(0) { $0 + $1 * $1 } },
    ]
    let statistic = input.pick(statistics)
    examination.call("Bootstrap") {
      var generator = start
      $0.bootstrap(
        try Bootstrap(a, resamples: resamples, using: &generator, statistic: statistic), level)
    }
    examination.call("Bootstrap of a mean") {
      var generator = start
      $0.bootstrap(try Bootstrap(meanOf: a, resamples: resamples, using: &generator), level)
    }
    examination.call("Bootstrap of differences") {
      var generator = start
      $0.bootstrap(try Bootstrap(differences: a, b, resamples: resamples, using: &generator), level)
    }
    for form in Bootstrap.Form.allCases {
      examination.call("Bootstrap.interval \(form)") {
        var generator = start
        let bootstrap = try Bootstrap(meanOf: a, resamples: resamples, using: &generator)
        $0.interval(try bootstrap.interval(form, level: level), "interval at \(level)")
      }
    }
    examination.call("Bootstrap.standardError") {
      var generator = start
      let bootstrap = try Bootstrap(a, resamples: resamples, using: &generator, statistic: statistic)
      $0.within(try bootstrap.standardError(), 0...1e301, "standardError")
    }
    examination.call("StudentizedBootstrap") {
      var generator = start
      $0.studentized(
        try StudentizedBootstrap(a, resamples: resamples, using: &generator, statistic: statistic))
    }
    examination.call("StudentizedBootstrap.interval") {
      var generator = start
      let bootstrap = try StudentizedBootstrap(
        units: a.count, resamples: resamples, using: &generator, statistic: { Double($0[0]) },
        standardError: { Double($0[$0.count - 1]) })
      $0.interval(try bootstrap.interval(level: level), "interval at \(level)")
    }
  }

  @Sendable static func clusters(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let values = input.values(input.count())
    let names = input.labels(values.count)
    let (right, other) = (input.flags(values.count), input.flags(values.count))
    let groups = input.below(9)
    let counts = (0..<groups).map { _ in input.chance(oneIn: 2) ? input.below(4) + 1 : input.tally() }
    let sums = input.values(groups)
    let (resamples, levels, start) = (input.pick([1, 2, 9]), [input.level(), input.level()], input.random())
    let samples: [(String, () throws -> ClusteredSample)] = [
      ("ClusteredSample", { try ClusteredSample(values, clusters: names) }),
      ("ClusteredSample of correctness", { try ClusteredSample(correct: right, other, clusters: names) }),
      (
        "ClusteredSample of sums",
        { try ClusteredSample(clusters: (0..<groups).map { "\($0)" }, counts: counts, sums: sums) }
      ),
    ]
    for (name, sample) in samples {
      examination.call(name) {
        let sample = try sample()
        $0.number(sample.mean, "mean")
        $0.probability(sample.largestShare, "largestShare")
        if sample.count < sample.clusters.count { $0.fault("\(sample.count) values") }
      }
      examination.call("ClusterTTest of \(name)") {
        let test = try ClusterTTest(sample())
        $0.ratio(test, levels: levels)
      }
      examination.call("ClusterSignFlipTest of \(name)") {
        let sample = try sample()
        guard sample.clusters.count <= 8 || sample.clusters.count > ClusterSignFlipTest.largestEnumerated
        else {
          return
        }
        $0.flips(try ClusterSignFlipTest(sample), levels)
      }
      examination.call("ClusterSignFlipTest by draws of \(name)") {
        var generator = start
        $0.flips(try ClusterSignFlipTest(sample(), draws: resamples, using: &generator), levels)
      }
      examination.call("ClusterBootstrap of \(name)") {
        var generator = start
        let bootstrap = try ClusterBootstrap(sample(), resamples: resamples, using: &generator)
        $0.bootstrap(bootstrap.means, levels[0])
        $0.sentence(bootstrap.caveat, "caveat")
        if bootstrap.independentUnits < 2 { $0.fault("\(bootstrap.independentUnits) units") }
        $0.studentized(try bootstrap.studentized())
      }
    }
  }

  @Sendable static func twoWay(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let values = input.values(input.count())
    let (speakers, sentences) = (input.labels(values.count), input.labels(values.count))
    let (right, other) = (input.flags(values.count), input.flags(values.count))
    let (resamples, levels, start) = (input.pick([1, 2, 9]), [input.level(), input.level()], input.random())
    let samples: [(String, () throws -> TwoWaySample)] = [
      ("TwoWaySample", { try TwoWaySample(values, speakers: speakers, sentences: sentences) }),
      (
        "TwoWaySample of correctness",
        { try TwoWaySample(correct: right, other, speakers: speakers, sentences: sentences) }
      ),
    ]
    for (name, sample) in samples {
      examination.call(name) { $0.number(try sample().mean, "mean") }
      examination.call("TwoWayTTest of \(name)") {
        let test = try TwoWayTTest(sample())
        $0.ratio(test, levels: levels)
      }
      examination.call("PigeonholeBootstrap of \(name)") {
        var generator = start
        let bootstrap = try PigeonholeBootstrap(sample(), resamples: resamples, using: &generator)
        $0.number(bootstrap.estimate, "estimate")
        $0.numbers(bootstrap.replicates, "replicates")
        $0.sentence(bootstrap.caveat, "caveat")
        if bootstrap.independentUnits < 2 { $0.fault("\(bootstrap.independentUnits) units") }
        for level in levels {
          $0.interval(bootstrap.percentileInterval(level: level), "percentileInterval at \(level)")
        }
        if resamples > 1 { $0.within(try bootstrap.standardError(), 0...1e301, "standardError") }
      }
    }
  }

  @Sendable static func orderedPairs(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let size = input.pick([0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 9])
    let (first, second) = (input.matrix(size), input.matrix(input.chance(oneIn: 20) ? 4 : size))
    let names = input.chance(oneIn: 20) ? input.labels(size) : (0..<size).map { "\($0)" }
    let (draws, levels, start) = (input.pick([1, 2, 19]), [input.level()], input.random())
    let alternative = input.alternative()
    let make = { (values: Matrix<Double>) in try OrderedPairs(units: names, values: values) }
    examination.call("OrderedPairs") {
      let pairs = try make(first)
      $0.number(pairs.mean, "mean")
      $0.numbers(pairs.sourceMeans + pairs.targetMeans + pairs.pseudovalues, "means and pseudo-values")
      $0.stored(pairs.values.elements, "values")
    }
    examination.call("OrderedPairs of a difference") {
      $0.number(try OrderedPairs(difference: make(first), make(second)).mean, "mean")
    }
    examination.call("CrossedRandomEffects") {
      let test = try CrossedRandomEffects(make(first))
      $0.ratio(test, levels: levels)
      for variance in [test.sourceVariance, test.targetVariance, test.residualVariance] {
        $0.number(variance, "a variance", mayBeInfinite: test.standardError > 1e150)
      }
    }
    for unit in PairSignFlipTest.Unit.allCases {
      examination.call("PairSignFlipTest") {
        let test = try PairSignFlipTest(make(first), by: unit)
        $0.test(test)
        $0.directions(test.pValue) { test.pValue($0) }
        for level in levels {
          let range = test.confidenceInterval(level: level)
          $0.interval(range, "interval at \(level)", holds: test.estimate, mayBeInfinite: true)
          $0.agreement(test.pValue, range, level: level)
        }
      }
      examination.call("PairSignFlipTest by draws") {
        var generator = start
        $0.test(try PairSignFlipTest(make(first), by: unit, draws: draws, using: &generator))
      }
    }
    for correlation in [MantelTest.Correlation.pearson, .spearman] {
      examination.call("MantelTest \(correlation)") {
        let test = try MantelTest(
          make(first), make(second), correlation: correlation, alternative: alternative)
        $0.test(test)
        $0.within(test.statistic, -1...1, "statistic")
      }
      examination.call("MantelTest by draws \(correlation)") {
        var generator = start
        $0.test(
          try MantelTest(
            make(first), make(second), correlation: correlation, alternative: alternative, draws: draws,
            using: &generator))
      }
    }
  }

  @Sendable static func summary(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (effects, errors) = input.pair()
    let standardErrors = errors.map {
      input.chance(oneIn: 30) ? $0 : abs($0) + input.pick([0, 0.1, 1e-90, .leastNonzeroMagnitude])
    }
    let levels = [input.level()]
    let variance = input.pick(RandomEffectsSummary.Variance.allCases)
    for form in RandomEffectsSummary.Heterogeneity.allCases {
      examination.call("RandomEffectsSummary \(form)") {
        let test = try RandomEffectsSummary(
          effects: effects, standardErrors: standardErrors, heterogeneity: form, variance: variance)
        $0.probability(test.largestWeight, "largestWeight")
        $0.ratio(test, levels: levels)
        $0.number(test.betweenVariance, "betweenVariance")
        $0.number(test.betweenStandardDeviation, "betweenStandardDeviation")
        $0.number(test.cochranQ, "cochranQ")
        $0.probability(test.inconsistency, "inconsistency")
      }
    }
  }

  @Sendable static func jackknife(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let values = input.values(input.count())
    let levels = [input.level(), input.level()]
    let statistics: [@Sendable ([Double]) -> Double] = [
      { $0.reduce(0, +) / Double($0.count) }, { $0.min() ?? .nan }, { $0[0] / $0[$0.count - 1] },
      { _ in .nan },
    ]
    let statistic = input.pick(statistics)
    examination.call("Jackknife") { $0.jackknife(try Jackknife(values, statistic: statistic), levels) }
    examination.call("Jackknife of units") {
      $0.jackknife(try Jackknife(units: values.count) { Double($0.count) / Double($0[0] + 1) }, levels)
    }
    examination.call("Jackknife of numbers") {
      $0.jackknife(try Jackknife(units: values.count) { $0.reduce(0) { $0 + Double($1) } }, levels)
    }
  }
}

extension Examination {
  mutating func bootstrap(_ bootstrap: Bootstrap, _ level: Double) {
    number(bootstrap.estimate, "estimate")
    numbers(bootstrap.replicates, "replicates")
    numbers(bootstrap.leaveOneOut, "leaveOneOut")
    if bootstrap.independentUnits < 2 { fault("\(bootstrap.independentUnits) units") }
    if bootstrap.resamples < 1 { fault("\(bootstrap.resamples) resamples") }
    for form in [Bootstrap.Form.percentile, .basic] {
      do {
        interval(try bootstrap.interval(form, level: level), "\(form) interval at \(level)")
      } catch { fault("\(form) interval threw \(error)") }
    }
    do {
      interval(try bootstrap.interval(.biasCorrectedAccelerated, level: level), "BCa interval at \(level)")
    } catch { sentence("\(error)", "the error of the BCa interval") }
  }

  mutating func studentized(_ bootstrap: StudentizedBootstrap) {
    number(bootstrap.estimate, "estimate")
    positive(bootstrap.standardError, "standardError")
    numbers(bootstrap.studentized, "studentized", mayBeInfinite: true)
    if bootstrap.independentUnits < 2 { fault("\(bootstrap.independentUnits) units") }
    for level in [0.95, 0.5, 1e-16] {
      do {
        interval(
          try bootstrap.interval(level: level), "studentized interval at \(level)",
          mayBeInfinite: bootstrap.standardError > 1e280)
      } catch { sentence("\(error)", "the error of the studentized interval") }
    }
  }

  mutating func flips(_ test: ClusterSignFlipTest, _ levels: [Double]) {
    self.test(test)
    number(test.estimate, "estimate")
    directions(test.pValue) { test.pValue($0) }
    for level in levels {
      let range = test.confidenceInterval(level: level)
      interval(range, "interval at \(level)", holds: test.estimate, mayBeInfinite: true)
      agreement(test.pValue, range, level: level)
    }
  }

  mutating func jackknife(_ jackknife: Jackknife, _ levels: [Double]) {
    ratio(jackknife, levels: levels)
    number(jackknife.bias, "bias")
    numbers(jackknife.pseudovalues, "pseudovalues")
    if !jackknife.leaveOneOut.indices.contains(jackknife.mostInfluential) { fault("mostInfluential is none") }
  }
}
