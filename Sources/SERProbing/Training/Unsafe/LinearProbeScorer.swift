// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels
package import SERCore

/// A linear head on standardized states, as the kernels take it: what prediction needs, and what training
/// stands on.
package struct LinearProbeScorer: Sendable {
  /// The states that it scores.
  let states: HiddenStates
  /// Layer logits, weight `[classes, padded]`, bias.
  let layout: ParameterLayout
  private let coefficients: StandardizingCoefficients

  package init(states: HiddenStates, classes: Int, standardizer: Standardizer) {
    self.states = states
    coefficients = StandardizingCoefficients(standardizer)
    layout = ParameterLayout(
      states: states.stateCount, dimension: states.dimension, width: coefficients.padded, outputs: [classes])
  }

  /// Logits `[n, classes]` and weighted-sum representations `[n, d]` of all rows, at parameters in one list.
  package func scores(_ flat: [Float]) -> (logits: Matrix<Float>, representation: Matrix<Float>) {
    let padded = coefficients.padded
    var logits = Matrix<Float>(rows: states.rowCount, columns: layout.classes)
    var wide = [Float](repeating: 0, count: states.rowCount * padded)
    let mixture = layerWeights(flat)
    unsafe withProbe(flat, mixture) { probe in
      unsafe states.withRowPointers(0..<states.rowCount) { pointers in
        unsafe ser_linear_probe_scores(
          &probe, pointers.baseAddress, states.precision == .half ? 1 : 0, states.rowCount, &logits.elements,
          &wide)
      }
    }
    let narrow = (0..<states.rowCount).flatMap { wide[$0 * padded..<$0 * padded + states.dimension] }
    return (logits, Matrix(rows: states.rowCount, columns: states.dimension, elements: narrow))
  }

  /// The mixture at parameters in one list, shape `[L+1]`.
  func layerWeights(_ flat: [Float]) -> [Float] { Softmax.probabilities(flat.prefix(states.stateCount)) }

  /// The probe of these parameters and this mixture, valid while `body` runs.
  func withProbe<Result>(
    _ flat: [Float], _ mixture: [Float], _ body: (inout ser_linear_probe) -> Result
  ) -> Result {
    unsafe flat.withUnsafeBufferPointer { flat in
      unsafe mixture.withUnsafeBufferPointer { mixture in
        unsafe coefficients.withPointers { center, scale in
          let base = flat.baseAddress!
          let layer = layout.layers[0]
          var probe = unsafe ser_linear_probe(
            states: states.stateCount, dimension: states.dimension, padded: coefficients.padded,
            classes: layout.classes, center: center, scale: scale, mixture: mixture.baseAddress!,
            weight: base + layer.weight.lowerBound, bias: base + layer.bias.lowerBound)
          return unsafe body(&probe)
        }
      }
    }
  }
}
