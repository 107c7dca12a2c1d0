// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

/// SciPy works in Double as we do; a p-value of 1e-5 multiplies the rounding of t by its degrees of freedom.
private let parity = 1e-12

private let independent: ResamplingPlan? = nil
private let overlapping = ResamplingPlan(
  unit: .speaker, scheme: .repeatedRandom, trainingUnits: 6, testUnits: 4)
private let folds = ResamplingPlan(unit: .utterance, scheme: .partition, trainingUnits: 900, testUnits: 100)

@Suite("A paired t test") struct PairedTTestTests {
  @Test("mirrors when a and b change places", arguments: 0..<20 as Range<UInt64>) func mirror(seed: UInt64)
    throws
  {
    let scores = Scores(count: 2 + Int(seed), seed: seed)
    let (one, other) = (try PairedTTest(scores.a, scores.b), try PairedTTest(scores.b, scores.a))
    #expect(one.estimate == -other.estimate)
    #expect(one.statistic == -other.statistic)
    #expect(one.pValue == other.pValue)
    let (interval, mirrored) = (one.confidenceInterval(level: 0.9), other.confidenceInterval(level: 0.9))
    #expect(interval.lowerBound == -mirrored.upperBound)
    #expect(one.minimumDetectableEffect() == other.minimumDetectableEffect())
  }

  @Test("has an interval that holds 0 exactly if p is above its level", arguments: 0..<50 as Range<UInt64>)
  func duality(seed: UInt64) throws {
    let scores = Scores(count: 6, seed: seed, shift: Double(seed) / 60)
    let test = try PairedTTest(scores.a, scores.b)
    for level in [0.5, 0.8, 0.95, 0.99] {
      #expect(test.confidenceInterval(level: level).contains(0) == (test.pValue > 1 - level))
    }
  }

  @Test("is what is worked out by hand") func byHand() throws {
    // Differences 1, 2, 3: mean 2, s = 1, standard error 1/sqrt 3, t = 2 sqrt 3; with 2 df
    // p = 1 - t/sqrt(2 + t^2) = 1 - sqrt(12/14).
    let test = try PairedTTest([2, 4, 6], [1, 2, 3])
    #expect(test.differences == [1, 2, 3])
    #expect(test.n == 3)
    #expect(test.degreesOfFreedom == 2)
    #expect(test.estimate == 2)
    #expect(test.standardDeviation == 1)
    #expect(test.cohensDz == 2)
    #expect(relativeError(test.statistic, 12.0.squareRoot()) < 1e-15)
    #expect(relativeError(test.pValue, 1 - (12.0 / 14).squareRoot()) < 1e-14)
  }

  @Test("agrees with SciPy's ttest_rel", arguments: try PublishedPair.all()) func scipy(pair: PublishedPair)
    throws
  {
    let test = try PairedTTest(pair.a, pair.b)
    #expect(relativeError(test.statistic, pair.t) < parity)
    #expect(relativeError(test.pValue, pair.p) < parity)
    let interval = test.confidenceInterval(level: 0.95)
    #expect(abs(interval.lowerBound - pair.interval[0]) < parity)
    #expect(abs(interval.upperBound - pair.interval[1]) < parity)
  }

  @Test(
    "reproduces the p-values that the paper prints (section 4.1)",
    arguments: [
      ("RAVDESS: HuBERT - emotion2vec", 0.0146, 0.0001), ("RAVDESS: WavLM - emotion2vec", 0.0205, 0.0001),
      ("EmoDB: HuBERT - emotion2vec", 0.0047, 0.0001), ("SUBESCO: HuBERT - emotion2vec", 0.289, 0.001),
      ("SUBESCO: WavLM - emotion2vec", 0.277, 0.001), ("CREMA-D: HuBERT - emotion2vec", 6.2e-5, 1e-6),
      ("ESD-ZH: HuBERT - emotion2vec", 3.9e-5, 1e-6),
    ]) func published(name: String, p: Double, rounding: Double) throws
  {
    let pair = try #require(try PublishedPair.all().first { $0.name == name })
    #expect(abs(try PairedTTest(pair.a, pair.b).pValue - p) < rounding)
  }

  @Test("says when its pairs are not independent") func caveat() throws {
    let scores = Scores(count: 5, seed: 1)
    #expect(try PairedTTest(scores.a, scores.b, plan: independent).caveat == nil)
    let splits = try PairedTTest(scores.a, scores.b, plan: overlapping)
    #expect(splits.caveat?.contains("splits overlap") == true)
    #expect(splits.caveat?.contains("4 of the same 10 speakers") == true)
    #expect(splits.plan == overlapping)
    let partition = try PairedTTest(scores.a, scores.b, plan: folds)
    #expect(partition.caveat?.contains("training sides overlap") == true)
    // A caveat is a statement; the numbers are those of the same test without a plan.
    #expect(splits.pValue == (try PairedTTest(scores.a, scores.b).pValue))
  }

  @Test("knows the new kinds of plans: single speakers left out, and splits from a file") func morePlans()
    throws
  {
    let scores = Scores(count: 5, seed: 1)
    let alone = ResamplingPlan(unit: .speaker, scheme: .leaveOneOut, trainingUnits: 9, testUnits: 1)
    let caveat = try PairedTTest(scores.a, scores.b, plan: alone).caveat
    #expect(caveat?.contains("each holds 9 of the same 10 speakers") == true)
    let given = ResamplingPlan(unit: .utterance, scheme: .given, trainingUnits: 428, testUnits: 107)
    #expect(try PairedTTest(scores.a, scores.b, plan: given).caveat?.contains("nothing says") == true)
  }

  @Test("is refused for every possible split") func exhaustive() {
    let plan = ResamplingPlan(unit: .speaker, scheme: .exhaustive, trainingUnits: 6, testUnits: 4)
    let scores = Scores(count: 210, seed: 1)
    let error = #expect(throws: StatisticsError.planNotCarried(test: "paired t test", plan: plan)) {
      try PairedTTest(scores.a, scores.b, plan: plan)
    }
    #expect(
      error?.description
        == "the paired t test does not hold for every possible split of the same 10 speakers: scores are not a sample; "
        + "report their mean, or compare speaker by speaker with a sign-flip test")
    #expect(throws: StatisticsError.planNotCarried(test: "sign-flip test", plan: plan)) {
      try SignFlipTest(scores.a, scores.b, plan: plan)
    }
  }

  @Test("refuses differences that do not vary") func noVariation() {
    #expect(throws: StatisticsError.noVariation(meanDifference: 0)) {
      try PairedTTest([0.5, 0.25, 0.75], [0.5, 0.25, 0.75])
    }
    #expect(throws: StatisticsError.noVariation(meanDifference: 0.25)) {
      try PairedTTest([0.5, 0.25, 0.75], [0.25, 0, 0.5])
    }
  }

  @Test("takes no rounding for variation") func rounding() {
    // All three differ by a tenth, but 0.9 - 0.8 and 0.5 - 0.4 are 3e-17 apart in binary: SciPy finds t =
    // 1e16.
    let error = #expect(throws: StatisticsError.self) { try PairedTTest([0.9, 0.5, 0.7], [0.8, 0.4, 0.6]) }
    guard case .noVariation(let difference) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(relativeError(difference, 0.1) < 1e-14)
  }

  @Test("still tests differences that vary a little") func little() throws {
    let test = try PairedTTest([0.9, 0.5, 0.7 + 1e-9], [0.8, 0.4, 0.6])
    #expect(test.pValue < 1e-10)
  }

  @Test("refuses what it cannot pair") func refusals() {
    #expect(throws: StatisticsError.unequalCounts(a: 2, b: 3)) { try PairedTTest([1, 2], [1, 2, 3]) }
    #expect(throws: StatisticsError.tooFewPairs(found: 1, needed: 2)) { try PairedTTest([1], [2]) }
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 2)) { try PairedTTest([], []) }
    #expect(throws: StatisticsError.notFinite(index: 1)) { try PairedTTest([1, 2, 3], [1, .nan, 2]) }
    #expect(throws: StatisticsError.notFinite(index: 0)) { try PairedTTest([.nan, 2], [1, 3]) }
    #expect(throws: StatisticsError.notFinite(index: 1)) { try PairedTTest([1, 1e308], [1, -1e308]) }
  }

  @Test("explains each refusal in a sentence that says what to do") func sentences() {
    let errors: [(StatisticsError, String)] = [
      (.tooFewPairs(found: 1, needed: 2), "more seeds or folds of the same ones are no new observations"),
      (.unequalCounts(a: 1, b: 2), "pair each score"),
      (.noVariation(meanDifference: 0), "report the difference"), (.notFinite(index: 3), "index 3"),
      (.tooManyPairsToEnumerate(found: 91, limit: 40), "91 pairs"),
      (
        .tooManyUnitsToEnumerate(kind: "speakers", found: 41, limit: 40, instead: "that"),
        "use that, which draws"
      ),
    ]
    for (error, part) in errors { #expect("\(error)".contains(part)) }
  }

  @Test("traps on a level outside (0, 1)") func level() async {
    await #expect(processExitsWith: .failure) {
      _ = try PairedTTest([2, 4, 6], [1, 2, 3]).confidenceInterval(level: 95)
    }
    await #expect(processExitsWith: .failure) {
      _ = try PairedTTest([2, 4, 6], [1, 2, 3]).minimumDetectableEffect(power: 1)
    }
  }
}

@Suite("The corrected resampled t test") struct CorrectedResampledTTestTests {
  /// 60/40 by shares, which the reference values use; our plans count units.
  private let nominal = ResamplingPlan(
    unit: .speaker, scheme: .repeatedRandom, trainingUnits: 6, testUnits: 4)

  @Test("agrees with the formula in NumPy at 2/3", arguments: try PublishedPair.all())
  func reference(pair: PublishedPair) throws {
    let test = try CorrectedResampledTTest(pair.a, pair.b, plan: nominal)
    #expect(relativeError(test.statistic, pair.correctedT) < parity)
    #expect(relativeError(test.pValue, pair.correctedP) < parity)
  }

  @Test(
    "finds less than the plain t on the published scores",
    arguments: [
      // Corpus and pair, speakers in training and test, p. RAVDESS: 0.119 and 0.148 at 2/3, larger at 10/14.
      ("RAVDESS: HuBERT - emotion2vec", 6, 4, 0.119, 0.0005),
      ("RAVDESS: WavLM - emotion2vec", 6, 4, 0.148, 0.0005),
      ("RAVDESS: HuBERT - emotion2vec", 14, 10, 0.126, 0.0005),
      ("RAVDESS: WavLM - emotion2vec", 14, 10, 0.157, 0.0005),
      ("RAVDESS: HuBERT - WavLM", 14, 10, 0.755, 0.0005),
      ("EmoDB: HuBERT - emotion2vec", 6, 4, 0.0520, 0.00005),
      ("EmoDB: WavLM - emotion2vec", 6, 4, 0.00035, 0.000005),
      ("CREMA-D: WavLM - emotion2vec", 54, 37, 0.0202, 0.00005),
      ("ESD-ZH: WavLM - emotion2vec", 6, 4, 0.0271, 0.00005),
      ("SUBESCO: HuBERT - emotion2vec", 12, 8, 0.589, 0.0005),
    ]) func published(name: String, training: Int, test: Int, p: Double, rounding: Double) throws
  {
    let pair = try #require(try PublishedPair.all().first { $0.name == name })
    let plan = ResamplingPlan(
      unit: .speaker, scheme: .repeatedRandom, trainingUnits: training, testUnits: test)
    let corrected = try CorrectedResampledTTest(pair.a, pair.b, plan: plan)
    #expect(abs(corrected.pValue - p) < rounding)
    #expect(corrected.pValue > (try PairedTTest(pair.a, pair.b).pValue))
    #expect(corrected.caveat == nil)
  }

  @Test("leaves three of the fifteen comparisons of Table 3 after Holm") func family() throws {
    let speakers = [
      "EmoDB": (6, 4), "RAVDESS": (14, 10), "CREMA-D": (55, 36), "ESD-ZH": (6, 4), "SUBESCO": (12, 8),
    ]
    let pairs = try PublishedPair.all().filter { $0.name.contains(":") }
    let p = try pairs.map { pair in
      let corpus = String(pair.name.prefix { $0 != ":" })
      let (training, test) = try #require(speakers[corpus])
      let plan = ResamplingPlan(
        unit: .speaker, scheme: .repeatedRandom, trainingUnits: training, testUnits: test)
      return try CorrectedResampledTTest(pair.a, pair.b, plan: plan).pValue
    }
    let adjusted = Dictionary(uniqueKeysWithValues: zip(pairs.map(\.name), holm(p)))
    let surviving = adjusted.filter { $0.value <= 0.05 }
    // Paper notes A9, which have 0.0148 for CREMA-D, from 54 and 37 speakers; its splits train
    // round(0.6 * 91) = 55.
    #expect(surviving.count == 3)
    #expect(abs(try #require(surviving["EmoDB: WavLM - emotion2vec"]) - 0.0053) < 0.00005)
    #expect(abs(try #require(surviving["CREMA-D: HuBERT - emotion2vec"]) - 0.0138) < 0.00005)
    #expect(abs(try #require(surviving["ESD-ZH: HuBERT - emotion2vec"]) - 0.0098) < 0.00005)
  }

  @Test("widens the standard error by the square root of 1 + n r", arguments: 2..<12) func widening(n: Int)
    throws
  {
    let scores = Scores(count: n, seed: 5)
    let plain = try PairedTTest(scores.a, scores.b)
    let corrected = try CorrectedResampledTTest(scores.a, scores.b, plan: folds)
    let factor = (1 + Double(n) / 9).squareRoot()
    #expect(relativeError(corrected.standardError, plain.standardError * factor) < 1e-14)
    #expect(
      relativeError(corrected.minimumDetectableEffect(), plain.minimumDetectableEffect() * factor) < 1e-12)
    #expect(corrected.cohensDz == plain.cohensDz)
    #expect(corrected.degreesOfFreedom == plain.degreesOfFreedom)
    #expect(corrected.estimate == plain.estimate)
  }

  @Test("is refused by name where a plan does not say how splits overlap") func unknownOverlap() {
    let scores = Scores(count: 5, seed: 1)
    for (scheme, part) in [
      (ResamplingPlan.Scheme.given, "a file of splits does not say"), (.exhaustive, "not a sample"),
    ] {
      let plan = ResamplingPlan(unit: .speaker, scheme: scheme, trainingUnits: 6, testUnits: 4)
      let error = #expect(
        throws: StatisticsError.planNotCarried(test: "corrected resampled t test", plan: plan)
      ) {
        try CorrectedResampledTTest(scores.a, scores.b, plan: plan)
      }
      #expect(error?.description.hasPrefix("the corrected resampled t test ") == true)
      #expect(error?.description.contains(part) == true)
    }
  }

  @Test("takes single speakers left out for a partition") func leaveOneOut() throws {
    let scores = Scores(count: 10, seed: 1)
    let (alone, parts) = (
      ResamplingPlan(unit: .speaker, scheme: .leaveOneOut, trainingUnits: 9, testUnits: 1),
      ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 9, testUnits: 1)
    )
    #expect(
      try CorrectedResampledTTest(scores.a, scores.b, plan: alone).pValue
        == CorrectedResampledTTest(scores.a, scores.b, plan: parts).pValue)
  }

  @Test("refuses as the plain t does") func refusals() {
    #expect(throws: StatisticsError.noVariation(meanDifference: 0)) {
      try CorrectedResampledTTest([1, 2], [1, 2], plan: folds)
    }
    #expect(throws: StatisticsError.tooFewPairs(found: 1, needed: 2)) {
      try CorrectedResampledTTest([1], [2], plan: folds)
    }
  }
}

@Suite("The power of a t test") struct TTestPowerTests {
  /// Differences -1, 1, 0, ..., so that only n matters.
  private func test(count: Int) throws -> PairedTTest {
    try PairedTTest([-1, 1] + Array(repeating: 0, count: count - 2), Array(repeating: 0, count: count))
  }

  @Test("is reached at the minimum detectable effect", arguments: [2, 3, 5, 12, 91]) func back(count: Int)
    throws
  {
    let test = try test(count: count)
    for (power, level) in [(0.8, 0.05), (0.5, 0.01), (0.999, 0.0001), (0.06, 0.05)] {
      let effect = test.minimumDetectableEffect(power: power, alpha: level)
      #expect(relativeError(test.power(ofEffect: effect, alpha: level), power) < 1e-11)
      #expect(effect > 0)
    }
  }

  @Test("is the level where there is no effect, and grows to 1 either way") func limits() throws {
    let test = try test(count: 5)
    #expect(relativeError(test.power(ofEffect: 0, alpha: 0.05), 0.05) < 1e-12)
    let powers = stride(from: 0.0, through: 5, by: 0.25).map { test.power(ofEffect: $0) }
    #expect(powers == powers.sorted())
    #expect(powers.last! > 0.999)
    #expect(relativeError(test.power(ofEffect: -1), test.power(ofEffect: 1)) < 1e-12)
  }

  @Test("agrees with mpmath") func reference() throws {
    for row in try fixture("distributions.json", as: Reference.self).power {
      let test = try test(count: Int(row.df) + 1)
      let noncentrality =
        test.minimumDetectableEffect(power: row.power, alpha: row.level) / test.standardError
      #expect(relativeError(noncentrality, row.noncentrality) < 1e-11, "\(row)")
    }
  }
}
