// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// Any head in either precision, by matrix products on batches.
///
/// A step touches each row twice: for Z[b] = Σ_l α_l·T[b, l], and for the gradient by α, Σ_b T[b]·∂Z[b]. Between the
/// two stand three products for every layer of the head: forward, by its weight, and by its input. Their last bits
/// depend on the kernels that OpenBLAS chose.
///
/// The list of parameters is layer logits `[L+1]`, then each layer's weight and bias; the first weight's rows are
/// padded to the width of Z with zeros, which training leaves zero.
package struct DenseProbeObjective<Scalar: ProbeScalar>: ProbeObjective {
  private let states: HiddenStates
  private let labels: [Int]
  private let pooling: Scalar.Pooling
  private let shape: ProbeParameters<Scalar>
  private let layers: [HeadLayer]
  private var batch = HeadBatch<Scalar>()

  /// - Parameter shape: Parameters of the shape to train; their values do not matter.
  package init(
    states: HiddenStates, labels: [Int], standardizer: Standardizer, shape: ProbeParameters<Scalar>
  ) {
    self.states = states
    self.labels = labels
    self.shape = shape
    pooling = Scalar.Pooling(states: states, standardizer: standardizer)
    var start = states.stateCount
    var inputs = pooling.width
    layers = shape.head.map { layer in
      defer { (start, inputs) = (start + layer.bias.count * (inputs + 1), layer.bias.count) }
      return HeadLayer(start: start, inputs: inputs, outputs: layer.bias.count)
    }
  }

  package func flattened(_ parameters: ProbeParameters<Scalar>) -> [Scalar] {
    var flat = parameters.layerLogits
    for (layer, place) in zip(parameters.head, layers) {
      let padding = Array(repeating: Scalar.zero, count: place.inputs - layer.weight.columns)
      for k in 0..<layer.weight.rows { flat += layer.weight.row(k) + padding }
      flat += layer.bias
    }
    return flat
  }

  package func parameters(_ flat: [Scalar]) -> ProbeParameters<Scalar> {
    let head = zip(shape.head, layers).map { layer, place in
      let weight = (0..<place.outputs).flatMap { k in
        flat[place.weight.lowerBound + k * place.inputs..<place.weight.upperBound].prefix(
          layer.weight.columns)
      }
      return DenseLayer(
        weight: Matrix(rows: place.outputs, columns: layer.weight.columns, elements: weight),
        bias: Array(flat[place.bias]))
    }
    return ProbeParameters(layerLogits: Array(flat[..<states.stateCount]), head: head)
  }

  package mutating func loss(at flat: [Scalar], rows: ArraySlice<Int>, gradient: inout [Scalar]) -> Double {
    let mixture = Mixture.weights(Array(flat[..<states.stateCount]))
    batch.resize(to: rows.count, layers: layers)
    pooling.weightedSums(of: rows, mixture: mixture, into: &batch.values[0])
    batch.goForward(layers, flat)
    let loss = batch.crossEntropy(labels: rows.map { labels[$0] })
    batch.goBackward(layers, flat, &gradient)
    let byMixture = pooling.products(of: rows, with: batch.slopes[0])
    gradient.replaceSubrange(
      ..<states.stateCount, with: Mixture.gradient(weights: mixture, byWeights: byMixture))
    return loss
  }

  /// Logits `[rows, classes]` and representations `[rows, d]` of all rows, a block at a time.
  func scores(_ parameters: ProbeParameters<Scalar>) -> (
    logits: Matrix<Scalar>, representation: Matrix<Scalar>
  ) {
    let flat = flattened(parameters)
    let mixture = Mixture.weights(parameters.layerLogits)
    var batch = HeadBatch<Scalar>()
    var logits: [Scalar] = []
    var representation: [Scalar] = []
    for start in stride(from: 0, to: states.rowCount, by: 256) {
      let rows = start..<min(start + 256, states.rowCount)
      batch.resize(to: rows.count, layers: layers)
      pooling.weightedSums(of: rows, mixture: mixture, into: &batch.values[0])
      batch.goForward(layers, flat)
      logits += batch.values[layers.count]
      for b in 0..<rows.count {
        representation += batch.values[0][b * pooling.width..<b * pooling.width + states.dimension]
      }
    }
    return (
      Matrix(rows: states.rowCount, columns: shape.head.last!.bias.count, elements: logits),
      Matrix(rows: states.rowCount, columns: states.dimension, elements: representation)
    )
  }
}
