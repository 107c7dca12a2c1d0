// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

/// The calls that the degenerate inputs go through, in groups that share one input.
///
/// Every public type and function of the library is called by one of them; `DegenerateDataTests` counts.
enum DegenerateCalls {
  typealias Group = @Sendable (inout DegenerateInput, inout Examination) -> Void

  /// An input goes to the group of its number, modulo their count.
  static let groups: [Group] = [
    paired, signFlips, signedRanks, equivalence, choice, fiveByTwo, correctness, order, planned,
    ranks, tables, blocks, labels,
    bootstrap, clusters, twoWay, orderedPairs, summary, jackknife,
    families, tallies, distributions, geometries, patterns,
  ]
}

extension DegenerateCalls {
  @Sendable static func paired(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (a, b) = input.pair()
    let (plan, levels, power) = (input.plan(), [input.level(), input.level()], input.chance(oneIn: 100))
    examination.call("mean") { $0.number(try mean(a), "the mean") }
    examination.call("sampleStandardDeviation") {
      $0.within(try sampleStandardDeviation(a), 0...1e301, "the standard deviation")
    }
    examination.call("PairedTTest") { $0.student(try PairedTTest(a, b), levels: levels, power: power) }
    examination.call("PairedTTest with a plan") {
      $0.student(try PairedTTest(a, b, plan: plan), levels: levels, power: false)
    }
    examination.call("CorrectedResampledTTest") {
      let test = try CorrectedResampledTTest(a, b, plan: plan)
      $0.student(test, levels: levels, power: power)
      $0.positive(test.testToTrainingRatio, "testToTrainingRatio")
    }
  }

  @Sendable static func signFlips(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (a, b) = input.pair()
    let (plan, levels) = (input.chance(oneIn: 2) ? input.plan() : nil, [input.level()])
    let (draws, start) = (input.pick([0, 1, 2, 3, 19, 39]), input.random())
    if a.count <= 16 || a.count > 41 {
      examination.call("SignFlipTest") {
        let test = try SignFlipTest(a, b, plan: plan)
        $0.paired(test, levels: levels, mayBeInfinite: true)
        $0.probability(test.pValue(.greater), "pValue(.greater)")
        $0.probability(test.pValue(.less), "pValue(.less)")
      }
    }
    examination.call("SampledSignFlipTest") {
      var generator = start
      let test = try SampledSignFlipTest(a, b, plan: plan, draws: draws, using: &generator)
      $0.paired(test, levels: levels, mayBeInfinite: true)
      $0.probability(test.pValue(.greater), "pValue(.greater)")
      $0.probability(test.pValue(.less), "pValue(.less)")
    }
  }

  @Sendable static func signedRanks(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (a, b) = input.pair()
    let (plan, levels) = (input.chance(oneIn: 2) ? input.plan() : nil, [input.level()])
    let methods: [WilcoxonSignedRankTest.Method?] = [
      nil, .exact, .normal(continuityCorrection: true), .normal(continuityCorrection: false),
    ]
    for zeros in WilcoxonSignedRankTest.Zeros.allCases {
      for method in methods {
        examination.call("WilcoxonSignedRankTest \(zeros)") {
          let test = try WilcoxonSignedRankTest(a, b, plan: plan, zeros: zeros, method: method)
          // Ties and zeros may part the interval from p, as its comment says.
          $0.paired(test, levels: levels, agrees: false, mayBeInfinite: true)
          for alternative in [Alternative.twoSided, .greater, .less] {
            $0.probability(test.pValue(alternative), "pValue(\(alternative))")
          }
          $0.within(test.rankBiserialCorrelation, -1...1, "rankBiserialCorrelation")
        }
      }
    }
  }

  @Sendable static func equivalence(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (a, b) = input.pair()
    let (plan, level) = (input.plan(), input.level())
    let margin = input.pick([0.02, 0, -1, 1e300, .leastNonzeroMagnitude, 1e-170, .nan, .infinity])
    let ends: (Double, Double) = (
      input.pick([-0.02, 0, -1e300, 0x1p-1063, -.infinity]), input.pick([0.02, 1e300, 1e-300, .infinity])
    )
    examination.call("EquivalenceTest") {
      $0.equivalence(try EquivalenceTest(of: PairedTTest(a, b), margin: margin))
    }
    examination.call("EquivalenceTest of a region") {
      let test = try CorrectedResampledTTest(a, b, plan: plan)
      $0.equivalence(try EquivalenceTest(of: test, region: ends.0...ends.1))
    }
    examination.call("CorrelatedTPosterior") {
      let posterior = try CorrelatedTPosterior(a, b, plan: plan, margin: margin)
      let parts = [
        posterior.probabilityAIsBetter, posterior.probabilityBIsBetter, posterior.probabilityOfEquivalence,
      ]
      for part in parts { $0.probability(part, "a posterior probability") }
      $0.within(parts.reduce(0, +), 1 - 1e-9...1 + 1e-9, "the sum of the probabilities")
      $0.positive(posterior.standardError, "standardError")
      $0.interval(
        posterior.credibleInterval(level: level), "credibleInterval at \(level)", holds: posterior.estimate,
        mayBeInfinite: posterior.standardError > 1e280)
      $0.stored(posterior, "CorrelatedTPosterior")
    }
  }

  @Sendable static func choice(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (a, b) = input.chance(oneIn: 3) ? (input.values(10), input.values(10)) : input.pair()
    let plan = input.chance(oneIn: 3) ? nil : input.halves()
    let (scores, start) = (input.pick(ScoreUnit.allCases), input.random())
    let (level, margin) = (input.level(), input.pick([0.02, 0, 1e300, .nan]))
    let pairs = input.pick([a.count, 0, -1, 5, 10, 1 << 40, .max, .min])
    examination.call("TestSelection") {
      let selection =
        plan?.selection(scores: scores, pairs: pairs)
        ?? TestSelection(plan: nil, scores: scores, pairs: pairs)
      $0.sentence(selection.advice, "advice")
      for kind in PairedTestKind.allCases {
        $0.sentence(kind.description, "the kind")
        $0.sentence(selection.refusal(of: kind)?.description, "the refusal")
        if selection.allowed.contains(kind) == (selection.refusal(of: kind) != nil) {
          $0.fault("\(kind) is both allowed and refused, or neither")
        }
      }
      if let kind = selection.defaultTest, selection.refusal(of: kind) != nil {
        $0.fault("refuses its default")
      }
    }
    func comparison() throws -> PairedComparison {
      guard let plan else { return try PairedComparison(perUnit: a, b) }
      return try PairedComparison(a, b, plan: plan, scores: scores)
    }
    for kind in PairedTestKind.allCases.map(Optional.some) + [nil] {
      examination.call("PairedComparison.test") {
        let comparison = try comparison()
        guard a.count <= 16 || kind != .signFlip && kind != nil else { return }
        let test = try comparison.test(kind)
        let isRank = test is WilcoxonSignedRankTest || test is FiveByTwoFTest
        $0.paired(test, levels: [level], agrees: !isRank, mayBeInfinite: true)
      }
    }
    examination.call("PairedComparison.signFlip") {
      var generator = start
      let comparison = try comparison()
      guard a.count <= 16 || a.count > SignFlipTest.largestEnumerated else { return }
      $0.paired(
        try comparison.signFlip(draws: 39, using: &generator), levels: [level], mayBeInfinite: true)
    }
    examination.call("PairedComparison.equivalence") {
      let comparison = try comparison()
      $0.equivalence(try comparison.equivalence(margin: margin))
    }
  }

  @Sendable static func fiveByTwo(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (a, b) = input.chance(oneIn: 10) ? input.pair() : (input.values(10), input.values(10))
    let (plan, levels, power) = (input.halves(), [input.level(), input.level()], input.chance(oneIn: 100))
    examination.call("FiveByTwoTTest") {
      let test = try FiveByTwoTTest(a, b, plan: plan)
      $0.student(test, levels: levels, power: power)
      $0.number(test.meanDifference, "meanDifference")
    }
    examination.call("FiveByTwoFTest") {
      // The interval may be a point that the test rejects, as its comment says.
      $0.paired(try FiveByTwoFTest(a, b, plan: plan), levels: levels, agrees: false, mayBeInfinite: true)
    }
  }

  @Sendable static func correctness(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let count = input.count()
    let (a, b) = (input.flags(count), input.flags(input.chance(oneIn: 20) ? input.count() : count))
    let groups = input.chance(oneIn: 2) ? input.labels(count) : nil
    let (table, level) = ((0..<4).map { _ in input.tally() }, input.level())
    for form in McNemarTest.Form.allCases {
      examination.call("McNemarTest") { $0.mcNemar(try McNemarTest(a, b, groups: groups, form: form), level) }
      examination.call("McNemarTest of counts") {
        let test = try McNemarTest(
          bothRight: table[0], onlyARight: table[1], onlyBRight: table[2], bothWrong: table[3], form: form)
        $0.mcNemar(test, level)
      }
    }
  }

  @Sendable static func order(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (a, b) = (input.values(input.count()), input.values(input.count()))
    let other = input.chance(oneIn: 5) ? a + a : b
    let plan = input.chance(oneIn: 2) ? input.plan() : nil
    let (draws, level, start) = (input.pick([-1, 1, 2, 5, 9]), input.level(), input.random())
    examination.call("AlmostStochasticOrder") {
      var generator = start
      $0.order(try AlmostStochasticOrder(a, other, plan: plan, draws: draws, using: &generator), level)
    }
    examination.call("AlmostStochasticOrder of deep-significance") {
      $0.order(
        try AlmostStochasticOrder(deepSignificance: a, other, seed: 7, draws: draws, gridStep: 0.05), level)
    }
  }

  @Sendable static func planned(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let splits = input.pick([-1, 0, 1, 2, 2, 3, 5, 10, 1000, 1 << 40, .max])
    let deviation = input.pick(DegenerateInput.strangers + [0.05, 0.05, 0.05])
    let plan = input.chance(oneIn: 3) ? nil : input.plan()
    let effect = input.pick(DegenerateInput.strangers.filter { !$0.isNaN } + [0.02, 0.1])
    let isLong = input.chance(oneIn: 40)
    examination.call("PlannedComparison") {
      let comparison =
        if let plan {
          try PlannedComparison(splits: splits, standardDeviation: deviation, plan: plan)
        } else { try PlannedComparison(units: splits, standardDeviation: deviation) }
      $0.positive(comparison.standardError, "standardError")
      $0.positive(comparison.degreesOfFreedom, "degreesOfFreedom")
      $0.number(comparison.leastStandardError, "leastStandardError")
      guard isLong else { return }
      $0.probability(comparison.power(ofEffect: effect), "power")
      $0.positive(comparison.minimumDetectableEffect(), "minimumDetectableEffect")
      if let needed = try comparison.countNeeded(forEffect: effect), needed < 2 {
        $0.fault("countNeeded is \(needed)")
      }
    }
  }
}

extension Examination {
  mutating func equivalence(_ test: EquivalenceTest) {
    self.test(test, mayBeInfinite: true)
    number(test.lowerStatistic, "lowerStatistic", mayBeInfinite: true)
    number(test.upperStatistic, "upperStatistic", mayBeInfinite: true)
    probability(test.lowerPValue, "lowerPValue")
    probability(test.upperPValue, "upperPValue")
    positive(test.standardError, "standardError")
    for level in [0.05, 1e-16, 0.4999] {
      let range = test.equivalenceInterval(alpha: level)
      interval(
        range, "equivalenceInterval at \(level)", holds: test.estimate,
        mayBeInfinite: test.standardError > 1e280)
      let isInside = test.region.contains(range.lowerBound) && test.region.contains(range.upperBound)
      // Among the last of the subnormal numbers an interval has no room to be right.
      guard test.standardError > 1e-300 else { continue }
      if test.isEquivalent(alpha: level) != isInside && abs(test.pValue / level - 1) > 1e-9 {
        fault("p is \(test.pValue) at \(level), but \(range) in \(test.region) is \(isInside)")
      }
    }
  }

  mutating func mcNemar(_ test: McNemarTest, _ level: Double) {
    self.test(test)
    directions(test.pValue) { test.pValue($0) }
    within(test.estimate, -1...1, "estimate")
    if test.disagreements > test.utterances { fault("more disagreements than utterances") }
    let range = test.confidenceInterval(level: level)
    interval(range, "interval at \(level)", holds: test.estimate)
    within(range.lowerBound, -1...1, "interval.lowerBound")
    within(range.upperBound, -1...1, "interval.upperBound")
    agreement(test.pValue, range, level: level)
  }

  mutating func order(_ order: AlmostStochasticOrder, _ level: Double) {
    test(order)
    probability(order.violationRatio, "violationRatio")
    number(order.standardError, "standardError")
    for comparisons in [1, 3, 1 << 40] {
      probability(order.upperBound(confidence: level, comparisons: comparisons), "upperBound")
    }
    interval(order.confidenceInterval(level: level), "interval at \(level)", holds: order.violationRatio)
  }
}
