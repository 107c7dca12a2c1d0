// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERProbing
import Testing

@Suite("Probes on one pass over the rows") struct SharedPassTests {
  private let data = RandomTask(n: 70, states: 3, dimension: 20, classes: 3, seed: 6)
  private let rows = Array(3..<53)

  private func task(_ trainer: ProbeTrainer, seed: UInt64 = 1, labels: [Int]? = nil) -> ProbeTask {
    ProbeTask(trainer, labels: labels ?? data.labels, classes: 3, generator: PyTorchGenerator(seed: seed))
  }

  private func alone(_ task: ProbeTask, order: UInt64) throws -> FittedProbe {
    try task.trainer.fit(
      data.states, labels: task.labels, classes: task.classes, rows: rows, generator: task.generator,
      orderGenerator: PyTorchGenerator(seed: order), standardizer: task.standardizer)
  }

  private func together(_ tasks: [ProbeTask], order: UInt64) throws -> [Result<FittedProbe, ProbeError>] {
    try ProbeTrainer.fit(tasks, on: data.states, rows: rows, order: PyTorchGenerator(seed: order))
  }

  @Test("are each what they would be alone in this order, bit for bit", arguments: [UInt64(0), 1, 77])
  func equalAlone(order: UInt64) throws {
    let shuffled = data.labels.reversed() as [Int]
    let other = Standardizer(fitting: data.states, rows: Array(0..<10))
    let tasks = [
      task(ProbeTrainer(batchSize: 16, epochs: 4)),
      task(ProbeTrainer(batchSize: 16, epochs: 4), seed: 2),
      task(ProbeTrainer(batchSize: 16, epochs: 4), labels: shuffled),
      task(ProbeTrainer(optimizer: Adam(learningRate: 0.03), batchSize: 16, epochs: 4)),
      task(ProbeTrainer(head: .twoLayer(hidden: 5), batchSize: 16, epochs: 4)),
      task(ProbeTrainer(layers: .single(1), batchSize: 16, epochs: 4)),
      task(ProbeTrainer(layers: .last, standardizes: false, batchSize: 16, epochs: 4)),
      ProbeTask(
        ProbeTrainer(batchSize: 16, epochs: 4), labels: data.labels, classes: 3,
        generator: PyTorchGenerator(seed: 1), standardizer: other),
    ]
    for (task, probe) in zip(tasks, try together(tasks, order: order)) {
      #expect(try probe.get() == alone(task, order: order))
    }
  }

  @Test("may end after different numbers of epochs") func budgets() throws {
    let tasks = [5, 1, 3].map { task(ProbeTrainer(epochs: $0)) }
    let probes = try together(tasks, order: 4).map { try $0.get() }
    #expect(probes.map(\.trainingCurve.count) == [5, 1, 3])
    for (task, probe) in zip(tasks, probes) { #expect(try probe == alone(task, order: 4)) }
    #expect(Array(probes[0].trainingCurve[..<3]) == probes[2].trainingCurve)
  }

  @Test("go on when one of them diverges, which is said of that one") func divergence() throws {
    let tasks = [
      task(ProbeTrainer(epochs: 6)), task(ProbeTrainer(optimizer: Adam(learningRate: 1e38), epochs: 6)),
      task(ProbeTrainer(epochs: 6), seed: 3),
    ]
    let probes = try together(tasks, order: 4)
    #expect(try probes[0].get() == alone(tasks[0], order: 4))
    #expect(try probes[2].get() == alone(tasks[2], order: 4))
    guard case .failure(.diverged) = probes[1] else {
      Issue.record("the second probe should have diverged")
      return
    }
  }

  @Test("report every epoch of every probe") func progress() throws {
    var seen: [[Int]] = [[], []]
    _ = try ProbeTrainer.fit(
      [task(ProbeTrainer(epochs: 3)), task(ProbeTrainer(epochs: 2))], on: data.states, rows: rows,
      order: PyTorchGenerator(seed: 0), progress: { seen[$0].append($1.epochsDone) })
    #expect(seen == [[1, 2, 3], [1, 2]])
  }

  @Test("stop when they are cancelled") func cancellation() {
    #expect(throws: CancellationError.self) {
      _ = try ProbeTrainer.fit(
        [task(ProbeTrainer(epochs: 30))], on: data.states, rows: rows, order: PyTorchGenerator(seed: 0),
        isCancelled: { true })
    }
  }

  @Test("may be none") func none() throws {
    #expect(try together([], order: 0).isEmpty)
  }

  @Test("cannot share a pass with batches of another size") func batchSizes() async {
    await #expect(processExitsWith: .failure) {
      let data = RandomTask(n: 20, states: 1, dimension: 4, classes: 2, seed: 1)
      let tasks = [8, 9].map {
        ProbeTask(
          ProbeTrainer(batchSize: $0), labels: data.labels, classes: 2, generator: PyTorchGenerator(seed: 1))
      }
      _ = try ProbeTrainer.fit(tasks, on: data.states, rows: [0, 1, 2], order: PyTorchGenerator(seed: 0))
    }
  }
}
