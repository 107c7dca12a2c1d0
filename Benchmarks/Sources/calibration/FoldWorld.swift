// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

/// Cross-validation over speakers: the score of a fold is what its test speakers are worth plus what its
/// training speakers taught.
///
/// Each speaker brings a normal deviate to the test side and, times `teaching`, another to the training side.
/// With `teaching` 0 folds of one partition are independent; the more is taught, the more their overlapping
/// training sides have in common.
struct FoldWorld: Sendable {
  let speakers = 20
  var teaching: Double
  var effect = 0.0

  func count(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let worth = generator.standardNormals(speakers).map { $0 + effect }
    let taught = generator.standardNormals(speakers).map { teaching * $0 }
    let difference = { (test: [Int]) in
      let rest = Set(0..<speakers).subtracting(test)
      return test.reduce(0) { $0 + worth[$1] } / Double(test.count)
        + rest.reduce(0) { $0 + taught[$1] } / Double(rest.count)
    }
    for folds in [5, 10] {
      let size = speakers / folds
      let scores = (0..<folds).map { fold in difference(Array(fold * size..<(fold + 1) * size)) }
      let zeros = scores.map { _ in 0.0 }
      let plan = ResamplingPlan(
        unit: .speaker, scheme: .partition, trainingUnits: speakers - size, testUnits: size)
      ledger.count("**corrected resampled t, \(folds) folds** (default)") {
        try PairedComparison(scores, zeros, plan: plan).test().pValue <= 0.05
      }
      ledger.count("paired t, \(folds) folds") { try PairedTTest(scores, zeros).pValue <= 0.05 }
    }
    var halves: [Double] = []
    for _ in 0..<5 {
      let order = generator.permutation(speakers)
      halves.append(difference(Array(order[..<(speakers / 2)])))
      halves.append(difference(Array(order[(speakers / 2)...])))
    }
    let zeros = halves.map { _ in 0.0 }
    let plan = ResamplingPlan(
      unit: .speaker, scheme: .partition, trainingUnits: speakers / 2, testUnits: speakers / 2)
    ledger.count("5x2cv t") { try FiveByTwoTTest(halves, zeros, plan: plan).pValue <= 0.05 }
    ledger.count("5x2cv F") { try FiveByTwoFTest(halves, zeros, plan: plan).pValue <= 0.05 }
  }
}
