// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

/// Speakers that train and that are tested, as the paper notes count them for Table 3.
private func plan(_ corpus: String) throws -> ResamplingPlan {
  let speakers = [
    "EmoDB": (6, 4), "RAVDESS": (14, 10), "CREMA-D": (54, 37), "ESD-ZH": (6, 4), "SUBESCO": (12, 8),
  ]
  let (training, test) = try #require(speakers[corpus])
  return ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: training, testUnits: test)
}

private func published(_ corpus: String, _ pair: String) throws -> PublishedPair {
  try #require(try PublishedPair.all().first { $0.name == "\(corpus): \(pair)" })
}

@Suite("An equivalence test") struct EquivalenceTestTests {
  @Test(
    "has the p-values of the published five seeds, plain and corrected (paper notes A8, C2)",
    arguments: [
      ("EmoDB", "HuBERT - WavLM", 0.0433, 0.169, 0.00005, 0.0005),
      ("EmoDB", "HuBERT - emotion2vec", 0.960, 0.837, 0.0005, 0.0005),
      ("RAVDESS", "HuBERT - WavLM", 0.224, 0.357, 0.0005, 0.0005),
      ("RAVDESS", "WavLM - emotion2vec", 0.975, 0.867, 0.0005, 0.0005),
      ("CREMA-D", "HuBERT - WavLM", 0.0216, 0.119, 0.00005, 0.0005),
      ("CREMA-D", "WavLM - emotion2vec", 0.996, 0.957, 0.0005, 0.0005),
      ("ESD-ZH", "HuBERT - WavLM", 0.240, 0.364, 0.0005, 0.0005),
      ("SUBESCO", "HuBERT - WavLM", 0.158, 0.306, 0.0005, 0.0005),
      ("SUBESCO", "HuBERT - emotion2vec", 0.0834, 0.232, 0.00005, 0.0005),
      ("SUBESCO", "WavLM - emotion2vec", 0.442, 0.472, 0.0005, 0.0005),
    ])
  func fiveSeeds(
    corpus: String, name: String, plain: Double, corrected: Double, rounding: Double,
    roundingCorrected: Double
  ) throws {
    let pair = try published(corpus, name)
    let test = try EquivalenceTest(of: PairedTTest(pair.a, pair.b), margin: 0.02)
    #expect(abs(test.pValue - plain) < rounding)
    let resampled = try CorrectedResampledTTest(pair.a, pair.b, plan: plan(corpus))
    #expect(abs(try EquivalenceTest(of: resampled, margin: 0.02).pValue - corrected) < roundingCorrected)
    #expect(try EquivalenceTest(of: resampled, margin: 0.02).isEquivalent() == false)
  }

  @Test("shows HuBERT and WavLM equivalent within 2 points over the five corpora (paper notes A8)")
  func overCorpora()
    throws
  {
    // Means of Table 3's seeds.
    let hubert = [0.9202, 0.7878, 0.8220, 0.8662, 0.8232]
    let wavlm = [0.9268, 0.7786, 0.8266, 0.8576, 0.8326]
    let test = try EquivalenceTest(of: PairedTTest(hubert, wavlm), margin: 0.02)
    #expect(abs(test.estimate + 0.0006) < 0.00005)
    #expect(abs(abs(test.statistic) - 4.9) < 0.05)
    #expect(abs(test.pValue - 0.004) < 0.0005)
    #expect(test.isEquivalent())
    #expect(test.independentUnits == 5)
  }

  @Test("agrees with statsmodels") func statsmodels() throws {
    for row in try Comparisons.all().equivalences {
      let test = try EquivalenceTest(of: PairedTTest(row.a, row.b), margin: row.margin)
      #expect(relativeError(test.pValue, row.p) < 1e-11)
      #expect(relativeError(test.lowerPValue, row.lower) < 1e-11)
      #expect(relativeError(test.upperPValue, row.upper) < 1e-11)
    }
  }

  @Test(
    "finds equivalence exactly if the interval at 1 - 2α lies within the region",
    arguments: 0..<60 as Range<UInt64>)
  func duality(seed: UInt64) throws {
    let scores = Scores(count: 30, seed: seed)
    let test = try EquivalenceTest(of: PairedTTest(scores.a, scores.b), region: -0.2...0.15)
    for level in [0.01, 0.05, 0.2, 0.4] {
      let interval = test.equivalenceInterval(alpha: level)
      let isWithin = interval.lowerBound > -0.2 && interval.upperBound < 0.15
      #expect(test.isEquivalent(alpha: level) == isWithin)
    }
  }

  @Test("keeps what its test says of units, plan and caveat") func keeps() throws {
    let pair = try published("RAVDESS", "HuBERT - WavLM")
    let plain = try EquivalenceTest(of: PairedTTest(pair.a, pair.b, plan: plan("RAVDESS")), margin: 0.02)
    #expect(plain.caveat?.contains("24 speakers") == true)
    #expect(plain.independentUnits == 24)
    #expect(plain.smallestAttainableP == 0)
    let corrected = try CorrectedResampledTTest(pair.a, pair.b, plan: plan("RAVDESS"))
    #expect(try EquivalenceTest(of: corrected, margin: 0.02).caveat == nil)
  }

  @Test("refuses a margin that is none", arguments: [0, -0.02, .infinity, .nan]) func margins(margin: Double)
    throws
  {
    let test = try PairedTTest([1, 2, 4], [1, 1, 1])
    #expect(throws: StatisticsError.self) { try EquivalenceTest(of: test, margin: margin) }
    #expect(throws: StatisticsError.self) { try EquivalenceTest(of: test, region: 0.1...0.1) }
    #expect(throws: StatisticsError.self) { try EquivalenceTest(of: test, region: 0...Double.infinity) }
  }
}

@Suite("A posterior of correlated scores") struct CorrelatedTPosteriorTests {
  @Test("agrees with baycomp") func baycomp() throws {
    for row in try Comparisons.all().posteriors {
      let plan = ResamplingPlan(
        unit: .utterance, scheme: .partition, trainingUnits: row.folds - 1, testUnits: 1)
      let posterior = try CorrelatedTPosterior(row.a, row.b, plan: plan, margin: row.margin)
      // baycomp takes its right-hand tail from 1.
      #expect(relativeError(posterior.probabilityAIsBetter, row.aIsBetter) < 1e-11)
      #expect(abs(posterior.probabilityOfEquivalence - row.equivalent) < 1e-13)
      #expect(abs(posterior.probabilityBIsBetter - row.bIsBetter) < 1e-13)
    }
  }

  @Test("holds what the corrected resampled t test holds", arguments: 0..<20 as Range<UInt64>)
  func sameNumbers(
    seed: UInt64
  ) throws {
    let scores = Scores(count: 5, seed: seed, shift: 0.2)
    let plan = try plan("RAVDESS")
    let test = try CorrectedResampledTTest(scores.a, scores.b, plan: plan)
    let posterior = try CorrelatedTPosterior(scores.a, scores.b, plan: plan, margin: 0)
    #expect(posterior.credibleInterval(level: 0.9) == test.confidenceInterval(level: 0.9))
    let smaller = min(posterior.probabilityAIsBetter, posterior.probabilityBIsBetter)
    #expect(relativeError(2 * smaller, test.pValue) < 1e-13)
    #expect(posterior.probabilityOfEquivalence < 1e-15)
  }

  @Test("gives a wider margin more of the probability, and all three sum to 1") func margins() throws {
    let scores = Scores(count: 8, seed: 3)
    let posteriors = try [0, 0.01, 0.1, 1, 100].map {
      try CorrelatedTPosterior(scores.a, scores.b, plan: plan("EmoDB"), margin: $0)
    }
    let shares = posteriors.map(\.probabilityOfEquivalence)
    #expect(shares == shares.sorted())
    #expect(shares.last! > 0.999)
    for p in posteriors {
      #expect(abs(p.probabilityAIsBetter + p.probabilityOfEquivalence + p.probabilityBIsBetter - 1) < 1e-15)
    }
  }

  @Test("refuses what its test refuses, and a negative margin") func refusals() throws {
    let plan = try plan("EmoDB")
    #expect(throws: StatisticsError.noVariation(meanDifference: 1)) {
      try CorrelatedTPosterior([1, 2], [0, 1], plan: plan, margin: 0)
    }
    #expect(throws: StatisticsError.self) {
      try CorrelatedTPosterior([1, 3], [0, 1], plan: plan, margin: -1)
    }
    #expect(throws: StatisticsError.self) {
      try CorrelatedTPosterior([1, 3], [0, 1], plan: plan, margin: .nan)
    }
  }
}
