// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// A training under way, whatever its objective: takes batches, ends epochs.
package protocol RunningProbe<Scalar> {
  associatedtype Scalar: AdamScalar

  /// Epochs that it is to take.
  var epochs: Int { get }
  /// Mean cross-entropy of each epoch so far, in nats.
  var curve: [Double] { get }
  /// The parameters after the last step.
  var parameters: ProbeParameters<Scalar> { get }

  /// One step on a batch of rows, not empty.
  mutating func step(_ batch: ArraySlice<Int>)

  /// Closes an epoch.
  ///
  /// - Throws: ``ProbeError/diverged(epoch:)``.
  mutating func endEpoch() throws(ProbeError) -> ProbeTrainer.Progress
}

/// Parameters, moments and losses of one training.
package struct ProbeRun<Objective: ProbeObjective>: RunningProbe {
  package typealias Scalar = Objective.Scalar

  package let epochs: Int
  package private(set) var curve: [Double] = []
  private let optimizer: Adam
  private var objective: Objective
  private var flat: [Scalar]
  private var gradient: [Scalar]
  private var state: AdamState<Scalar>
  private var sum = 0.0
  private var rows = 0
  private var lastBatchLoss = 0.0

  package init(_ objective: Objective, from start: ProbeParameters<Scalar>, trainer: ProbeTrainer) {
    self.objective = objective
    epochs = trainer.epochs
    optimizer = trainer.optimizer
    flat = objective.flattened(start)
    gradient = Array(repeating: 0, count: flat.count)
    state = AdamState(count: flat.count)
  }

  package var parameters: ProbeParameters<Scalar> { objective.parameters(flat) }

  package mutating func step(_ batch: ArraySlice<Int>) {
    let loss = objective.loss(at: flat, rows: batch, gradient: &gradient)
    sum += loss
    rows += batch.count
    lastBatchLoss = loss / Double(batch.count)
    state.step(optimizer, parameters: &flat, gradient: gradient)
  }

  package mutating func endEpoch() throws(ProbeError) -> ProbeTrainer.Progress {
    let mean = sum / Double(rows)
    (sum, rows) = (0, 0)
    guard mean.isFinite else { throw .diverged(epoch: curve.count + 1) }
    curve.append(mean)
    return ProbeTrainer.Progress(
      epochsDone: curve.count, epochs: epochs, loss: mean, lastBatchLoss: lastBatchLoss)
  }
}
