// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERProbing
import SERStats
import Testing

/// The code of README.md.
@Suite("The README") struct ReadmeSnippets {
  @Test("shows what a probe and splits give") func probe() async {
    await #expect(processExitsWith: .success) { try WorkingFolder.inside(ReadmeSnippets.probeCode) }
  }

  private static func probeCode() throws {
    // snippet README.md
    // 10 speakers with 8 utterances each, two classes, states [80, 3, 4]; only state 1 knows the class.
    let labels = (0..<80).map { $0 % 2 }
    let speakers = (0..<80).map { "speaker \($0 / 8)" }
    var noise = RandomStream(seed: 1)["example"]
    var values: [Float] = []
    for label in labels {
      for state in 0..<3 {
        for _ in 0..<4 { values.append(Float(noise.uniform()) + (state == 1 ? 2 * Float(label) : 0)) }
      }
    }
    let states = HiddenStates(values, states: 3, dimension: 4)

    let split = try SpeakerSplit(speakers: speakers, seed: 20_260_505)
    let probe = try ProbeTrainer().fit(
      states, labels: labels, classes: 2, rows: split.training,
      generator: PyTorchGenerator(seed: 20_260_505))

    let predicted = try probe.predictions(for: states.selecting(split.test))
    let score = try ConfusionMatrix(truth: split.test.map { labels[$0] }, predicted: predicted, classes: 2)
    print(score.unweightedAverageRecall)  // 0.90625
    print(probe.layerWeights)  // [0.27564904, 0.45934865, 0.2650023]
    // end
    #expect(score.unweightedAverageRecall == 0.90625)

    // snippet README.md
    let folds = try StratifiedKFold(count: 10, shuffling: .seed(42)).folds(labels: labels)
    let alone = try LeaveOneSpeakerOut().folds(speakers: speakers)  // 10 folds
    let all = try ExhaustiveSpeakerSplits().folds(speakers: speakers)  // all 210 ways to test 4 of 10

    var table = SplitTable()
    let ids = (0..<80).map { "utterance \($0)" }
    try table.append(alone, corpus: "mine", protocolName: "leave-one-speaker-out", ids: ids)
    try table.write(to: "splits.csv")  // corpus,protocol,split,id,side
    // end
    #expect(folds.count == 10 && alone.count == 10 && all.count == 210)
  }

  @Test("shows what tests give") func tests() throws {
    // snippet README.md
    let hubert = [0.761, 0.807, 0.764, 0.839, 0.768]  // RAVDESS, five splits
    let emotion2vec = [0.707, 0.732, 0.643, 0.689, 0.732]
    let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)

    let plain = try PairedTTest(hubert, emotion2vec, plan: plan)
    let corrected = try CorrectedResampledTTest(hubert, emotion2vec, plan: plan)
    let exact = try SignFlipTest(hubert, emotion2vec, plan: plan)

    print(plain.estimate)  // 0.0872: 8.7 points
    print(plain.pValue, corrected.pValue)  // 0.0146 (0.015 in the paper), 0.126 for splits that overlap
    print(exact.pValue, exact.smallestAttainableP)  // 0.0625 0.0625: five splits cannot go lower
    print(corrected.confidenceInterval(level: 0.95))  // -0.038...0.213
    print(corrected.minimumDetectableEffect())  // 0.170: what it finds four times in five
    print(plain.caveat ?? "none")  // the splits overlap: ...
    print(holm([plain.pValue, 0.0205, 0.514]))  // 0.0438 0.0438 0.514: each as one of three
    // end
    #expect(plain.caveat != nil)
  }
}
