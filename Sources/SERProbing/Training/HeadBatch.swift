// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Where a layer of the head stands in the list of parameters: weight `[outputs, inputs]`, then bias.
struct HeadLayer {
  let start: Int
  let inputs: Int
  let outputs: Int

  var weight: Range<Int> { start..<start + outputs * inputs }
  var bias: Range<Int> { weight.upperBound..<weight.upperBound + outputs }
}

/// The head applied to a batch, forward and backward, in memory that is kept from step to step.
struct HeadBatch<Scalar: BLASScalar> {
  private(set) var rows = 0
  /// The input of each layer, `[rows, inputs]`: the representation, then rectified activations; the last is the logits.
  var values: [[Scalar]] = []
  /// The gradient of the mean cross-entropy by each of ``values``.
  private(set) var slopes: [[Scalar]] = []

  /// One a row: a product with it sums the columns of a batch.
  private var ones: [Scalar] = []

  mutating func resize(to rows: Int, layers: [HeadLayer]) {
    guard rows != self.rows else { return }
    self.rows = rows
    values = ([layers[0].inputs] + layers.map(\.outputs)).map { Array(repeating: 0, count: rows * $0) }
    slopes = values
    ones = Array(repeating: 1, count: rows)
  }

  mutating func goForward(_ layers: [HeadLayer], _ flat: [Scalar]) {
    for (i, layer) in layers.enumerated() {
      let input = values[i]
      var output: [Scalar] = []
      swap(&output, &values[i + 1])
      output.fillRows(with: flat[layer.bias])
      output.withMutableSpan(of: output.indices) { output in
        Scalar.generalMatrixMultiply(
          m: rows, n: layer.outputs, k: layer.inputs, alpha: 1, a: input.span, transposedA: false,
          b: flat.span.extracting(layer.weight), transposedB: true, beta: 1, c: &output)
      }
      if i + 1 < layers.count { output.rectify() }
      swap(&output, &values[i + 1])
    }
  }

  /// The sum of −log p(label) over the batch; what ``goBackward(_:_:_:)`` starts from is left in the last of ``slopes``.
  mutating func crossEntropy(labels: [Int]) -> Double {
    let last = values.count - 1
    let classes = values[last].count / rows
    var sum = 0.0
    for (b, label) in labels.enumerated() {
      let p = Mixture.weights(Array(values[last][b * classes..<(b + 1) * classes]))
      sum -= Elementary.logarithm(p[label])
      for k in p.indices { slopes[last][b * classes + k] = (p[k] - (k == label ? 1 : 0)) / Scalar(rows) }
    }
    return sum
  }

  mutating func goBackward(_ layers: [HeadLayer], _ flat: [Scalar], _ gradient: inout [Scalar]) {
    for (i, layer) in layers.enumerated().reversed() {
      let slope = slopes[i + 1]
      let input = values[i]
      gradient.withMutableSpan(of: layer.weight) { byWeight in
        Scalar.generalMatrixMultiply(
          m: layer.outputs, n: layer.inputs, k: rows, alpha: 1, a: slope.span, transposedA: true,
          b: input.span, transposedB: false, beta: 0, c: &byWeight)
      }
      gradient.withMutableSpan(of: layer.bias) { byBias in
        Scalar.generalMatrixVector(
          rows: rows, columns: layer.outputs, alpha: 1, a: slope.span, transposed: true, x: ones.span,
          beta: 0, y: &byBias)
      }
      var byInput: [Scalar] = []
      swap(&byInput, &slopes[i])
      byInput.withMutableSpan(of: byInput.indices) { byInput in
        Scalar.generalMatrixMultiply(
          m: rows, n: layer.inputs, k: layer.outputs, alpha: 1, a: slope.span, transposedA: false,
          b: flat.span.extracting(layer.weight), transposedB: false, beta: 0, c: &byInput)
      }
      // The first layer's input is not rectified.
      if i > 0 { byInput.keepWherePositive(input) }
      swap(&byInput, &slopes[i])
    }
  }
}
