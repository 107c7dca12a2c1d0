// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERProbing
import Testing

@Suite("The cross-entropy of a batch") struct CrossEntropyTests {
  /// Two rows of one state and one dimension, whose logits are the biases.
  private func objective(_ bias: [Float]) -> (DenseProbeObjective<Float>, flat: [Float], width: Int) {
    let states = HiddenStates([0, 0], states: 1, dimension: 1)
    let shape = ProbeParameters<Float>(
      layerLogits: [0],
      head: [
        DenseLayer(
          weight: Matrix(rows: bias.count, columns: 1, elements: Array(repeating: 0, count: bias.count)),
          bias: bias)
      ])
    let objective = DenseProbeObjective(
      states: states, labels: [0, 1], standardizer: Standardizer(identityFor: states), shape: shape)
    let flat = objective.flattened(shape)
    return (objective, flat, flat.count - bias.count)
  }

  @Test("is a number by hand, and so is its gradient") func byHand() {
    // p = (1/4, 3/4): one row of each class has −ln(1/4) − ln(3/4), and on average p less one half as its
    // gradient.
    var (objective, flat, width) = objective([0, Float(1.0986122886681098)])
    var gradient = flat
    let loss = objective.loss(at: flat, rows: [0, 1], gradient: &gradient)
    #expect(abs(loss - 1.6739764335716716) < 1e-7)
    #expect(abs(gradient[width] + 0.25) < 1e-7)
    #expect(abs(gradient[width + 1] - 0.25) < 1e-7)
  }

  @Test("stays finite where the label's probability is below the smallest Float") func underflow() {
    var (objective, flat, width) = objective([-150, 150])
    var gradient = flat
    #expect(objective.loss(at: flat, rows: [0], gradient: &gradient) == 300)
    #expect(gradient[width...] == [-1, 1])
  }
}
