// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// Epochs, batches and steps, whatever the objective.
package struct TrainingLoop {
  private let trainer: ProbeTrainer
  private let rows: [Int]
  private let isCancelled: () -> Bool
  private let progress: (ProbeTrainer.Progress) -> Void

  package init(
    trainer: ProbeTrainer, rows: [Int], isCancelled: @escaping () -> Bool,
    progress: @escaping (ProbeTrainer.Progress) -> Void
  ) {
    self.trainer = trainer
    self.rows = rows
    self.isCancelled = isCancelled
    self.progress = progress
  }

  /// The parameters after the last epoch, and the mean cross-entropy of each epoch.
  package func run<Objective: ProbeObjective>(
    _ objective: Objective, from start: ProbeParameters<Objective.Scalar>, generator: PyTorchGenerator
  ) throws -> (ProbeParameters<Objective.Scalar>, [Double]) {
    var objective = objective
    var generator = generator
    var flat = objective.flattened(start)
    var gradient = [Objective.Scalar](repeating: 0, count: flat.count)
    var state = AdamState<Objective.Scalar>(count: flat.count)
    var curve: [Double] = []
    for epoch in 1...trainer.epochs {
      let order = generator.randomPermutation(rows.count).map { rows[$0] }
      var sum = 0.0
      var last = 0.0
      for first in stride(from: 0, to: order.count, by: trainer.batchSize) {
        let batch = order[first..<min(first + trainer.batchSize, order.count)]
        let loss = objective.loss(at: flat, rows: batch, gradient: &gradient)
        sum += loss
        last = loss / Double(batch.count)
        state.step(trainer.optimizer, parameters: &flat, gradient: gradient)
      }
      let mean = sum / Double(order.count)
      guard mean.isFinite else { throw ProbeError.diverged(epoch: epoch) }
      curve.append(mean)
      progress(
        ProbeTrainer.Progress(epochsDone: epoch, epochs: trainer.epochs, loss: mean, lastBatchLoss: last))
      if isCancelled() { throw CancellationError() }
    }
    return (objective.parameters(flat), curve)
  }
}
