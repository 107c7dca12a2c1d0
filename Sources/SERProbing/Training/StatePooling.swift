// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// Weighted sums of the standardized states of a batch, and the way back: all that a head behind the mixture
/// needs to know of the rows.
package protocol StatePooling: Sendable {
  associatedtype Scalar: BLASScalar

  init(states: HiddenStates, standardizer: Standardizer)

  /// Columns of the sums: the dimension, padded with zeros where the kernels want whole registers.
  var width: Int { get }

  /// Z[b] = Σ_l mixture[l]·T[b, l], shape `[rows, width]`, in place of `sums`.
  func weightedSums(of rows: ArraySlice<Int>, mixture: [Scalar], into sums: inout MutableSpan<Scalar>)

  /// Σ_b T[b, l]·slopes[b] for every state l; `slopes` is `[rows, width]`.
  func products(of rows: ArraySlice<Int>, with slopes: Span<Scalar>) -> [Scalar]
}
