// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import Testing

import SERProbing

/// A shape of the linear probe's input.
struct ProbeShape: CustomTestStringConvertible, Sendable {
  var n: Int
  var states: Int
  var dimension: Int
  var classes: Int
  var testDescription: String { "\(n) × \(states) × \(dimension), \(classes) classes" }

  static let many = [
    ProbeShape(n: 1, states: 1, dimension: 1, classes: 2),
    ProbeShape(n: 2, states: 1, dimension: 16, classes: 2),
    ProbeShape(n: 3, states: 2, dimension: 15, classes: 3),
    ProbeShape(n: 5, states: 3, dimension: 17, classes: 4),
    ProbeShape(n: 9, states: 4, dimension: 33, classes: 5),
    ProbeShape(n: 8, states: 13, dimension: 48, classes: 4),
    ProbeShape(n: 7, states: 5, dimension: 40, classes: 7),
    ProbeShape(n: 6, states: 2, dimension: 31, classes: 8),
    ProbeShape(n: 11, states: 3, dimension: 24, classes: 9),
    ProbeShape(n: 4, states: 13, dimension: 768, classes: 4),
    ProbeShape(n: 3, states: 1, dimension: 160, classes: 1),
  ]
}

@Suite("The linear probe's kernel") struct LinearProbeKernelTests {
  private func parameters(_ shape: ProbeShape, seed: UInt64) -> ProbeParameters<Float> {
    var generator = PyTorchGenerator(seed: seed)
    let (weight, bias) = generator.linearLayer(inputs: shape.dimension, outputs: shape.classes)
    return ProbeParameters(
      layerLogits: generator.uniform(count: shape.states, from: -2, to: 2),
      head: [
        DenseLayer(
          weight: Matrix(rows: shape.classes, columns: shape.dimension, elements: weight), bias: bias)
      ])
  }

  private func task(_ shape: ProbeShape) -> RandomTask {
    RandomTask(
      n: max(shape.n, 2), states: shape.states, dimension: shape.dimension, classes: shape.classes, seed: 7)
  }

  @Test(
    "gives its Swift twin's bits, from single and from half precision", arguments: ProbeShape.many,
    [false, true])
  func twin(shape: ProbeShape, half: Bool) throws {
    let task = task(shape)
    let labels = task.labels.map { min($0, shape.classes - 1) }
    let states = half ? try task.inHalfPrecision() : task.states
    let standardizer = Standardizer(fitting: states, rows: Array(0..<states.rowCount))
    let given = parameters(shape, seed: 3)
    let reference = LinearProbeReference(
      states: states, standardizer: standardizer, layerLogits: given.layerLogits,
      weight: given.head[0].weight,
      bias: given.head[0].bias)
    var objective = LinearProbeObjective(
      states: states, labels: labels, classes: shape.classes, standardizer: standardizer)

    let flat = objective.flattened(given)
    let scores = objective.scorer.scores(flat)
    let rows = Array(0..<shape.n)
    for row in rows {
      let expected = reference.row(row)
      #expect(Array(scores.logits.row(row)) == expected.logits.map(Float.init))
      #expect(Array(scores.representation.row(row)) == expected.representation)
    }
    var gradient = [Float](repeating: .nan, count: flat.count)
    let loss = objective.loss(at: flat, rows: rows[...], gradient: &gradient)
    let expected = reference.gradient(rows: rows, labels: labels)
    let found = objective.parameters(gradient)
    #expect(loss == expected.loss)
    #expect(found.layerLogits == expected.layerLogits)
    #expect(found.head[0].weight.elements == expected.weight)
    #expect(found.head[0].bias == expected.bias)
  }

  /// Single precision against double: a few roundings of sums over up to 768 dimensions.
  static let floatTolerance = 2e-5

  @Test("agrees with matrix products in double precision", arguments: ProbeShape.many)
  func dense(shape: ProbeShape) throws {
    let task = task(shape)
    let labels = task.labels.map { min($0, shape.classes - 1) }
    let standardizer = Standardizer(fitting: task.states, rows: Array(0..<task.states.rowCount))
    let given = parameters(shape, seed: 5)
    let wide = ProbeParameters(
      layerLogits: given.layerLogits.map(Double.init),
      head: given.head.map { layer in
        DenseLayer(
          weight: Matrix(
            rows: layer.weight.rows, columns: layer.weight.columns,
            elements: layer.weight.elements.map(Double.init)), bias: layer.bias.map(Double.init))
      })
    var kernel = LinearProbeObjective(
      states: task.states, labels: labels, classes: shape.classes, standardizer: standardizer)
    var dense = DenseProbeObjective(
      states: task.states, labels: labels, standardizer: standardizer, shape: wide)
    let rows = Array(0..<shape.n)[...]
    var narrowGradient = kernel.flattened(given)
    var wideGradient = wide.flat
    let narrowLoss = kernel.loss(at: kernel.flattened(given), rows: rows, gradient: &narrowGradient)
    let wideLoss = dense.loss(at: wide.flat, rows: rows, gradient: &wideGradient)
    #expect(abs(narrowLoss - wideLoss) <= Self.floatTolerance * max(1, wideLoss))
    for (a, b) in zip(kernel.parameters(narrowGradient).flat, wideGradient) {
      #expect(abs(Double(a) - b) <= Self.floatTolerance * max(1, abs(b)))
    }
  }

  @Test("has an exponential and a logarithm within two units in the last place") func elementary() {
    var generator = NumPyGenerator(seed: 1)
    for _ in 0..<20_000 {
      let x = -700 * generator.uniform()
      #expect(abs(LinearProbeReference.exponential(x) - exp(x)) <= 2 * exp(x).ulp)
      let y = 1 + 40 * generator.uniform()
      #expect(abs(LinearProbeReference.logarithm(y) - log(y)) <= 2 * log(y).ulp)
    }
    #expect(LinearProbeReference.exponential(0) == 1)
    #expect(LinearProbeReference.exponential(-800) == 0)
    #expect(LinearProbeReference.logarithm(1) == 0)
  }
}
