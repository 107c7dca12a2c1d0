// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

extension ProbeTrainer {
  /// Trains a probe.
  ///
  /// - Parameters:
  ///   - states: Hidden states, shape `[n, L+1, d]`, all finite.
  ///   - labels: The class of each row, `0..<classes`, shape `[n]`.
  ///   - classes: The number of classes.
  ///   - rows: The rows to train on, as a rule the training side of a split.
  ///   - generator: Draws the head's first weights, then the order of each epoch: as PyTorch does after
  ///     `torch.manual_seed`.
  ///   - orderGenerator: Draws the order of each epoch instead, so that weights and order can vary apart.
  ///   - standardizer: Used instead of one fitted on `rows`, such as one fitted on rows of another corpus; it
  ///     fits the states that ``layers`` leaves.
  ///   - isCancelled: Asked after every epoch; `CancellationError` is thrown once it says yes.
  ///   - progress: Told after every epoch.
  /// - Returns: The probe, with its standardizer and the rows that it saw.
  /// - Precondition: labels and rows are in range, and there are at least two rows.
  /// - Throws: ``ProbeError/diverged(epoch:)``, or `CancellationError`.
  /// - Complexity: O(*epochs*·*rows*·(*L*+1)·*d*·*classes*) for a linear head.
  public func fit(
    _ states: HiddenStates, labels: [Int], classes: Int, rows: [Int], generator: PyTorchGenerator,
    orderGenerator: PyTorchGenerator? = nil, standardizer: Standardizer? = nil,
    isCancelled: @escaping () -> Bool = { Task.isCancelled },
    progress: (Progress) -> Void = { _ in }
  ) throws -> FittedProbe {
    var preparation = ProbePreparation(states: states, rows: rows)
    let task = ProbeTask(
      self, labels: labels, classes: classes, generator: generator, standardizer: standardizer)
    var probes = [preparation.start(task)]
    let loop = TrainingLoop(rows: rows, batchSize: batchSize, isCancelled: isCancelled)
    let errors = try loop.run(&probes, generator: orderGenerator ?? probes[0].generator) { progress($1) }
    if let error = errors[0] { throw error }
    return probes[0].finished()
  }

  /// Trains several probes on the same rows in the same order, on one pass over them.
  ///
  /// Each probe is, bit for bit, the one that
  /// ``fit(_:labels:classes:rows:generator:orderGenerator:standardizer:isCancelled:progress:)`` gives alone
  /// with this order. Together they take less time where the features are larger than the processor's caches,
  /// because a row comes from memory once for all of them: sweeps of learning rates, heads, layers or
  /// budgets, and probes of several labelings, such as those of a permutation test.
  ///
  /// - Parameters:
  ///   - tasks: The probes; they may differ in all but the batch size.
  ///   - states: Hidden states, shape `[n, L+1, d]`, all finite.
  ///   - rows: The rows to train on.
  ///   - order: Draws the order of each epoch.
  ///   - isCancelled: Asked after every epoch; `CancellationError` is thrown once it says yes.
  ///   - progress: Told after every epoch of every probe, with the probe's index.
  /// - Returns: For each task its probe, or that its training diverged: the others go on.
  /// - Precondition: rows and labels are in range, there are at least two rows, and all batch sizes are
  ///   equal.
  /// - Throws: `CancellationError`.
  public static func fit(
    _ tasks: [ProbeTask], on states: HiddenStates, rows: [Int], order: PyTorchGenerator,
    isCancelled: @escaping () -> Bool = { Task.isCancelled },
    progress: (Int, Progress) -> Void = { _, _ in }
  ) throws(CancellationError) -> [Result<FittedProbe, ProbeError>] {
    guard let batchSize = tasks.first?.trainer.batchSize else { return [] }
    precondition(
      tasks.allSatisfy { $0.trainer.batchSize == batchSize },
      "ProbeTrainer.fit: batch sizes differ, so no pass can be shared")
    var preparation = ProbePreparation(states: states, rows: rows)
    var probes = tasks.map { preparation.start($0) }
    let loop = TrainingLoop(rows: rows, batchSize: batchSize, isCancelled: isCancelled)
    let errors = try loop.run(&probes, generator: order, progress: progress)
    return zip(probes, errors).map { probe, error in
      if let error { .failure(error) } else { .success(probe.finished()) }
    }
  }
}
