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
    progress: @escaping (Progress) -> Void = { _ in }
  ) throws -> FittedProbe {
    precondition(labels.count == states.count, "\(labels.count) labels for \(states.count) rows")
    precondition(rows.count >= 2, "ProbeTrainer.fit: \(rows.count) training rows; two are needed")
    precondition(labels.allSatisfy { $0 >= 0 && $0 < classes }, "a label is not among \(classes) classes")
    let seen = layers.apply(to: states)
    let standardizer =
      standardizer
      ?? (standardizes ? Standardizer(fitting: seen, rows: rows) : Standardizer(identityFor: seen))
    precondition(
      standardizer.states == seen.states && standardizer.dimension == seen.dimension,
      "a standardizer of [\(standardizer.states), \(standardizer.dimension)] for states of "
        + "[\(seen.states), \(seen.dimension)]")
    var generator = generator
    let start = ProbeParameters(
      head: head, states: seen.states, dimension: seen.dimension, classes: classes, using: &generator)
    let loop = TrainingLoop(trainer: self, rows: rows, isCancelled: isCancelled, progress: progress)
    let (parameters, curve): (ProbeParameters<Float>, [Double])
    switch head {
    case .linear:
      let objective = LinearProbeObjective(
        states: seen, labels: labels, classes: classes, standardizer: standardizer)
      (parameters, curve) = try loop.run(objective, from: start, generator: orderGenerator ?? generator)
    case .twoLayer:
      let objective = DenseProbeObjective(
        states: seen, labels: labels, standardizer: standardizer, shape: start)
      (parameters, curve) = try loop.run(objective, from: start, generator: orderGenerator ?? generator)
    }
    return FittedProbe(
      head: head, layers: layers, classes: classes, standardizer: standardizer, parameters: parameters,
      trainingCurve: curve, fittedRows: FittedRows(rows.map { states.identities[$0] }))
  }
}
