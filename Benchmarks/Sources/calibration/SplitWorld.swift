// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

/// Two encoders on one corpus: speakers differ in how much better the first is, and utterances are right or
/// wrong.
///
/// An utterance of speaker *s* is named rightly by *a* with probability 0.75 + *u*/2 + (*δ* + *v*)/2 and by
/// *b* with 0.75 + *u*/2 - (*δ* + *v*)/2, *u* uniform within ±0.2 and *v* within ±0.15. So the true
/// difference is *δ*. Which utterances are right does not depend on the split: all that splits have in common
/// is the speakers.
struct SplitWorld: Sendable {
  let speakers: Int
  var utterances = 28
  /// The true difference.
  var effect = 0.0
  /// The test speakers of each of the paper's five splits.
  let tests: [[Int]]
  let plan: ResamplingPlan

  init(speakers: Int, effect: Double = 0) throws {
    self.speakers = speakers
    self.effect = effect
    let names = (0..<speakers).map { "speaker " + String(repeating: "0", count: 3 - "\($0)".count) + "\($0)" }
    let splits = try (0..<5).map { try SpeakerSplit(speakers: names, seed: 20_260_505 + $0) }
    tests = splits.map(\.test)
    plan = splits[0].plan
  }

  /// One draw: for each speaker how many utterances *a* and *b* get right, and only one of them.
  struct Draw {
    var right: [(a: Int, b: Int)] = []
    var onlyA = 0
    var onlyB = 0
    var bothRight = 0
  }

  func draw(_ generator: inout NumPyGenerator) -> Draw {
    var draw = Draw()
    for _ in 0..<speakers {
      let level = 0.75 + 0.2 * (generator.uniform() - 0.5)
      let difference = effect + 0.3 * (generator.uniform() - 0.5)
      var right = (a: 0, b: 0)
      for _ in 0..<utterances {
        let a = generator.uniform() < level + difference / 2
        let b = generator.uniform() < level - difference / 2
        right.a += a ? 1 : 0
        right.b += b ? 1 : 0
        draw.onlyA += a && !b ? 1 : 0
        draw.onlyB += b && !a ? 1 : 0
        draw.bothRight += a && b ? 1 : 0
      }
      draw.right.append(right)
    }
    return draw
  }

  /// Accuracy of both on each of the five test sides.
  func scores(_ draw: Draw) -> (a: [Double], b: [Double]) {
    let total = { (test: [Int]) in Double(test.count * utterances) }
    return (
      tests.map { test in Double(test.reduce(0) { $0 + draw.right[$1].a }) / total(test) },
      tests.map { test in Double(test.reduce(0) { $0 + draw.right[$1].b }) / total(test) }
    )
  }

  /// Counts what every test says at 5 %.
  func count(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let draw = draw(&generator)
    let (a, b) = scores(draw)
    var draws = generator
    ledger.count("**corrected resampled t** (default)") {
      try PairedComparison(a, b, plan: plan).test().pValue <= 0.05
    }
    ledger.count("paired t, as published") { try PairedTTest(a, b).pValue <= 0.05 }
    ledger.count("sign flip, 5 splits") { try SignFlipTest(a, b).pValue <= 0.05 }
    ledger.count("signed rank, 5 splits") { try WilcoxonSignedRankTest(a, b).pValue <= 0.05 }
    ledger.count("correlated t posterior, P > 97.5 % on one side") {
      let posterior = try CorrelatedTPosterior(a, b, plan: plan, margin: 0)
      return max(posterior.probabilityAIsBetter, posterior.probabilityBIsBetter) > 0.975
    }
    ledger.count("almost stochastic order of a, 5 splits") {
      try AlmostStochasticOrder(a, b, draws: 200, using: &draws).pValue <= 0.05
    }
    let own = (draw.right.map { Double($0.a) }, draw.right.map { Double($0.b) })
    ledger.count("**speaker by speaker** (default: sign flip to 40 speakers, then t)") {
      try PairedComparison(own.0, own.1, plan: plan, scores: .unit).test().pValue <= 0.05
    }
    ledger.count("paired t, speaker by speaker") { try PairedTTest(own.0, own.1).pValue <= 0.05 }
    ledger.count("signed rank, speaker by speaker") {
      try WilcoxonSignedRankTest(own.0, own.1).pValue <= 0.05
    }
    ledger.count("McNemar, all utterances") {
      try McNemarTest(
        bothRight: draw.bothRight, onlyARight: draw.onlyA, onlyBRight: draw.onlyB,
        bothWrong: speakers * utterances - draw.bothRight - draw.onlyA - draw.onlyB
      ).pValue <= 0.05
    }
  }

  /// Counts how often a true difference of 2 points is taken for one within 2 points, at 5 %.
  func countEquivalence(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let (a, b) = scores(draw(&generator))
    ledger.count("**equivalence by the corrected t** (default)") {
      try PairedComparison(a, b, plan: plan).equivalence(margin: effect).isEquivalent()
    }
    ledger.count("equivalence by the plain t") {
      try EquivalenceTest(of: PairedTTest(a, b), margin: effect).isEquivalent()
    }
  }
}
