// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

import SERProbing

@Suite("The pooling of states by kernels") struct StatePoolingTests {
  private func task(_ shape: ProbeShape, half: Bool) throws -> (HiddenStates, Standardizer) {
    let task = RandomTask(
      n: shape.n + 2, states: shape.states, dimension: shape.dimension, classes: 2, seed: 11)
    let states = half ? try task.inHalfPrecision() : task.states
    return (states, Standardizer(fitting: states, rows: Array(0..<states.rowCount)))
  }

  private func values(_ count: Int, seed: UInt64) -> [Float] {
    var generator = NumPyGenerator(seed: seed)
    return (0..<count).map { _ in Float(generator.uniform() - 0.5) }
  }

  @Test(
    "sums the standardized states as double precision does, and pads with zeros", arguments: ProbeShape.many,
    [false, true])
  func sums(shape: ProbeShape, half: Bool) throws {
    let (states, standardizer) = try task(shape, half: half)
    let pooling = KernelPooling(states: states, standardizer: standardizer)
    let exact = DoublePooling(states: states, standardizer: standardizer)
    let rows = Array((0..<states.rowCount).reversed())[...]
    let mixture = values(shape.states, seed: 5)
    var sums = [Float](repeating: 9, count: rows.count * pooling.width)
    var expected = [Double](repeating: 9, count: rows.count * exact.width)
    var sumSpan = sums.mutableSpan
    pooling.weightedSums(of: rows, mixture: mixture, into: &sumSpan)
    var expectedSpan = expected.mutableSpan
    exact.weightedSums(of: rows, mixture: mixture.map(Double.init), into: &expectedSpan)
    for b in rows.indices {
      for d in 0..<pooling.width {
        let wanted = d < exact.width ? expected[b * exact.width + d] : 0
        #expect(abs(Double(sums[b * pooling.width + d]) - wanted) < 2e-5)
      }
    }
  }

  @Test(
    "gives the gradient by the mixture as double precision does", arguments: ProbeShape.many, [false, true])
  func products(shape: ProbeShape, half: Bool) throws {
    let (states, standardizer) = try task(shape, half: half)
    let pooling = KernelPooling(states: states, standardizer: standardizer)
    let exact = DoublePooling(states: states, standardizer: standardizer)
    let rows = Array((0..<states.rowCount).reversed())[...]
    let narrow = values(rows.count * exact.width, seed: 6)
    var slopes = [Float](repeating: 0, count: rows.count * pooling.width)
    for b in rows.indices {
      for d in 0..<exact.width { slopes[b * pooling.width + d] = narrow[b * exact.width + d] }
    }
    let exactSlopes = narrow.map(Double.init)
    let products = pooling.products(of: rows, with: slopes.span)
    let expected = exact.products(of: rows, with: exactSlopes.span)
    #expect(products.count == shape.states)
    for (product, wanted) in zip(products, expected) {
      #expect(abs(Double(product) - wanted) < 1e-5 * Double(rows.count * exact.width).squareRoot())
    }
  }

  @Test("trains a two-layer head in single precision as in double precision", arguments: [false, true])
  func singleAndDouble(half: Bool) throws {
    let shape = ProbeShape(n: 37, states: 4, dimension: 33, classes: 3)
    let task = RandomTask(n: shape.n, states: shape.states, dimension: shape.dimension, classes: 3, seed: 3)
    let states = half ? try task.inHalfPrecision() : task.states
    let standardizer = Standardizer(fitting: states, rows: Array(0..<shape.n))
    var generator = PyTorchGenerator(seed: 1)
    let start = ProbeParameters<Float>(
      head: .twoLayer(hidden: 20), states: shape.states, dimension: shape.dimension, classes: 3,
      using: &generator)
    let exactStart = ProbeParameters<Double>(
      layerLogits: start.layerLogits.map(Double.init),
      head: start.head.map { layer in
        DenseLayer(
          weight: Matrix(
            rows: layer.weight.rows, columns: layer.weight.columns,
            elements: layer.weight.elements.map(Double.init)),
          bias: layer.bias.map(Double.init))
      })
    var single = DenseProbeObjective(
      states: states, labels: task.labels, standardizer: standardizer, shape: start)
    var double = DenseProbeObjective(
      states: states, labels: task.labels, standardizer: standardizer, shape: exactStart)
    for count in [37, 5, 1, 37] {  // the memory kept between steps fits each batch
      let rows = Array(0..<count)[...]
      let flat = single.flattened(start)
      var gradient = flat
      var exactGradient = exactStart.flat
      let loss = single.loss(at: flat, rows: rows, gradient: &gradient)
      let exactLoss = double.loss(at: exactStart.flat, rows: rows, gradient: &exactGradient)
      #expect(abs(loss - exactLoss) < 1e-4 * exactLoss)
      let found = single.parameters(gradient).flat
      #expect(zip(found, exactGradient).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    }
    #expect(single.parameters(single.flattened(start)) == start)
  }
}
