// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Turns tasks into probes that are ready to be trained; tasks that see the same states in the same way share
/// one standardizer.
struct ProbePreparation {
  private let states: HiddenStates
  private let rows: [Int]
  private let fittedRows: FittedRows
  private var seen: [LayerChoice: HiddenStates] = [:]
  private var fitted: [LayerChoice: Standardizer] = [:]

  init(states: HiddenStates, rows: [Int]) {
    precondition(rows.count >= 2, "ProbeTrainer.fit: \(rows.count) training rows; two are needed")
    self.states = states
    self.rows = rows
    fittedRows = FittedRows(rows.map { states.identities[$0] })
  }

  /// A task ready to be trained; the first weights are drawn from its generator.
  ///
  /// - Precondition: there is one label a row, and a given standardizer fits the states that are seen.
  mutating func start(_ task: ProbeTask) -> PreparedProbe {
    precondition(
      task.labels.count == states.rowCount, "\(task.labels.count) labels for \(states.rowCount) rows")
    let seen = states(seenBy: task.trainer)
    let standardizer = task.standardizer ?? standardizer(for: task.trainer, seen)
    precondition(
      standardizer.states == seen.stateCount && standardizer.dimension == seen.dimension,
      "a standardizer of [\(standardizer.states), \(standardizer.dimension)] for states of "
        + "[\(seen.stateCount), \(seen.dimension)]")
    return PreparedProbe(task, states: seen, standardizer: standardizer, fittedRows: fittedRows)
  }

  private mutating func states(seenBy trainer: ProbeTrainer) -> HiddenStates {
    if let known = seen[trainer.layers] { return known }
    let chosen = trainer.layers.apply(to: states)
    seen[trainer.layers] = chosen
    return chosen
  }

  private mutating func standardizer(for trainer: ProbeTrainer, _ seen: HiddenStates) -> Standardizer {
    guard trainer.standardizes else { return Standardizer(identityFor: seen) }
    if let known = fitted[trainer.layers] { return known }
    let standardizer = Standardizer(fitting: seen, rows: rows)
    fitted[trainer.layers] = standardizer
    return standardizer
  }
}
