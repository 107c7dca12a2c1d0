// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERStats
import TestSupport
import Testing

@Suite("A comparison of two encoders") struct EncoderComparisonTests {
  private func scores(_ summary: ScoreSummary, _ pair: EncoderComparison, _ encoder: String) -> [Double] {
    let headline = AuditProtocol(named: pair.protocolName)!.headline
    return summary.scores
      .filter { $0.encoder == encoder && $0.corpus == pair.corpus && $0.protocolName == pair.protocolName }
      .map { $0.headline(headline) }
  }

  @Test("holds what each test of SERStats says of the seeds' scores") func direct() throws {
    let run = try PerLanguageRun.family.get()
    #expect(run.summary.pairs.count == 2 * 6)
    for pair in run.summary.pairs {
      let a = scores(run.summary, pair, pair.encoderA)
      let b = scores(run.summary, pair, pair.encoderB)
      let speakers = pair.corpus == "mini" ? (4, 3) : (3, 2)
      let plan = ResamplingPlan(
        unit: .speaker, scheme: .repeatedRandom, trainingUnits: speakers.0, testUnits: speakers.1)
      let plain = try PairedTTest(a, b, plan: plan)
      let corrected = try CorrectedResampledTTest(a, b, plan: plan)
      #expect(pair.n == 4)
      #expect(pair.meanDifference == plain.estimate)
      #expect(pair.t == plain.statistic)
      #expect(pair.degreesOfFreedom == 3)
      #expect(pair.p == plain.pValue)
      #expect(pair.pCorrectedResampled == corrected.pValue)
      #expect(try pair.pSignFlip == SignFlipTest(a, b, plan: plan).pValue)
      #expect(pair.cohensDz == plain.cohensDz)
      let own: any PairedStudentTest = pair.protocolName == "corrected" ? corrected : plain
      let interval = own.confidenceInterval(level: 0.95)
      #expect(pair.intervalLow == interval.lowerBound && pair.intervalHigh == interval.upperBound)
      #expect(pair.minimumDetectable == own.minimumDetectableEffect(power: 0.8, alpha: 0.05))
    }
  }

  @Test("differs by protocol in score and own test, and the corrected interval is wider") func protocols()
    throws
  {
    let pairs = try PerLanguageRun.family.get().summary.pairs
    let corrected = pairs.filter { $0.protocolName == "corrected" }
    #expect(corrected.count == 6)
    for pair in corrected {
      #expect(pair.pCorrectedResampled! > pair.p!)
      let half = (pair.intervalHigh! - pair.intervalLow!) / 2
      let ratio = pair.corpus == "mini" ? 3.0 / 4 : 2.0 / 3
      // Standard error over that of the plain t is the root of (1/4 + r)/(1/4).
      let plainHalf = pair.meanDifference / pair.t! * 3.182446305283708
      #expect(abs(half / abs(plainHalf) - (1 + 4 * ratio).squareRoot()) < 1e-9)
    }
  }

  @Test(
    "adjusts over all pairs of its protocol, both corpora together", arguments: ["corrected", "as-written"])
  func family(name: String) throws {
    let pairs = try PerLanguageRun.family.get().summary.pairs.filter { $0.protocolName == name }
    let own = pairs.map { name == "corrected" ? $0.pCorrectedResampled! : $0.p! }
    #expect(pairs.map { $0.pHolm! } == holm(own))
    let smallest = own.min()!
    #expect(pairs.map { $0.pHolm! }.min() == min(1, 6 * smallest), "the smallest of six, times six")
  }

  @Test("subtracts the later encoder from the earlier, in the order asked for") func direction() throws {
    let run = try PerLanguageRun(encoders: ["single", "half"], corpora: ["mini"], protocols: [.corrected])
    let pair = try #require(run.summary.pairs.first)
    #expect(run.summary.pairs.count == 1 && pair.encoderA == "single" && pair.encoderB == "half")
    let means = run.summary.means.map(\.mean)
    #expect(abs(pair.meanDifference - (means[0] - means[1])) < 1e-15 && pair.meanDifference < 0)
  }

  @Test("of an encoder with its own copy has no t, and costs the others nothing in Holm's family")
  func copies() throws {
    let store = try TestStore.copyOfGolden()
    try FileManager.default.copyItem(
      atPath: store.path + "/features/half", toPath: store.path + "/features/half-again")
    let run = try PerLanguageRun(
      store: store, encoders: ["half", "half-again", "single"], corpora: ["mini"],
      seeds: Array(PublishedNumbers.seeds.prefix(3)), protocols: [.asWritten])
    let pairs = run.summary.pairs
    #expect(pairs[0].meanDifference == 0 && pairs[0].n == 3)
    #expect(pairs[0].t == nil && pairs[0].p == nil && pairs[0].pHolm == nil && pairs[0].intervalLow == nil)
    #expect(pairs[0].pSignFlip == 1)
    #expect(pairs[1].p == pairs[2].p)
    #expect(pairs[1].pHolm == min(1, 2 * pairs[1].p!), "a family of two")
    let row = try #require(try run.rows("pairs.csv").first)
    #expect(row["mean_difference"] == "0" || row["mean_difference"] == "0.0")
    #expect(row["t"] == "" && row["p_holm"] == "")
  }

  @Test("is refused where encoders have other splits, another order of them, or one twice")
  func unequalSplits() throws {
    struct Reordered: Experiment {
      static let name = "reordered"
      var seeds: [[UInt64]]
      func plan(in store: FeatureStore) -> [PlannedRow<ScoreRow, ProbeCell>] {
        zip(["half", "single"], seeds).flatMap { encoder, seeds in
          seeds.map { seed in
            PlannedRow(
              ScoreRow(.corrected, encoder: encoder, corpus: "mini"),
              cell: ProbeCell(
                encoder: encoder, corpora: ["mini"], taxonomy: .fourClass,
                split: .speakers(trainingFraction: 0.6, seed: seed), recipe: .paper, seed: seed))
          }
        }
      }
      func summarize(_ results: [RowResult<Reordered>]) throws -> ScoreSummary {
        try ScoreSummary(
          results,
          layout: ScoreLayout(title: "T", setting: "s", encoders: ["half", "single"], corpora: ["mini"]))
      }
    }
    let scratch = try ScratchFolder()
    let runner = ExperimentRunner(
      store: try FeatureStore(path: Fixtures.goldenStore), folder: scratch.path, threads: 2)
    func summary(_ seeds: [[UInt64]]) throws -> ScoreSummary {
      let table = Reordered(seeds: seeds)
      return try table.summarize(try runner.run(table).results)
    }
    #expect(try summary([[1, 2], [1, 2]]).pairs.count == 1)
    let refused: [([[UInt64]], String)] = [
      ([[1, 2], [2, 1]], "single"), ([[1, 2], [1, 3]], "single"), ([[1, 1], [1, 1]], "half"),
    ]
    for (seeds, encoder) in refused {
      #expect(throws: ScoreError.unequalSplits(encoder: encoder, corpus: "mini")) { try summary(seeds) }
    }
  }
}
