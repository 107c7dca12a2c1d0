// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERProbing
import Testing

@Suite("The parameters of a training") struct ParameterTests {
  /// A trainer as it was stored before its values were checked; outcomes are kept under what this encodes to.
  static let stored = """
    {"batchSize":64,"epochs":7,"head":{"twoLayer":{"hidden":9}},"layers":{"single":{"_0":3}},\
    "optimizer":{"beta1":0.5,"beta2":0.75,"epsilon":0.25,"learningRate":0.125,"weightDecay":2},\
    "standardizes":false}
    """

  private func decode(_ text: String) throws -> ProbeTrainer {
    try JSONDecoder().decode(ProbeTrainer.self, from: Data(text.utf8))
  }

  @Test("are stored under the names and in the form that they always had") func encoded() throws {
    let trainer = ProbeTrainer(
      head: .twoLayer(hidden: 9), layers: .single(3), standardizes: false,
      optimizer: Adam(learningRate: 0.125, beta1: 0.5, beta2: 0.75, epsilon: 0.25, weightDecay: 2),
      batchSize: 64, epochs: 7)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(trainer), as: UTF8.self) == Self.stored)
    #expect(try decode(Self.stored) == trainer)
  }

  @Test("are all needed, so that a value left out is no default") func missing() throws {
    let whole = try #require(
      JSONSerialization.jsonObject(with: Data(Self.stored.utf8)) as? [String: Any])
    #expect(whole.count == 6)
    for key in whole.keys {
      let rest = try JSONSerialization.data(withJSONObject: whole.filter { $0.key != key })
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(ProbeTrainer.self, from: rest) }
    }
  }

  /// A stored value out of range: what stands in the file, what would stand there, and the sentence about it.
  static let outOfRange: [(good: String, bad: String, sentence: String)] = [
    (#""batchSize":64"#, #""batchSize":0"#, "ProbeTrainer: batch size is 0, but must be at least 1"),
    (#""epochs":7"#, #""epochs":-1"#, "ProbeTrainer: number of epochs is -1, but must be at least 1"),
    (
      #""hidden":9"#, #""hidden":0"#,
      "ProbeTrainer: head is twoLayer(hidden: 0), but must be "
        + "linear, or two layers with at least 1 hidden unit"
    ),
    (
      #""_0":3"#, #""_0":-1"#,
      "ProbeTrainer: choice of layers is single(-1), but must be all, the last, or a state counted from 0"
    ),
    (
      #""learningRate":0.125"#, #""learningRate":0"#,
      "Adam: learning rate is 0.0, but must be positive and finite"
    ),
    (#""beta1":0.5"#, #""beta1":1"#, "Adam: beta1 is 1.0, but must be at least 0 and below 1"),
    (#""beta2":0.75"#, #""beta2":-0.5"#, "Adam: beta2 is -0.5, but must be at least 0 and below 1"),
    (#""epsilon":0.25"#, #""epsilon":0"#, "Adam: epsilon is 0.0, but must be positive and finite"),
    (
      #""weightDecay":2"#, #""weightDecay":-1"#,
      "Adam: weight decay is -1.0, but must be 0 or positive, and finite"
    ),
  ]

  @Test("are refused where a file holds one out of range, in a sentence", arguments: outOfRange)
  func decoding(_ value: (good: String, bad: String, sentence: String)) throws {
    #expect(Self.stored.contains(value.good))
    let text = Self.stored.replacing(value.good, with: value.bad)
    let error = try #require(throws: DecodingError.self) { try decode(text) }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(context.debugDescription == value.sentence)
    #expect(!context.codingPath.isEmpty)
  }

  @Test("may be changed within their ranges") func changed() {
    var trainer = ProbeTrainer()
    trainer.batchSize = 1
    trainer.epochs = 1
    trainer.head = .twoLayer(hidden: 1)
    trainer.layers = .single(0)
    trainer.optimizer.learningRate = 1e-30
    trainer.optimizer.beta1 = 0
    trainer.optimizer.beta2 = 0
    trainer.optimizer.epsilon = 1e-30
    trainer.optimizer.weightDecay = 0
    #expect(
      trainer
        == ProbeTrainer(
          head: .twoLayer(hidden: 1), layers: .single(0),
          optimizer: Adam(learningRate: 1e-30, beta1: 0, beta2: 0, epsilon: 1e-30), batchSize: 1, epochs: 1))
  }
}

/// Every way to set a value out of its range from code.
@Suite("A parameter out of its range") struct ParameterTrapTests {
  @Test("traps where a trainer is made") func trainers() async {
    await #expect(processExitsWith: .failure) { _ = ProbeTrainer(batchSize: 0) }
    await #expect(processExitsWith: .failure) { _ = ProbeTrainer(epochs: 0) }
    await #expect(processExitsWith: .failure) { _ = ProbeTrainer(head: .twoLayer(hidden: 0)) }
    await #expect(processExitsWith: .failure) { _ = ProbeTrainer(layers: .single(-1)) }
  }

  @Test("traps where an optimizer is made") func optimizers() async {
    await #expect(processExitsWith: .failure) { _ = Adam(learningRate: .infinity) }
    await #expect(processExitsWith: .failure) { _ = Adam(beta1: 1) }
    await #expect(processExitsWith: .failure) { _ = Adam(beta2: .nan) }
    await #expect(processExitsWith: .failure) { _ = Adam(epsilon: 0) }
    await #expect(processExitsWith: .failure) { _ = Adam(weightDecay: -1) }
  }

  @Test("traps where a trainer is changed") func changedTrainers() async {
    await #expect(processExitsWith: .failure) {
      var trainer = ProbeTrainer()
      trainer.batchSize = 0
    }
    await #expect(processExitsWith: .failure) {
      var trainer = ProbeTrainer()
      trainer.epochs -= 200
    }
    await #expect(processExitsWith: .failure) {
      var trainer = ProbeTrainer()
      trainer.head = .twoLayer(hidden: -3)
    }
    await #expect(processExitsWith: .failure) {
      var trainer = ProbeTrainer()
      trainer.layers = .single(-1)
    }
  }

  @Test("traps where an optimizer is changed, alone or within a trainer") func changedOptimizers() async {
    await #expect(processExitsWith: .failure) {
      var trainer = ProbeTrainer()
      trainer.optimizer.learningRate = 0
    }
    await #expect(processExitsWith: .failure) {
      var adam = Adam()
      adam.beta1 = 1
    }
    await #expect(processExitsWith: .failure) {
      var adam = Adam()
      adam.beta2 = -0.1
    }
    await #expect(processExitsWith: .failure) {
      var adam = Adam()
      adam.epsilon = .nan
    }
    await #expect(processExitsWith: .failure) {
      var adam = Adam()
      adam.weightDecay = .infinity
    }
  }
}
