// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// Any head in either precision, by matrix products on batches.
///
/// With T the standardized batch `[B, L+1, d]`: Z[b] = αᵀ·T[b], then the head's layers as products of Z with their
/// weights; backward, the same products transposed, and the gradient by α is Σ_b T[b]·∂Z[b]. Its last bits depend on
/// the kernels that OpenBLAS chose.
package struct DenseProbeObjective<Scalar: AdamScalar>: ProbeObjective {
  private let states: HiddenStates
  private let labels: [Int]
  private let center: [Scalar]
  private let scale: [Scalar]
  private let shape: ProbeParameters<Scalar>

  /// - Parameter shape: Parameters of the shape to train; their values do not matter.
  package init(
    states: HiddenStates, labels: [Int], standardizer: Standardizer, shape: ProbeParameters<Scalar>
  ) {
    self.states = states
    self.labels = labels
    center = standardizer.means.map { Scalar($0) }
    scale = standardizer.deviations.map { Scalar(1 / $0) }
    self.shape = shape
  }

  package func flattened(_ parameters: ProbeParameters<Scalar>) -> [Scalar] { parameters.flat }

  package func parameters(_ flat: [Scalar]) -> ProbeParameters<Scalar> { shape.replacing(flat: flat) }

  package func loss(at flat: [Scalar], rows: ArraySlice<Int>, gradient: inout [Scalar]) -> Double {
    let parameters = shape.replacing(flat: flat)
    let mixture = Mixture.weights(parameters.layerLogits)
    let batch = rows.map { standardizedRow($0) }
    let forward = ForwardPass(parameters, batch.map { $0.times(mixture, .transposed) })
    let (loss, slope) = forward.crossEntropy(labels: rows.map { labels[$0] })
    let (byHead, byInput) = forward.backward(parameters, slope: slope)

    var byMixture = [Scalar](repeating: 0, count: mixture.count)
    for (b, row) in batch.enumerated() {
      let products = row.times(Array(byInput.row(b)))
      for l in byMixture.indices { byMixture[l] += products[l] }
    }
    gradient =
      ProbeParameters(
        layerLogits: Mixture.gradient(weights: mixture, byWeights: byMixture), head: byHead
      ).flat
    return loss
  }

  /// Logits `[rows, classes]` and representations `[rows, d]` of all rows, a block at a time.
  func scores(_ parameters: ProbeParameters<Scalar>) -> (
    logits: Matrix<Scalar>, representation: Matrix<Scalar>
  ) {
    let mixture = Mixture.weights(parameters.layerLogits)
    var logits: [Scalar] = []
    var representation: [Scalar] = []
    for start in stride(from: 0, to: states.count, by: 256) {
      let rows = start..<min(start + 256, states.count)
      let inputs = rows.map { standardizedRow($0).times(mixture, .transposed) }
      let forward = ForwardPass(parameters, inputs)
      logits += forward.logits.elements
      representation += forward.inputs[0].elements
    }
    let classes = parameters.head.last!.bias.count
    return (
      Matrix(rows: states.count, columns: classes, elements: logits),
      Matrix(rows: states.count, columns: states.dimension, elements: representation)
    )
  }

  /// One row as a matrix `[L+1, d]`.
  private func standardizedRow(_ row: Int) -> Matrix<Scalar> {
    let values = states.row(row)
    let elements = values.indices.map { (Scalar(values[$0]) - center[$0]) * scale[$0] }
    return Matrix(rows: states.states, columns: states.dimension, elements: elements)
  }
}

/// The head's layers applied to a batch: what backward needs of it.
private struct ForwardPass<Scalar: BLASScalar> {
  /// The input of each layer, `[B, inputs]`: the representation, then rectified activations.
  var inputs: [Matrix<Scalar>]
  var logits: Matrix<Scalar>

  init(_ parameters: ProbeParameters<Scalar>, _ representation: [[Scalar]]) {
    var value = Matrix(
      rows: representation.count, columns: representation[0].count, elements: representation.flatMap { $0 })
    inputs = []
    for (number, layer) in parameters.head.enumerated() {
      if number > 0 { for i in value.elements.indices { value.elements[i] = max(0, value.elements[i]) } }
      inputs.append(value)
      value = value.times(layer.weight, otherAs: .transposed)
      for b in 0..<value.rows {
        for k in 0..<value.columns { value[b, k] += layer.bias[k] }
      }
    }
    logits = value
  }

  /// The sum of −log p(label) over the batch, and the gradient of its mean by the logits.
  func crossEntropy(labels: [Int]) -> (sum: Double, slope: Matrix<Scalar>) {
    var slope = logits
    var sum = 0.0
    for (b, label) in labels.enumerated() {
      let p = Mixture.weights(Array(logits.row(b)))
      sum -= Elementary.logarithm(p[label])
      for k in p.indices { slope[b, k] = (p[k] - (k == label ? 1 : 0)) / Scalar(labels.count) }
    }
    return (sum, slope)
  }

  /// Gradients by every layer of the head, and by the representation.
  func backward(
    _ parameters: ProbeParameters<Scalar>, slope: Matrix<Scalar>
  ) -> (head: [DenseLayer<Scalar>], representation: Matrix<Scalar>) {
    var slope = slope
    var head: [DenseLayer<Scalar>] = []
    for (layer, input) in zip(parameters.head, inputs).reversed() {
      let byWeight = slope.times(input, .transposed)
      let byBias = (0..<slope.columns).map { k in (0..<slope.rows).reduce(0) { $0 + slope[$1, k] } }
      head.insert(DenseLayer(weight: byWeight, bias: byBias), at: 0)
      slope = slope.times(layer.weight)
      guard head.count < inputs.count else { break }
      for i in slope.elements.indices where input.elements[i] <= 0 { slope.elements[i] = 0 }
    }
    return (head, slope)
  }
}
