// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERProbing
import TestSupport
import Testing

/// The released procedure on a small made-up corpus, recorded from PyTorch.
struct AsReleasedFixture: Decodable {
  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    var seed: UInt64
    var epochs: Int
    var batch: Int
    var hidden: Int
    var standardise: Bool
    var trainSpeakers: [String]
    var testSpeakers: [String]
    var layerWeights: [Float]
    var logitsOfFirstThreeTestRows: [[Float]]
    var predictions: [Int]
    var accuracy: Double

    var testDescription: String {
      "seed \(seed), \(epochs) epochs, hidden \(hidden), \(standardise ? "standardized" : "raw")"
    }
  }
  var cases: [Case]

  static let cases = (try? Fixtures.json(AsReleasedFixture.self, "as-released-fixture.json").cases) ?? []

  /// The features by the fixture's own formula.
  static func corpus() -> (states: HiddenStates, labels: [Int], speakers: [String]) {
    var values: [Float] = []
    for i in 0..<72 {
      for l in 0..<3 {
        for d in 0..<8 {
          let shifted = 7919 * i + 104_729 * l + 1_299_709 * d + (i % 4) * (d + 1) * 40000 / (l + 1)
          values.append(Float(shifted % 4096) / 1024 - 2)
        }
      }
    }
    return (
      HiddenStates(values, states: 3, dimension: 8), (0..<72).map { $0 % 4 },
      (0..<72).map { String(format: "toy_%02d", $0 / 12 + 1) }
    )
  }
}

@Suite("The released procedure") struct AsReleasedTests {
  @Test("is there to be replayed") func fixture() { #expect(AsReleasedFixture.cases.count == 5) }

  /// The fixture's own tolerance for single precision.
  static let relativeTolerance: Float = 1e-5

  @Test("gives the recorded speakers, weights, logits and predictions", arguments: AsReleasedFixture.cases)
  func replay(_ recorded: AsReleasedFixture.Case) throws {
    let (states, labels, speakers) = AsReleasedFixture.corpus()
    let split = try SpeakerSplit(speakers: speakers, seed: recorded.seed)
    #expect(split.trainingSpeakers == recorded.trainSpeakers)
    #expect(split.testSpeakers == recorded.testSpeakers)

    let trainer = ProbeTrainer(
      head: recorded.hidden == 0 ? .linear : .twoLayer(hidden: recorded.hidden),
      standardizes: recorded.standardise, batchSize: recorded.batch, epochs: recorded.epochs)
    let probe = try trainer.fit(
      states, labels: labels, classes: 4, rows: split.training,
      generator: PyTorchGenerator(seed: recorded.seed))
    let test = states.selecting(split.test)
    #expect(try probe.predictions(for: test) == recorded.predictions)
    for (weight, expected) in zip(probe.layerWeights, recorded.layerWeights) {
      #expect(abs(weight - expected) <= Self.relativeTolerance * expected)
    }
    let logits = try probe.logits(for: test)
    for (row, expected) in recorded.logitsOfFirstThreeTestRows.enumerated() {
      for (k, value) in expected.enumerated() {
        #expect(abs(logits[row, k] - value) <= 20 * Self.relativeTolerance * max(1, abs(value)))
      }
    }
    let score = try ConfusionMatrix(
      truth: split.test.map { labels[$0] }, predicted: recorded.predictions, classes: 4)
    #expect(score.accuracy == recorded.accuracy)
  }
}
