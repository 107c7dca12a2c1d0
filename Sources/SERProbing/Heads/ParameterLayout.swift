// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Where one layer of a head stands in the list of parameters: weight `[outputs, inputs]`, then bias.
package struct HeadLayer: Hashable, Sendable {
  let start: Int
  let inputs: Int
  let outputs: Int

  var weight: Range<Int> { start..<start + outputs * inputs }
  var bias: Range<Int> { weight.upperBound..<weight.upperBound + outputs }
}

/// The list that training keeps a probe's parameters in: layer logits `[L+1]`, then each layer's weight and
/// bias.
///
/// Each row of the first weight is padded with zeros to the width that the kernels want; training leaves them
/// zero.
package struct ParameterLayout: Hashable, Sendable {
  /// L + 1.
  let states: Int
  /// Columns of the first weight that are no padding.
  let dimension: Int
  /// First to last.
  let layers: [HeadLayer]

  /// - Parameters:
  ///   - width: Columns of the first weight with its padding.
  ///   - outputs: Outputs of each layer, first to last; those of the last are the classes.
  init(states: Int, dimension: Int, width: Int, outputs: [Int]) {
    self.states = states
    self.dimension = dimension
    var start = states
    var inputs = width
    layers = outputs.map { outputs in
      defer { (start, inputs) = (start + outputs * (inputs + 1), outputs) }
      return HeadLayer(start: start, inputs: inputs, outputs: outputs)
    }
  }

  /// Outputs of the last layer.
  var classes: Int { layers[layers.count - 1].outputs }

  /// Parameters as one list.
  func flattened<Scalar>(_ parameters: ProbeParameters<Scalar>) -> [Scalar] {
    var flat = parameters.layerLogits
    for (layer, place) in zip(parameters.head, layers) {
      let columns = layer.weight.columns
      let padding = Array(repeating: Scalar.zero, count: place.inputs - columns)
      for k in 0..<place.outputs {
        flat += layer.weight.elements[k * columns..<(k + 1) * columns]
        flat += padding
      }
      flat += layer.bias
    }
    return flat
  }

  /// The way back from ``flattened(_:)``.
  func parameters<Scalar>(_ flat: [Scalar]) -> ProbeParameters<Scalar> {
    let head = layers.enumerated().map { i, place in
      let columns = i == 0 ? dimension : place.inputs
      var weight: [Scalar] = []
      weight.reserveCapacity(place.outputs * columns)
      for k in 0..<place.outputs {
        let row = place.weight.lowerBound + k * place.inputs
        weight += flat[row..<row + columns]
      }
      return DenseLayer(
        weight: Matrix(rows: place.outputs, columns: columns, elements: weight), bias: Array(flat[place.bias])
      )
    }
    return ProbeParameters(layerLogits: Array(flat[..<states]), head: head)
  }
}
