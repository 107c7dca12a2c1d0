// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// Any head in either precision, by matrix products on batches.
///
/// A step touches each row twice: for Z[b] = Σ_l α_l·T[b, l], and for the gradient by α, Σ_b T[b]·∂Z[b].
/// Between the two stand three products for every layer of the head: forward, by its weight, and by its
/// input. In the last two, what rectification made 0 is left out where that is faster. The last bits depend
/// on the kernels that OpenBLAS chose.
package struct DenseProbeObjective<Scalar: ProbeScalar>: ProbeObjective {
  private let scorer: DenseProbeScorer<Scalar>
  private let labels: [Int]
  private var batchLabels: [Int] = []
  private var batch: HeadBatch<Scalar>

  /// - Parameter shape: Parameters of the shape to train; their values do not matter.
  package init(
    states: HiddenStates, labels: [Int], standardizer: Standardizer, shape: ProbeParameters<Scalar>
  ) {
    self.labels = labels
    scorer = DenseProbeScorer(states: states, standardizer: standardizer, shape: shape)
    batch = HeadBatch(scorer.layout)
  }

  package var layout: ParameterLayout { scorer.layout }

  // Training holds an objective behind a protocol, where the compiler sees no type to specialize this for by
  // itself: then every comparison and every literal 0 of a batch would be a call through a witness table.
  @_specialize(where Scalar == Float)
  package mutating func loss(at flat: [Scalar], rows: ArraySlice<Int>, gradient: inout [Scalar]) -> Double {
    let states = layout.states
    let pooling = scorer.pooling
    let mixture = Mixture.weights(flat.prefix(states))
    batchLabels.removeAll(keepingCapacity: true)
    for row in rows { batchLabels.append(labels[row]) }
    batch.resize(to: rows.count)
    batch.pool { pooling.weightedSums(of: rows, mixture: mixture, into: &$0) }
    batch.goForward(flat)
    let loss = batch.crossEntropy(labels: batchLabels, &gradient)
    batch.goBackward(flat, &gradient)
    let slopes = batch.slopes[0]
    let byMixture = pooling.products(
      of: rows, with: slopes.span.extracting(first: rows.count * pooling.width))
    gradient.replaceSubrange(
      ..<states, with: Mixture.gradient(weights: mixture, byWeights: byMixture))
    return loss
  }
}
