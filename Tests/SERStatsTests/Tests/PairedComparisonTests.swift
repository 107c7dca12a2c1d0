// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

private func plan(_ scheme: ResamplingPlan.Scheme, unit: ResamplingPlan.Unit = .speaker) -> ResamplingPlan {
  ResamplingPlan(unit: unit, scheme: scheme, trainingUnits: 6, testUnits: 4)
}

@Suite("A selection of tests") struct TestSelectionTests {
  @Test(
    "takes the corrected resampled t for splits whose overlap is known, and no other",
    arguments: [ResamplingPlan.Scheme.repeatedRandom, .partition, .leaveOneOut])
  func known(scheme: ResamplingPlan.Scheme) {
    let selection = plan(scheme).selection(scores: .split, pairs: 5)
    #expect(selection.defaultTest == .correctedResampledT)
    #expect(selection.allowed == [.correctedResampledT])
    for kind in PairedTestKind.allCases where kind != .correctedResampledT {
      let sentence = selection.refusal(of: kind)?.description ?? ""
      #expect(sentence.hasPrefix("the \(kind) is not for these scores"))
      #expect(sentence.hasSuffix("use the corrected resampled t test"))
    }
    #expect(selection.advice?.contains("sign-flip test over the 10 speakers") == true)
  }

  @Test(
    "carries no test of splits of which nobody knows how they overlap, or that are all there are",
    arguments: [
      (ResamplingPlan.Scheme.given, "give the plan"),
      (.exhaustive, "speaker by speaker with a sign-flip test"),
    ]) func unknown(scheme: ResamplingPlan.Scheme, remedy: String)
  {
    let selection = plan(scheme).selection(scores: .split, pairs: 5)
    #expect(selection.defaultTest == nil)
    #expect(selection.allowed.isEmpty)
    for kind in PairedTestKind.allCases {
      #expect(selection.refusal(of: kind) == .planNotCarried(test: "\(kind)", plan: plan(scheme)))
      #expect(selection.refusal(of: kind)?.description.contains(remedy) == true)
    }
  }

  @Test(
    "takes an exact sign flip for scores one a unit, whatever the plan",
    arguments: [nil, .repeatedRandom, .partition, .leaveOneOut, .exhaustive, .given]
      as [ResamplingPlan.Scheme?])
  func units(scheme: ResamplingPlan.Scheme?) {
    let selection = TestSelection(plan: scheme.map { plan($0) }, scores: .unit, pairs: 10)
    #expect(selection.defaultTest == .signFlip)
    #expect(selection.allowed == [.signFlip, .pairedT, .signedRank])
    for kind in [PairedTestKind.correctedResampledT, .fiveByTwoT, .fiveByTwoF] {
      #expect(selection.refusal(of: kind)?.description.hasSuffix("use the sign-flip test") == true)
    }
    let many = TestSelection(plan: scheme.map { plan($0) }, scores: .unit, pairs: 41)
    #expect(many.defaultTest == .pairedT)
    #expect(many.allowed == [.pairedT, .signedRank])
    let sentence = many.refusal(of: .signFlip)?.description ?? ""
    #expect(sentence.contains("41 units") && sentence.contains("use signFlip(draws:using:)"))
  }

  @Test(
    "says what a sign flip over so few speakers cannot show", arguments: [(2, 0.5), (4, 0.125), (5, 0.0625)])
  func fewSpeakers(count: Int, floor: Double) {
    let few = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: count - 1, testUnits: 1)
    let advice = few.selection(scores: .split, pairs: 5).advice
    #expect(advice?.hasSuffix("but its p-value cannot be below \(floor)") == true)
    let alone = ResamplingPlan(unit: .speaker, scheme: .leaveOneOut, trainingUnits: count - 1, testUnits: 1)
    #expect(alone.selection(scores: .split, pairs: count).advice?.contains("below \(floor)") == true)
    let enough = plan(.repeatedRandom).selection(scores: .split, pairs: 5).advice
    #expect(enough?.contains("cannot be below") == false)
  }

  @Test("takes scores without a plan for units") func withoutPlan() {
    let selection = TestSelection(plan: nil, scores: .split, pairs: 4)
    #expect(selection.scores == .unit)
    #expect(selection.advice?.contains("below 0.125") == true)
    #expect(TestSelection(plan: nil, scores: .unit, pairs: 6).advice == nil)
  }

  @Test("carries the 5x2cv tests on ten scores of halves alone") func halves() {
    let halves = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 12, testUnits: 12)
    #expect(
      halves.selection(scores: .split, pairs: 10).allowed == [.correctedResampledT, .fiveByTwoT, .fiveByTwoF])
    #expect(halves.selection(scores: .split, pairs: 2).allowed == [.correctedResampledT])
    #expect(plan(.partition).selection(scores: .split, pairs: 10).allowed == [.correctedResampledT])
  }

  @Test("says of single speakers left out that their scores are one a unit already") func leftOut() {
    let alone = ResamplingPlan(unit: .speaker, scheme: .leaveOneOut, trainingUnits: 9, testUnits: 1)
    let advice = alone.selection(scores: .split, pairs: 10).advice
    #expect(advice?.hasPrefix("each score is one speaker's") == true)
  }

  @Test("says of utterances that they tell nothing of new speakers") func utterances() {
    let selection = plan(.partition, unit: .utterance).selection(scores: .split, pairs: 10)
    #expect(selection.advice?.contains("split by speaker") == true)
  }

  @Test(
    "carries no paired test of scores one an utterance, whatever the scheme",
    arguments: [ResamplingPlan.Scheme.repeatedRandom, .partition, .leaveOneOut, .exhaustive, .given])
  func oneAnUtterance(scheme: ResamplingPlan.Scheme) throws {
    let selection = plan(scheme, unit: .utterance).selection(scores: .unit, pairs: 10)
    #expect(selection.defaultTest == nil && selection.allowed.isEmpty)
    #expect(selection.advice?.contains("ClusterTTest over the speakers") == true)
    for kind in PairedTestKind.allCases {
      let sentence = selection.refusal(of: kind)?.description ?? ""
      #expect(sentence.hasPrefix("the \(kind) is not for these scores: they are one an utterance"))
      #expect(sentence.hasSuffix("use ClusterTTest over the speakers"))
    }
    let scores = Scores(count: 10, seed: 1, shift: 1)
    let comparison = try PairedComparison(
      scores.a, scores.b, plan: plan(scheme, unit: .utterance), scores: .unit)
    let error = #expect(throws: StatisticsError.self) { try comparison.test() }
    #expect(error?.description.contains("ClusterTTest over the speakers") == true)
    #expect(throws: StatisticsError.self) { try comparison.equivalence(margin: 1) }
    var flips = NumPyGenerator(seed: 1)
    #expect(throws: StatisticsError.self) { try comparison.signFlip(using: &flips) }
  }
}

@Suite("A paired comparison") struct PairedComparisonTests {
  private let scores = Scores(count: 10, seed: 1, shift: 0.2)

  @Test("runs the default of its plan") func defaults() throws {
    let splits = try PairedComparison(scores.a, scores.b, plan: plan(.repeatedRandom))
    let corrected = try CorrectedResampledTTest(scores.a, scores.b, plan: plan(.repeatedRandom))
    #expect(try splits.test() as? CorrectedResampledTTest == corrected)
    #expect(try splits.test().caveat == nil)
    let units = try PairedComparison(scores.a, scores.b, plan: plan(.exhaustive), scores: .unit)
    #expect(try units.test() as? SignFlipTest == SignFlipTest(scores.a, scores.b))
    let many = Scores(count: 91, seed: 1)
    #expect(try PairedComparison(perUnit: many.a, many.b).test() is PairedTTest)
  }

  @Test("runs what its selection allows and throws what it refuses", arguments: PairedTestKind.allCases)
  func every(kind: PairedTestKind) throws {
    let halves = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 5, testUnits: 5)
    for plan in [nil, plan(.repeatedRandom), plan(.exhaustive), plan(.given), halves] {
      for unit in ScoreUnit.allCases {
        let comparison = try compared(scores.a, scores.b, plan, unit)
        if let refusal = comparison.selection.refusal(of: kind) {
          #expect(throws: refusal) { try comparison.test(kind) }
        } else {
          let test = try comparison.test(kind)
          #expect((0...1).contains(test.pValue))
          // Folds are taken for correlated by a guess; nothing else is taken on trust.
          #expect((test.caveat == nil) == !(kind == .correctedResampledT && plan?.scheme == .partition))
        }
      }
    }
  }

  @Test("says what to do where no test of splits holds") func refusal() throws {
    let comparison = try PairedComparison(scores.a, scores.b, plan: plan(.given))
    let error = #expect(throws: StatisticsError.self) { try comparison.test() }
    #expect(error?.description.contains("use the corrected resampled t test") == true)
    #expect(throws: StatisticsError.self) { try comparison.equivalence(margin: 0.02) }
  }

  @Test("flips signs exactly where it can, and samples past that") func flips() throws {
    var generator = NumPyGenerator(seed: 1)
    let few = try PairedComparison(perUnit: scores.a, scores.b)
    #expect(try few.signFlip(using: &generator) is SignFlipTest)
    #expect(generator == NumPyGenerator(seed: 1))
    let many = Scores(count: 91, seed: 1)
    let comparison = try PairedComparison(perUnit: many.a, many.b)
    #expect(try comparison.signFlip(draws: 99, using: &generator) is SampledSignFlipTest)
    let error = #expect(throws: StatisticsError.self) { try comparison.test(.signFlip) }
    #expect(error?.description.contains("use signFlip(draws:using:), which draws patterns") == true)
    let splits = try PairedComparison(scores.a, scores.b, plan: plan(.repeatedRandom))
    #expect(throws: StatisticsError.self) { try splits.signFlip(using: &generator) }
  }

  @Test("tests equivalence by the standard error that its plan carries") func equivalence() throws {
    let splits = try PairedComparison(scores.a, scores.b, plan: plan(.repeatedRandom))
    let corrected = try CorrectedResampledTTest(scores.a, scores.b, plan: plan(.repeatedRandom))
    #expect(try splits.equivalence(margin: 0.3) == EquivalenceTest(of: corrected, margin: 0.3))
    let units = try PairedComparison(perUnit: scores.a, scores.b)
    let plain = try PairedTTest(scores.a, scores.b)
    #expect(try units.equivalence(margin: 0.3) == EquivalenceTest(of: plain, margin: 0.3))
  }

  @Test("refuses scores that cannot be paired, or more of them than units") func scoresRefused() {
    #expect(throws: StatisticsError.unequalCounts(a: 1, b: 2)) {
      try PairedComparison(perUnit: [1], [1, 2])
    }
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 1)) {
      try PairedComparison(perUnit: [], [])
    }
    #expect(throws: StatisticsError.notFinite(index: 0)) { try PairedComparison(perUnit: [.nan], [1]) }
    #expect(throws: StatisticsError.unequalSizes(what: "scores, one a speaker,", found: 12, expected: 10)) {
      let scores = Scores(count: 12, seed: 1)
      return try PairedComparison(scores.a, scores.b, plan: plan(.partition), scores: .unit)
    }
  }
}

@Suite("What a test of splits takes on trust") struct CaveatTests {
  private let scores = Scores(count: 10, seed: 1, shift: 0.2)

  @Test(
    "is for folds that they are correlated by a guess",
    arguments: [ResamplingPlan.Scheme.partition, .leaveOneOut])
  func folds(scheme: ResamplingPlan.Scheme) throws {
    let caveat = try CorrectedResampledTTest(scores.a, scores.b, plan: plan(scheme)).caveat
    #expect(caveat?.hasPrefix("the correction takes folds for correlated by 4 in 10") == true)
    #expect(caveat?.hasSuffix("a sign-flip test over the 10 speakers does not assume it") == true)
    #expect(try CorrectedResampledTTest(scores.a, scores.b, plan: plan(.repeatedRandom)).caveat == nil)
    let comparison = try PairedComparison(scores.a, scores.b, plan: plan(scheme))
    #expect(try comparison.equivalence(margin: 1).caveat == caveat)
  }

  @Test("is for utterances that their speakers stand on both sides") func utterances() throws {
    let part = "the units are utterances and their speakers stand on both sides"
    let drawn = plan(.repeatedRandom, unit: .utterance)
    let halves = ResamplingPlan(unit: .utterance, scheme: .partition, trainingUnits: 5, testUnits: 5)
    var flips = NumPyGenerator(seed: 1)
    let (a, b) = (scores.a, scores.b)
    let tests: [any HypothesisTest] = [
      try CorrectedResampledTTest(a, b, plan: drawn), try CorrectedResampledTTest(a, b, plan: halves),
      try PairedTTest(a, b, plan: drawn), try SignFlipTest(a, b, plan: drawn),
      try SampledSignFlipTest(a, b, plan: drawn, draws: 9, using: &flips),
      try WilcoxonSignedRankTest(a, b, plan: drawn), try FiveByTwoTTest(a, b, plan: halves),
      try FiveByTwoFTest(a, b, plan: halves),
      try AlmostStochasticOrder(a, b, plan: drawn, draws: 9, using: &flips),
      try PairedComparison(a, b, plan: drawn).equivalence(margin: 1),
    ]
    for test in tests { #expect(test.caveat?.contains(part) == true, "\(type(of: test))") }
    let speakers = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 5, testUnits: 5)
    #expect(try FiveByTwoTTest(a, b, plan: speakers).caveat == nil)
  }
}

@Suite("Small and degenerate inputs") struct DegenerateInputTests {
  /// Values that tie, vanish, overflow or are none.
  private static let awkward = [
    0, -0.0, 0.1, 0.2, 0.3, 0.5, 1, -1, .leastNonzeroMagnitude, 1e-300, 1e16, 1e299, -1e299, .infinity,
    -.infinity, .nan,
  ]

  @Test("give a number in its range or a typed error, never NaN", arguments: 0..<20 as Range<UInt64>)
  func fuzz(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let halves = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 5, testUnits: 5)
    let plans = [nil, plan(.repeatedRandom), halves]
    for _ in 0..<100 {
      let tame = Int.random(in: 0..<4, using: &generator) > 0
      let values = tame ? Array(Self.awkward[..<8]) : Self.awkward
      let counts = [0, 1, 2, 3, 5, 10, 10]
      let count = counts[Int.random(in: 0..<counts.count, using: &generator)]
      let a = (0..<count).map { _ in values[Int.random(in: 0..<values.count, using: &generator)] }
      let b = (0..<count).map { _ in values[Int.random(in: 0..<values.count, using: &generator)] }
      for plan in plans {
        for kind in PairedTestKind.allCases {
          do throws(StatisticsError) {
            let test = try compared(a, b, plan).test(kind)
            check(test, a, b)
          } catch { #expect(!error.description.isEmpty) }
        }
      }
      for zeros in WilcoxonSignedRankTest.Zeros.allCases {
        if let test = try? WilcoxonSignedRankTest(
          a, b, zeros: zeros, method: .normal(continuityCorrection: false))
        {
          check(test, a, b)
        }
      }
      var flips = NumPyGenerator(seed: seed)
      if let test = try? SampledSignFlipTest(a, b, draws: 20, using: &flips) { check(test, a, b) }
      if let order = try? AlmostStochasticOrder(a, b, draws: 20, using: &flips) {
        #expect((0...1).contains(order.pValue) && (0...1).contains(order.upperBound()), "\(a) \(b)")
        #expect((0...1).contains(order.violationRatio), "\(a) \(b)")
      }
      if let test = try? CorrectedResampledTTest(a, b, plan: halves) {
        #expect((0...1).contains(try EquivalenceTest(of: test, margin: 0.02).pValue), "\(a) \(b)")
        #expect((0...1).contains(test.power(ofEffect: 0.02)), "\(a) \(b)")
        #expect(test.minimumDetectableEffect() > 0, "\(a) \(b)")
      }
    }
  }

  private func check(_ test: some PairedTest, _ a: [Double], _ b: [Double]) {
    #expect((0...1).contains(test.pValue), "\(type(of: test)): \(a) \(b)")
    #expect((0...1).contains(test.smallestAttainableP), "\(type(of: test)): \(a) \(b)")
    #expect(test.statistic.isFinite && test.estimate.isFinite, "\(type(of: test)): \(a) \(b)")
    let interval = test.confidenceInterval(level: 0.95)
    #expect(interval.contains(test.estimate), "\(type(of: test)): \(a) \(b)")
  }
}

/// Over splits of a plan, or over units without one.
private func compared(
  _ a: [Double], _ b: [Double], _ plan: ResamplingPlan?, _ scores: ScoreUnit = .split
) throws(StatisticsError) -> PairedComparison {
  guard let plan else { return try PairedComparison(perUnit: a, b) }
  return try PairedComparison(a, b, plan: plan, scores: scores)
}
