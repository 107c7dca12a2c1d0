// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels
package import SERCore

/// The linear head in single precision: each sample's loss and gradient in one pass over its row, where the row
/// lies, by a kernel that gives the same bits on every processor.
///
/// The list of parameters is layer logits `[L+1]`, weight `[classes, padded]`, bias `[classes]`, where a padded
/// row ends in zeros, which training leaves zero.
package struct LinearProbeObjective: ProbeObjective {
  let states: HiddenStates
  let labels: [Int32]
  let classes: Int
  let padded: Int
  private let coefficients: StandardizingCoefficients
  private var batchLabels: [Int32] = []

  package init(states: HiddenStates, labels: [Int], classes: Int, standardizer: Standardizer) {
    self.states = states
    self.labels = labels.map(Int32.init)
    self.classes = classes
    coefficients = StandardizingCoefficients(standardizer)
    padded = coefficients.padded
  }

  package func flattened(_ parameters: ProbeParameters<Float>) -> [Float] {
    let layer = parameters.head[0]
    var flat = parameters.layerLogits
    for k in 0..<classes {
      flat += layer.weight.row(k)
      flat += Array(repeating: 0, count: padded - states.dimension)
    }
    return flat + layer.bias
  }

  package func parameters(_ flat: [Float]) -> ProbeParameters<Float> {
    let start = states.stateCount
    let weight = (0..<classes).flatMap { flat[start + $0 * padded..<start + $0 * padded + states.dimension] }
    let layer = DenseLayer(
      weight: Matrix(rows: classes, columns: states.dimension, elements: weight),
      bias: Array(flat[(start + classes * padded)...]))
    return ProbeParameters(layerLogits: Array(flat[..<start]), head: [layer])
  }

  package mutating func loss(at flat: [Float], rows: ArraySlice<Int>, gradient: inout [Float]) -> Double {
    let count = states.stateCount
    batchLabels.removeAll(keepingCapacity: true)
    for row in rows { batchLabels.append(labels[row]) }
    let mixture = layerWeights(flat)
    var byMixture = [Float](repeating: 0, count: count)
    let loss = unsafe withProbe(flat, mixture) { probe in
      unsafe states.withRowPointers(rows) { pointers in
        unsafe gradient.withUnsafeMutableBufferPointer { gradient in
          let byWeight = unsafe gradient.baseAddress! + count
          return unsafe ser_linear_probe_gradient(
            &probe, pointers.baseAddress, states.precision == .half ? 1 : 0, batchLabels, rows.count,
            1 / Double(rows.count), &byMixture, byWeight, byWeight + classes * padded)
        }
      }
    }
    let byLogits = Mixture.gradient(weights: mixture, byWeights: byMixture)
    gradient.replaceSubrange(..<count, with: byLogits)
    return loss
  }

  /// Logits `[rows, classes]` and weighted-sum representations `[rows, d]` of all rows.
  package func scores(_ flat: [Float]) -> (logits: Matrix<Float>, representation: Matrix<Float>) {
    var logits = Matrix<Float>(rows: states.rowCount, columns: classes)
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

  private func layerWeights(_ flat: [Float]) -> [Float] {
    Softmax.probabilities(flat.prefix(states.stateCount))
  }

  private func withProbe<Result>(
    _ flat: [Float], _ mixture: [Float], _ body: (inout ser_linear_probe) -> Result
  ) -> Result {
    unsafe flat.withUnsafeBufferPointer { flat in
      unsafe mixture.withUnsafeBufferPointer { mixture in
        unsafe coefficients.withPointers { center, scale in
          let weight = unsafe flat.baseAddress! + states.stateCount
          var probe = unsafe ser_linear_probe(
            states: states.stateCount, dimension: states.dimension, padded: padded, classes: classes,
            center: center,
            scale: scale, mixture: mixture.baseAddress!, weight: weight, bias: weight + classes * padded)
          return unsafe body(&probe)
        }
      }
    }
  }
}

/// Softmax in double, rounded to single precision: the same bits on every processor.
enum Softmax {
  static func probabilities(_ logits: some Collection<Float>) -> [Float] {
    let logits = Array(logits)
    var result = logits
    unsafe ser_softmax(logits, logits.count, &result)
    return result
  }
}
