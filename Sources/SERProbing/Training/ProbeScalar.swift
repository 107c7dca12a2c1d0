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
  /// - Returns: The number of positive activations.
  /// - Precondition: there are as many activations, in whole rows.
  static func keep(
    _ slopes: inout MutableSpan<Self>, where activations: Span<Self>, sums: inout MutableSpan<Self>
  ) -> Int

  /// S·B, or Sᵀ·B, where S `[rows, columns]` are slopes that ``keep(_:where:sums:)`` made 0 in part.
  ///
  /// - Parameters:
  ///   - shape: Rows and columns of the slopes.
  ///   - nonzero: How many slopes are not 0, at most.
  ///   - other: B, `[columns, width]`, or `[rows, width]` if transposed.
  ///   - result: Overwritten, `[rows, width]`, or `[columns, width]` if transposed.
  /// - Precondition: the three fit.
  static func product(
    ofKept slopes: Span<Self>, shape: (rows: Int, columns: Int), nonzero: Int, transposed: Bool,
    with other: Span<Self>, width: Int, into result: inout MutableSpan<Self>)
}
