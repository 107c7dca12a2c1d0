// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERProbing
import Synchronization
import Testing

@Suite("A probe trainer") struct ProbeTrainerTests {
  private let task = RandomTask(n: 60, states: 3, dimension: 20, classes: 3, seed: 4)

  private func fit(_ trainer: ProbeTrainer, rows: [Int] = Array(0..<40)) throws -> FittedProbe {
    try trainer.fit(
      task.states, labels: task.labels, classes: 3, rows: rows, generator: PyTorchGenerator(seed: 9))
  }

  @Test("learns what is planted") func learns() throws {
    // Class k is marked in dimension k of the middle state alone.
    var generator = NumPyGenerator(seed: 8)
    var values: [Float] = []
    let labels = (0..<90).map { $0 % 3 }
    for label in labels {
      for state in 0..<3 {
        for d in 0..<12 { values.append(Float(generator.uniform()) + (state == 1 && d == label ? 2 : 0)) }
      }
    }
    let states = HiddenStates(values, states: 3, dimension: 12)
    let probe = try ProbeTrainer(optimizer: Adam(learningRate: 0.02), epochs: 100).fit(
      states, labels: labels, classes: 3, rows: Array(0..<60), generator: PyTorchGenerator(seed: 1))
    #expect(try probe.predictions(for: states.selecting(Array(60..<90))) == Array(labels[60...]))
    let weights = probe.layerWeights
    #expect(weights[1] > weights[0] && weights[1] > weights[2])
    #expect(probe.trainingCurve.last! < 0.2 * probe.trainingCurve.first!)
  }

  @Test(
    "gives the same probe for the same seed and another for another",
    arguments: [Head.linear, .twoLayer(hidden: 5)])
  func seeds(head: Head) throws {
    let trainer = ProbeTrainer(head: head, epochs: 3)
    #expect(try fit(trainer) == fit(trainer))
    let other = try trainer.fit(
      task.states, labels: task.labels, classes: 3, rows: Array(0..<40), generator: PyTorchGenerator(seed: 10)
    )
    #expect(try fit(trainer).parameters != other.parameters)
  }

  @Test(
    "gives the same probes on one thread and on several", arguments: [Head.linear, .twoLayer(hidden: 33)])
  func threads(head: Head) throws {
    let seeds = Array(0..<6 as Range<UInt64>)
    let (states, labels) = (task.states, task.labels)
    func probes(threads: Int) throws -> [FittedProbe] {
      try parallelMap(seeds, threads: threads) { seed in
        try ProbeTrainer(head: head, batchSize: 16, epochs: 3).fit(
          states, labels: labels, classes: 3, rows: Array(0..<40), generator: PyTorchGenerator(seed: seed))
      }
    }
    #expect(try probes(threads: 1) == probes(threads: 3))
  }

  @Test(
    "sees a single state as it sees a tensor of that state alone",
    arguments: [Head.linear, .twoLayer(hidden: 4)])
  func single(head: Head) throws {
    for state in 0..<3 {
      let chosen = try fit(ProbeTrainer(head: head, layers: .single(state), epochs: 4))
      let alone = HiddenStates(
        (0..<60).flatMap { task.states.row($0)[state * 20..<(state + 1) * 20] }, states: 1, dimension: 20)
      let direct = try ProbeTrainer(head: head, epochs: 4).fit(
        alone, labels: task.labels, classes: 3, rows: Array(0..<40), generator: PyTorchGenerator(seed: 9))
      #expect(chosen.parameters == direct.parameters)
      #expect(try chosen.logits(for: task.states) == direct.logits(for: alone))
      #expect(chosen.layerWeights == [1])
    }
    let last = try fit(ProbeTrainer(head: head, layers: .last, epochs: 4))
    #expect(try last.parameters == fit(ProbeTrainer(head: head, layers: .single(2), epochs: 4)).parameters)
  }

  @Test("gives the same probe from half and from single precision where both hold the same numbers")
  func precisions() throws {
    let half = try task.inHalfPrecision()
    let fromHalf = try ProbeTrainer(epochs: 5).fit(
      half, labels: task.labels, classes: 3, rows: Array(0..<40), generator: PyTorchGenerator(seed: 9))
    #expect(try fromHalf.parameters == fit(ProbeTrainer(epochs: 5)).parameters)
  }

  @Test("standardizes with the training rows alone") func trainingRowsOnly() throws {
    var spoiled = (0..<60).flatMap { task.states.row($0) }
    for i in 40 * 60..<60 * 60 { spoiled[i] += 1000 }
    let other = try ProbeTrainer(epochs: 3).fit(
      HiddenStates(spoiled, states: 3, dimension: 20), labels: task.labels, classes: 3, rows: Array(0..<40),
      generator: PyTorchGenerator(seed: 9))
    #expect(try other == fit(ProbeTrainer(epochs: 3)))
  }

  @Test("keeps the rows that it saw, so that a leak can be proven") func rows() throws {
    let probe = try fit(ProbeTrainer(epochs: 1))
    let test = task.states.selecting(Array(40..<60)).identities
    #expect(probe.fittedRows.shared(with: test).isEmpty)
    #expect(probe.standardizer.fittedRows.shared(with: test).isEmpty)
    let leaking = try fit(ProbeTrainer(epochs: 1), rows: Array(0..<41))
    #expect(leaking.fittedRows.shared(with: test) == [test[0]])
  }

  @Test("reports every epoch") func progress() throws {
    let seen = Mutex<[Int]>([])
    _ = try ProbeTrainer(epochs: 4).fit(
      task.states, labels: task.labels, classes: 3, rows: Array(0..<40), generator: PyTorchGenerator(seed: 9),
      progress: { progress in seen.withLock { $0.append(progress.epochsDone) } })
    #expect(seen.withLock { $0 } == [1, 2, 3, 4])
  }

  @Test("stops when it is cancelled") func cancellation() {
    let epochs = Mutex(0)
    #expect(throws: CancellationError.self) {
      _ = try ProbeTrainer(epochs: 100).fit(
        task.states, labels: task.labels, classes: 3, rows: Array(0..<40),
        generator: PyTorchGenerator(seed: 9),
        isCancelled: { epochs.withLock { $0 } >= 3 }, progress: { _ in epochs.withLock { $0 += 1 } })
    }
    #expect(epochs.withLock { $0 } == 3)
  }

  @Test("says that training diverged, and when", arguments: [Head.linear, .twoLayer(hidden: 4)])
  func divergence(head: Head) {
    let error = #expect(throws: ProbeError.self) {
      try fit(ProbeTrainer(head: head, optimizer: Adam(learningRate: 1e38), epochs: 20))
    }
    #expect(error.map { "\($0)".contains("learning rate") } == true)
  }
}

@Suite("A fitted probe") struct FittedProbeTests {
  private let task = RandomTask(n: 50, states: 4, dimension: 18, classes: 3, seed: 6)

  private func probe(_ head: Head) throws -> FittedProbe {
    try ProbeTrainer(head: head, epochs: 6).fit(
      task.states, labels: task.labels, classes: 3, rows: Array(0..<35), generator: PyTorchGenerator(seed: 2))
  }

  static let heads: [Head] = [.linear, .twoLayer(hidden: 7)]

  @Test("survives being written and read, to the bit", arguments: heads) func codable(head: Head) throws {
    let probe = try probe(head)
    let read = try JSONDecoder().decode(FittedProbe.self, from: JSONEncoder().encode(probe))
    #expect(read == probe)
    #expect(try read.logits(for: task.states) == probe.logits(for: task.states))
  }

  @Test("has probabilities that sum to one and peak where it predicts", arguments: heads)
  func probabilities(head: Head) throws {
    let probe = try probe(head)
    let probabilities = try probe.probabilities(for: task.states)
    let predictions = try probe.predictions(for: task.states)
    for row in 0..<50 {
      let p = Array(probabilities.row(row))
      #expect(abs(p.reduce(0, +) - 1) < 1e-6)
      #expect(p[predictions[row]] == p.max())
    }
  }

  @Test("has layer weights that sum to one") func layerWeights() throws {
    let weights = try probe(.linear).layerWeights
    #expect(weights.count == 4)
    #expect(abs(weights.reduce(0, +) - 1) < 1e-6)
  }

  @Test("gives the representation that its linear head maps to the logits") func representation() throws {
    let probe = try probe(.linear)
    let z = try probe.representation(of: task.states)
    let logits = try probe.logits(for: task.states)
    let layer = probe.parameters.head[0]
    let product = z.times(layer.weight, otherAs: .transposed)
    for row in 0..<50 {
      for k in 0..<3 { #expect(abs(product[row, k] + layer.bias[k] - logits[row, k]) < 1e-4) }
    }
    for d in 0..<18 {
      let mean = (0..<35).reduce(Float(0)) { $0 + z[$1, d] } / 35
      #expect(abs(mean) < 1e-5)
    }
  }

  @Test("refuses states of another shape and names both", arguments: heads) func shape(head: Head) throws {
    let probe = try probe(head)
    let other = RandomTask(n: 3, states: 5, dimension: 18, classes: 3, seed: 1).states
    #expect(throws: ProbeError.shape(found: [5, 18], expected: [4, 18])) { try probe.predictions(for: other) }
  }
}
