// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// A probe under way from its first weights to its last: what trains it, and what the fitted probe keeps
/// beside the parameters.
struct PreparedProbe: RunningProbe {
  /// What its input is standardized by.
  let standardizer: Standardizer
  /// The task's generator, after it drew the first weights.
  let generator: PyTorchGenerator
  private let task: ProbeTask
  private let fittedRows: FittedRows
  private var running: any RunningProbe<Float>

  /// A probe of first weights, drawn from the task's generator.
  init(_ task: ProbeTask, states: HiddenStates, standardizer: Standardizer, fittedRows: FittedRows) {
    var generator = task.generator
    let start = ProbeParameters(
      head: task.trainer.head, states: states.stateCount, dimension: states.dimension, classes: task.classes,
      using: &generator)
    running =
      switch task.trainer.head {
      case .linear:
        ProbeRun(
          LinearProbeObjective(
            states: states, labels: task.labels, classes: task.classes, standardizer: standardizer),
          from: start, trainer: task.trainer)
      case .twoLayer:
        ProbeRun(
          DenseProbeObjective(
            states: states, labels: task.labels, standardizer: standardizer, shape: start),
          from: start, trainer: task.trainer)
      }
    self.standardizer = standardizer
    self.generator = generator
    self.task = task
    self.fittedRows = fittedRows
  }

  var epochs: Int { running.epochs }
  var curve: [Double] { running.curve }
  var parameters: ProbeParameters<Float> { running.parameters }

  mutating func step(_ batch: ArraySlice<Int>) { running.step(batch) }

  mutating func endEpoch() throws(ProbeError) -> ProbeTrainer.Progress { try running.endEpoch() }

  /// The probe as it stands after the last step.
  func finished() -> FittedProbe {
    FittedProbe(
      head: task.trainer.head, layers: task.trainer.layers, classes: task.classes,
      standardizer: standardizer, parameters: parameters, trainingCurve: curve, fittedRows: fittedRows)
  }
}
