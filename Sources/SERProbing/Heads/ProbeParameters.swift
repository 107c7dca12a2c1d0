// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The weights of one linear layer, y = W·x + b.
public struct DenseLayer<Scalar: BLASScalar>: Hashable, Codable, Sendable {
  /// W, shape `[outputs, inputs]`.
  public var weight: Matrix<Scalar>
  /// b, shape `[outputs]`.
  public var bias: [Scalar]

  /// A layer of given weights.
  ///
  /// - Precondition: there is one bias an output.
  public init(weight: Matrix<Scalar>, bias: [Scalar]) {
    precondition(bias.count == weight.rows, "\(bias.count) biases for \(weight.rows) outputs")
    self.weight = weight
    self.bias = bias
  }
}

/// Everything that a probe learns.
public struct ProbeParameters<Scalar: BLASScalar>: Hashable, Codable, Sendable {
  /// What softmax turns into layer weights, shape `[L+1]`.
  public var layerLogits: [Scalar]
  /// The head's linear layers, first to last.
  public var head: [DenseLayer<Scalar>]

  /// Given parameters.
  public init(layerLogits: [Scalar], head: [DenseLayer<Scalar>]) {
    self.layerLogits = layerLogits
    self.head = head
  }

  /// All values in one list: layer logits, then each layer's weight and bias.
  package var flat: [Scalar] { layerLogits + head.flatMap { $0.weight.elements + $0.bias } }
}

extension ProbeParameters<Float> {
  /// Where training starts: layer logits 0 (a uniform mixture), the head as PyTorch's `nn.Linear` draws it,
  /// layer by layer, weight before bias.
  package init(
    head: Head, states: Int, dimension: Int, classes: Int, using generator: inout PyTorchGenerator
  ) {
    layerLogits = Array(repeating: 0, count: states)
    self.head = []
    for (inputs, outputs) in head.layerSizes(dimension: dimension, classes: classes) {
      let (weight, bias) = generator.linearLayer(inputs: inputs, outputs: outputs)
      self.head.append(
        DenseLayer(weight: Matrix(rows: outputs, columns: inputs, elements: weight), bias: bias))
    }
  }
}
