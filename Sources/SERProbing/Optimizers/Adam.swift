// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Adam with coupled weight decay, as PyTorch computes it.
///
/// g ← g + λ·p;  m ← m + (1 − β₁)(g − m);  v ← β₂·v + (1 − β₂)·g²;
/// p ← p − (η/(1 − β₁ᵗ)) · m / (√v/√(1 − β₂ᵗ) + ε)
///
/// Weight decay is added to the gradient, before the moments, for every parameter: biases and layer logits
/// too. ε is added outside the bias-corrected root.
///
/// | parameter | name | default | range |
/// | --- | --- | --- | --- |
/// | ``learningRate`` | η | 10⁻³ | > 0, finite |
/// | ``beta1``, ``beta2`` | β₁, β₂ | 0.9, 0.999 | [0, 1) |
/// | ``epsilon`` | ε | 10⁻⁸ | > 0, finite |
/// | ``weightDecay`` | λ | 0 | ≥ 0, finite |
///
/// A value out of its range is a programmer's error, in the initializer and when a property is set; decoding
/// one is a `DecodingError`.
///
/// - Source: Kingma and Ba (2015); PyTorch's `torch.optim.Adam`.
public struct Adam: Hashable, Codable, Sendable {
  /// η.
  public var learningRate: Double { didSet { Self.learningRates.require(learningRate) } }
  /// β₁.
  public var beta1: Double { didSet { Self.firstBetas.require(beta1) } }
  /// β₂.
  public var beta2: Double { didSet { Self.secondBetas.require(beta2) } }
  /// ε.
  public var epsilon: Double { didSet { Self.epsilons.require(epsilon) } }
  /// λ.
  public var weightDecay: Double { didSet { Self.weightDecays.require(weightDecay) } }

  /// An optimizer.
  ///
  /// - Precondition: every value is in its range.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0
  ) {
    Self.learningRates.require(learningRate)
    Self.firstBetas.require(beta1)
    Self.secondBetas.require(beta2)
    Self.epsilons.require(epsilon)
    Self.weightDecays.require(weightDecay)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }
}

extension Adam {
  private static let learningRates = positive("learning rate")
  private static let firstBetas = share("beta1")
  private static let secondBetas = share("beta2")
  private static let epsilons = positive("epsilon")
  private static let weightDecays = ParameterRange<Double>(
    name: "Adam: weight decay", range: "0 or positive, and finite"
  ) { $0 >= 0 && $0.isFinite }

  private static func positive(_ name: String) -> ParameterRange<Double> {
    ParameterRange(name: "Adam: \(name)", range: "positive and finite") { $0 > 0 && $0.isFinite }
  }

  private static func share(_ name: String) -> ParameterRange<Double> {
    ParameterRange(name: "Adam: \(name)", range: "at least 0 and below 1") { $0 >= 0 && $0 < 1 }
  }

  /// Reads an optimizer; a value out of its range is a `DecodingError` that says which.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    learningRate = try Self.learningRates.decode(from: container, forKey: .learningRate)
    beta1 = try Self.firstBetas.decode(from: container, forKey: .beta1)
    beta2 = try Self.secondBetas.decode(from: container, forKey: .beta2)
    epsilon = try Self.epsilons.decode(from: container, forKey: .epsilon)
    weightDecay = try Self.weightDecays.decode(from: container, forKey: .weightDecay)
  }
}
