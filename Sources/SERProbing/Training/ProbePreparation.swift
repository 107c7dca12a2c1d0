// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Turns tasks into trainings that are ready to start, and these into probes; tasks that see the same states in the
/// same way share one standardizer.
struct ProbePreparation {
  private let states: HiddenStates
  private let rows: [Int]
  private var seen: [LayerChoice: HiddenStates] = [:]
  private var fitted: [LayerChoice: Standardizer] = [:]

  init(states: HiddenStates, rows: [Int]) {
    precondition(rows.count >= 2, "ProbeTrainer.fit: \(rows.count) training rows; two are needed")
    self.states = states
    self.rows = rows
  }

  /// The training of a task at its start, and what becomes of it; the first weights are drawn from its generator.
  mutating func start(_ task: inout ProbeTask) -> any RunningProbe<Float> {
    precondition(
      task.labels.count == states.rowCount, "\(task.labels.count) labels for \(states.rowCount) rows")
    let trainer = task.trainer
    let seen = seen[trainer.layers] ?? trainer.layers.apply(to: states)
    self.seen[trainer.layers] = seen
    let standardizer = task.standardizer ?? standardizer(for: trainer, seen)
    precondition(
      standardizer.states == seen.stateCount && standardizer.dimension == seen.dimension,
      "a standardizer of [\(standardizer.states), \(standardizer.dimension)] for states of "
        + "[\(seen.stateCount), \(seen.dimension)]")
    task.standardizer = standardizer
    let start = ProbeParameters(
      head: trainer.head, states: seen.stateCount, dimension: seen.dimension, classes: task.classes,
      using: &task.generator)
    switch trainer.head {
    case .linear:
      let objective = LinearProbeObjective(
        states: seen, labels: task.labels, classes: task.classes, standardizer: standardizer)
      return ProbeRun(objective, from: start, trainer: trainer)
    case .twoLayer:
      let objective = DenseProbeObjective(
        states: seen, labels: task.labels, standardizer: standardizer, shape: start)
      return ProbeRun(objective, from: start, trainer: trainer)
    }
  }

  /// The probe of a training that has ended; `task` as ``start(_:)`` left it.
  func probe(_ task: ProbeTask, after run: any RunningProbe<Float>) -> FittedProbe {
    FittedProbe(
      head: task.trainer.head, layers: task.trainer.layers, classes: task.classes,
      standardizer: task.standardizer!, parameters: run.parameters, trainingCurve: run.curve,
      fittedRows: FittedRows(rows.map { states.identities[$0] }))
  }

  private mutating func standardizer(for trainer: ProbeTrainer, _ seen: HiddenStates) -> Standardizer {
    guard trainer.standardizes else { return Standardizer(identityFor: seen) }
    if let known = fitted[trainer.layers] { return known }
    let standardizer = Standardizer(fitting: seen, rows: rows)
    fitted[trainer.layers] = standardizer
    return standardizer
  }
}
