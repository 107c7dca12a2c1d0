// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The head applied to a batch, forward and backward, in memory that is kept from step to step.
struct HeadBatch<Scalar: ProbeScalar>: Sendable {
  private let layers: [HeadLayer]
  private var rows = 0
  /// Rows that there is memory for.
  private var capacity = 0
  /// The input of each layer, `[rows, inputs]`: the representation, then rectified activations; the last is
  /// the logits.
  private var values: [[Scalar]] = []
  /// The gradient of the mean cross-entropy by each of ``values``; by the representation, after
  /// ``goBackward(_:_:)``, stands first.
  private(set) var slopes: [[Scalar]] = []
  /// How many of each of ``slopes`` are not 0, at most.
  private var nonzero: [Int] = []

  init(_ layout: ParameterLayout) {
    layers = layout.layers
  }

  /// Makes room for a batch; what a larger one before it needed is kept.
  mutating func resize(to rows: Int) {
    self.rows = rows
    guard rows > capacity else { return }
    capacity = rows
    values = ([layers[0].inputs] + layers.map(\.outputs)).map { Array(repeating: 0, count: rows * $0) }
    slopes = values
    nonzero = Array(repeating: 0, count: slopes.count)
  }

  /// Has the representation `[rows, width]` written.
  mutating func pool(_ body: (inout MutableSpan<Scalar>) -> Void) {
    values[0].withMutableSpan(of: 0..<rows * layers[0].inputs, body)
  }

  /// The representation of a row of the batch, shape `[width]`.
  func representation(_ row: Int) -> ArraySlice<Scalar> {
    values[0][row * layers[0].inputs..<(row + 1) * layers[0].inputs]
  }

  /// Shape `[rows, classes]`.
  var logits: ArraySlice<Scalar> { values[layers.count].prefix(rows * layers[layers.count - 1].outputs) }

  /// From the representation to the logits.
  mutating func goForward(_ flat: [Scalar]) {
    for (i, layer) in layers.enumerated() {
      let input = values[i]
      values[i + 1].withMutableSpan(of: 0..<rows * layer.outputs) { output in
        Scalar.generalMatrixMultiply(
          m: rows, n: layer.outputs, k: layer.inputs, alpha: 1,
          a: input.span.extracting(first: rows * layer.inputs), transposedA: false,
          b: flat.span.extracting(layer.weight), transposedB: true, beta: 0, c: &output)
        Scalar.add(flat.span.extracting(layer.bias), to: &output, rectifying: i + 1 < layers.count)
      }
    }
  }

  /// The sum of −log p(label) over the batch.
  ///
  /// The gradient by the last bias is written, and that by the logits kept for ``goBackward(_:_:)``.
  mutating func crossEntropy(labels: [Int], _ gradient: inout [Scalar]) -> Double {
    let last = layers.count
    let logits = values[last]
    let count = rows * layers[last - 1].outputs
    var loss = 0.0
    gradient.withMutableSpan(of: layers[last - 1].bias) { byBias in
      slopes[last].withMutableSpan(of: 0..<count) { slopes in
        loss = CrossEntropy.sum(
          logits.span.extracting(first: count), labels: labels, slopes: &slopes, sums: &byBias)
      }
    }
    return loss
  }

  /// From the gradient by the logits to those by all weights, by the other biases, and by the representation.
  mutating func goBackward(_ flat: [Scalar], _ gradient: inout [Scalar]) {
    let rows = rows
    nonzero[layers.count] = rows * layers[layers.count - 1].outputs
    for (i, layer) in layers.enumerated().reversed() {
      let slope = slopes[i + 1]
      let input = values[i]
      let active = nonzero[i + 1]
      let shape = (rows: rows, columns: layer.outputs)
      gradient.withMutableSpan(of: layer.weight) { byWeight in
        Scalar.product(
          ofKept: slope.span.extracting(first: rows * layer.outputs), shape: shape, nonzero: active,
          transposed: true, with: input.span.extracting(first: rows * layer.inputs), width: layer.inputs,
          into: &byWeight)
      }
      var kept = 0
      slopes[i].withMutableSpan(of: 0..<rows * layer.inputs) { byInput in
        Scalar.product(
          ofKept: slope.span.extracting(first: rows * layer.outputs), shape: shape, nonzero: active,
          transposed: false, with: flat.span.extracting(layer.weight), width: layer.inputs, into: &byInput)
        guard i > 0 else { return }  // the first layer's input is not rectified
        gradient.withMutableSpan(of: layers[i - 1].bias) { byBias in
          kept = Scalar.keep(
            &byInput, where: input.span.extracting(first: rows * layer.inputs), sums: &byBias)
        }
      }
      nonzero[i] = kept
    }
  }
}
