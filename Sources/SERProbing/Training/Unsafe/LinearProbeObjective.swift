// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels
package import SERCore

/// The linear head in single precision: each sample's loss and gradient in one pass over its row, where the
/// row lies, by a kernel that gives the same bits on every processor.
package struct LinearProbeObjective: ProbeObjective {
  /// The head at parameters, without labels.
  package let scorer: LinearProbeScorer
  private let labels: [Int32]
  private var batchLabels: [Int32] = []

  package init(states: HiddenStates, labels: [Int], classes: Int, standardizer: Standardizer) {
    scorer = LinearProbeScorer(states: states, classes: classes, standardizer: standardizer)
    self.labels = labels.map(Int32.init)
  }

  package var layout: ParameterLayout { scorer.layout }

  package mutating func loss(at flat: [Float], rows: ArraySlice<Int>, gradient: inout [Float]) -> Double {
    let states = scorer.states
    let layer = layout.layers[0]
    batchLabels.removeAll(keepingCapacity: true)
    for row in rows { batchLabels.append(labels[row]) }
    let mixture = scorer.layerWeights(flat)
    var byMixture = [Float](repeating: 0, count: states.stateCount)
    let loss = unsafe scorer.withProbe(flat, mixture) { probe in
      unsafe states.withRowPointers(rows) { pointers in
        unsafe gradient.withUnsafeMutableBufferPointer { gradient in
          let base = gradient.baseAddress!
          return unsafe ser_linear_probe_gradient(
            &probe, pointers.baseAddress, states.precision == .half ? 1 : 0, batchLabels, rows.count,
            1 / Double(rows.count), &byMixture, base + layer.weight.lowerBound, base + layer.bias.lowerBound)
        }
      }
    }
    let byLogits = Mixture.gradient(weights: mixture, byWeights: byMixture)
    gradient.replaceSubrange(..<states.stateCount, with: byLogits)
    return loss
  }
}
