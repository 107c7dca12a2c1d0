// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERProbing

// Sixty utterances of six speakers, two states of three values; the class shows in one value of each state.
let labels = (0..<60).map { $0 % 2 }
let speakers = (0..<60).map { "speaker \($0 / 10)" }
let values = (0..<60).flatMap { row in
  (0..<6).map { column -> Float in
    let noise = Float((7919 * row + 104_729 * column) % 64) / 64
    return noise + (column % 3 == 0 ? Float(labels[row]) : 0)
  }
}
let states = HiddenStates(values, states: 2, dimension: 3)

let split = try SpeakerSplit(speakers: speakers, seed: 1)
let trainer = ProbeTrainer(optimizer: Adam(learningRate: 0.01), batchSize: 16, epochs: 100)
let probe = try trainer.fit(
  states, labels: labels, classes: 2, rows: split.training, generator: PyTorchGenerator(seed: 1))
let score = try ConfusionMatrix(
  truth: split.test.map { labels[$0] }, predicted: try probe.predictions(for: states.selecting(split.test)),
  classes: 2)
print(
  "accuracy \(score.accuracy) on \(score.total) utterances of \(split.testSpeakers.joined(separator: ", "))")
guard score.accuracy > 0.9 else { fatalError("the probe did not learn") }
