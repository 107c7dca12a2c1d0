// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// How a probe is trained: a value, from which every training starts anew.
///
/// The probe mixes the L + 1 standardized hidden states of an utterance by softmax weights and maps the mixture to
/// class logits; mixture and head are trained jointly by Adam on the mean cross-entropy of mini-batches, reshuffled
/// every epoch, the last short batch kept. Nothing is selected: the last epoch's parameters count.
///
/// | parameter | default | range |
/// | --- | --- | --- |
/// | ``head`` | `.linear` | |
/// | ``layers`` | `.weightedSum` | |
/// | ``standardizes`` | `true` | |
/// | ``optimizer`` | η 10⁻³, λ 10⁻⁴ | |
/// | ``batchSize`` | 128 | ≥ 1 |
/// | ``epochs`` | 200 | ≥ 1 |
///
/// ```swift
/// let trainer = ProbeTrainer(head: .linear, epochs: 200)
/// let probe = try trainer.fit(
///   states, labels: labels, classes: 4, rows: split.training, generator: PyTorchGenerator(seed: 20_260_505))
/// let predicted = try probe.predictions(for: states.selecting(split.test))
/// ```
///
/// - Source: paper, section 3.3; Yang et al. (2021), SUPERB.
public struct ProbeTrainer: Hashable, Codable, Sendable {
  /// What maps the mixture to logits.
  public var head: Head
  /// Which states are seen.
  public var layers: LayerChoice
  /// Whether states are standardized per (layer, dimension) with statistics of the training rows.
  public var standardizes: Bool
  /// The optimizer.
  public var optimizer: Adam
  /// Rows a step.
  public var batchSize: Int
  /// Passes over the training rows.
  public var epochs: Int

  /// A way to train.
  ///
  /// - Precondition: batch size and epochs are positive.
  public init(
    head: Head = .linear, layers: LayerChoice = .weightedSum, standardizes: Bool = true,
    optimizer: Adam = Adam(learningRate: 1e-3, weightDecay: 1e-4), batchSize: Int = 128, epochs: Int = 200
  ) {
    precondition(batchSize > 0 && epochs > 0, "ProbeTrainer: batch size \(batchSize), \(epochs) epochs")
    self.head = head
    self.layers = layers
    self.standardizes = standardizes
    self.optimizer = optimizer
    self.batchSize = batchSize
    self.epochs = epochs
  }

  /// How far a training is.
  public struct Progress: Hashable, Sendable {
    /// Epochs done.
    public let epochsDone: Int
    /// Epochs in all.
    public let epochs: Int
    /// Mean cross-entropy over the last epoch, in nats.
    public let loss: Double
    /// Mean cross-entropy of its last batch, in nats.
    public let lastBatchLoss: Double
  }

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
  ///   - standardizer: Used instead of one fitted on `rows`, such as one fitted on rows of another corpus; it fits
  ///     the states that ``layers`` leaves.
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
    var task = ProbeTask(
      self, labels: labels, classes: classes, generator: generator, standardizer: standardizer)
    var running = [preparation.start(&task)]
    let loop = TrainingLoop(rows: rows, batchSize: batchSize, isCancelled: isCancelled)
    let errors = try loop.run(&running, generator: orderGenerator ?? task.generator) { progress($1) }
    if let error = errors[0] { throw error }
    return preparation.probe(task, after: running[0])
  }

  /// Trains several probes on the same rows in the same order, on one pass over them.
  ///
  /// Each probe is, bit for bit, the one that ``fit(_:labels:classes:rows:generator:orderGenerator:standardizer:isCancelled:progress:)``
  /// gives alone with this order. Together they take less time where the features are larger than the processor's
  /// caches, because a row comes from memory once for all of them: sweeps of learning rates, heads, layers or budgets, and
  /// probes of several labelings, such as those of a permutation test.
  ///
  /// - Parameters:
  ///   - tasks: The probes; they may differ in all but the batch size.
  ///   - states: Hidden states, shape `[n, L+1, d]`, all finite.
  ///   - rows: The rows to train on.
  ///   - order: Draws the order of each epoch.
  ///   - isCancelled: Asked after every epoch; `CancellationError` is thrown once it says yes.
  ///   - progress: Told after every epoch of every probe, with the probe's index.
  /// - Returns: For each task its probe, or that its training diverged: the others go on.
  /// - Precondition: rows and labels are in range, there are at least two rows, and all batch sizes are equal.
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
    var tasks = tasks
    var running = tasks.indices.map { preparation.start(&tasks[$0]) }
    let loop = TrainingLoop(rows: rows, batchSize: batchSize, isCancelled: isCancelled)
    let errors = try loop.run(&running, generator: order, progress: progress)
    return tasks.indices.map { i in
      if let error = errors[i] {
        .failure(error)
      } else {
        .success(preparation.probe(tasks[i], after: running[i]))
      }
    }
  }
}
