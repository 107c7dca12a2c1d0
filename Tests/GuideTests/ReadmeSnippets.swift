// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

/// The code of README.md.
@Suite("The README") struct ReadmeSnippets {
  @Test("shows what tests give") func tests() throws {
    // snippet README.md
    let hubert = [0.761, 0.807, 0.764, 0.839, 0.768]  // accuracy on RAVDESS, five splits of 24 speakers
    let emotion2vec = [0.707, 0.732, 0.643, 0.689, 0.732]
    let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)

    let plain = try PairedTTest(hubert, emotion2vec, plan: plan)
    let corrected = try CorrectedResampledTTest(hubert, emotion2vec, plan: plan)
    print(plain.estimate)  // 0.0872: 8.7 points
    print(plain.pValue, corrected.pValue)  // 0.0146 (0.015 in the paper), 0.126 for splits that overlap
    print(corrected.confidenceInterval(level: 0.95))  // -0.038...0.213
    // end
    #expect(plain.caveat != nil && corrected.pValue > 0.05)
  }
}
