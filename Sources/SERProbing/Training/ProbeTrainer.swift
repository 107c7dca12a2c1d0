// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How a probe is trained: a value, from which every training starts anew.
///
/// The probe mixes the L + 1 standardized hidden states of an utterance by softmax weights and maps the
/// mixture to class logits; mixture and head are trained jointly by Adam on the mean cross-entropy of
/// mini-batches, reshuffled every epoch, the last short batch kept. Nothing is selected: the last epoch's
/// parameters count.
///
/// | parameter | default | range |
/// | --- | --- | --- |
/// | ``head`` | `.linear` | hidden units ≥ 1 |
/// | ``layers`` | `.weightedSum` | states ≥ 0 |
/// | ``standardizes`` | `true` | |
/// | ``optimizer`` | η 10⁻³, λ 10⁻⁴ | |
/// | ``batchSize`` | 128 | ≥ 1 |
/// | ``epochs`` | 200 | ≥ 1 |
///
/// A value out of its range is a programmer's error, in the initializer and when a property is set; decoding
/// one is a `DecodingError`.
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
  public var head: Head { didSet { Self.heads.require(head) } }
  /// Which states are seen.
  public var layers: LayerChoice { didSet { Self.choices.require(layers) } }
  /// Whether states are standardized per (layer, dimension) with statistics of the training rows.
  public var standardizes: Bool
  /// The optimizer.
  public var optimizer: Adam
  /// Rows a step.
  public var batchSize: Int { didSet { Self.batchSizes.require(batchSize) } }
  /// Passes over the training rows.
  public var epochs: Int { didSet { Self.budgets.require(epochs) } }

  /// A way to train.
  ///
  /// - Precondition: every value is in its range.
  public init(
    head: Head = .linear, layers: LayerChoice = .weightedSum, standardizes: Bool = true,
    optimizer: Adam = Adam(learningRate: 1e-3, weightDecay: 1e-4), batchSize: Int = 128, epochs: Int = 200
  ) {
    Self.heads.require(head)
    Self.choices.require(layers)
    Self.batchSizes.require(batchSize)
    Self.budgets.require(epochs)
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
}

extension ProbeTrainer {
  private static let heads = ParameterRange<Head>(
    name: "ProbeTrainer: head", range: "linear, or two layers with at least 1 hidden unit"
  ) { head in
    if case .twoLayer(let hidden) = head { hidden >= 1 } else { true }
  }
  private static let choices = ParameterRange<LayerChoice>(
    name: "ProbeTrainer: choice of layers", range: "all, the last, or a state counted from 0"
  ) { choice in
    if case .single(let state) = choice { state >= 0 } else { true }
  }
  private static let batchSizes = ParameterRange<Int>(
    name: "ProbeTrainer: batch size", range: "at least 1"
  ) { $0 >= 1 }
  private static let budgets = ParameterRange<Int>(
    name: "ProbeTrainer: number of epochs", range: "at least 1"
  ) { $0 >= 1 }

  /// Reads a way to train; a value out of its range is a `DecodingError` that says which.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    head = try Self.heads.decode(from: container, forKey: .head)
    layers = try Self.choices.decode(from: container, forKey: .layers)
    standardizes = try container.decode(Bool.self, forKey: .standardizes)
    optimizer = try container.decode(Adam.self, forKey: .optimizer)
    batchSize = try Self.batchSizes.decode(from: container, forKey: .batchSize)
    epochs = try Self.budgets.decode(from: container, forKey: .epochs)
  }
}
