// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// A precision that probes with any head can be trained in: the loops over a batch `[rows, columns]`, between
/// its matrix products.
///
/// They are requirements, and not generic code, because generic code that the compiler does not specialize
/// calls a function for every comparison and every literal 0 of a batch: that took two thirds of a training.
package protocol ProbeScalar: AdamScalar {
  /// How states are pooled in this precision.
  associatedtype Pooling: StatePooling where Pooling.Scalar == Self

  /// Adds a row to every row; then, if asked, makes what is negative 0. NaN stays NaN, so that a training
  /// that diverges ends.
  ///
  /// - Precondition: the batch has whole rows.
  static func add(_ bias: Span<Self>, to batch: inout MutableSpan<Self>, rectifying: Bool)

  /// Leaves a slope where the rectified activation is positive and makes it 0 elsewhere; `sums` becomes the
  /// sum of the rows.
  ///
  /// - Precondition: there are as many activations, in whole rows.
  static func keep(
    _ slopes: inout MutableSpan<Self>, where activations: Span<Self>, sums: inout MutableSpan<Self>)
}
