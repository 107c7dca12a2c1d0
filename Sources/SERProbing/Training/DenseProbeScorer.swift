// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// Any head in either precision, by matrix products on blocks of rows: what prediction needs.
package struct DenseProbeScorer<Scalar: ProbeScalar>: Sendable {
  /// The states that it scores.
  let states: HiddenStates
  /// Standardization and mixture.
  let pooling: Scalar.Pooling
  /// Layer logits, then each layer's weight and bias.
  let layout: ParameterLayout

  /// - Parameter shape: Parameters of the shape to score with; their values do not matter.
  package init(states: HiddenStates, standardizer: Standardizer, shape: ProbeParameters<Scalar>) {
    self.states = states
    pooling = Scalar.Pooling(states: states, standardizer: standardizer)
    layout = ParameterLayout(
      states: states.stateCount, dimension: states.dimension, width: pooling.width,
      outputs: shape.head.map(\.bias.count))
  }

  /// Logits `[n, classes]` and representations `[n, d]` of all rows, at parameters in one list.
  func scores(_ flat: [Scalar]) -> (logits: Matrix<Scalar>, representation: Matrix<Scalar>) {
    let mixture = Mixture.weights(flat.prefix(states.stateCount))
    let numbers = Array(0..<states.rowCount)
    var batch = HeadBatch<Scalar>(layout)
    var logits: [Scalar] = []
    var representation: [Scalar] = []
    for start in stride(from: 0, to: states.rowCount, by: 256) {
      let rows = numbers[start..<min(start + 256, states.rowCount)]
      batch.resize(to: rows.count)
      batch.pool { pooling.weightedSums(of: rows, mixture: mixture, into: &$0) }
      batch.goForward(flat)
      logits += batch.logits
      for b in 0..<rows.count { representation += batch.representation(b).prefix(states.dimension) }
    }
    return (
      Matrix(rows: states.rowCount, columns: layout.classes, elements: logits),
      Matrix(rows: states.rowCount, columns: states.dimension, elements: representation)
    )
  }
}
