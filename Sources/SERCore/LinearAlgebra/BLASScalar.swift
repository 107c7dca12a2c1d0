// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A floating-point type that OpenBLAS computes in: `Float` or `Double`.
///
/// The two conformances forward to the single- and double-precision routines; no other type is meant to conform.
public protocol BLASScalar: BinaryFloatingPoint, Codable, Sendable {
  /// C ← α·op(A)·op(B) + β·C, row-major: op(A) is `[m, k]`, op(B) `[k, n]`, C `[m, n]`.
  ///
  /// The corresponding C functions are `cblas_sgemm` and `cblas_dgemm`.
  ///
  /// - Precondition: the three spans hold exactly m·k, k·n and m·n elements.
  /// - Complexity: 2·m·n·k operations.
  static func generalMatrixMultiply(
    m: Int, n: Int, k: Int, alpha: Self, a: Span<Self>, transposedA: Bool, b: Span<Self>, transposedB: Bool,
    beta: Self, c: inout MutableSpan<Self>)

  /// y ← α·op(A)·x + β·y, row-major; A as stored is `[rows, columns]`.
  ///
  /// The corresponding C functions are `cblas_sgemv` and `cblas_dgemv`.
  ///
  /// - Precondition: the counts of A, x and y fit op(A).
  /// - Complexity: 2·rows·columns operations.
  static func generalMatrixVector(
    rows: Int, columns: Int, alpha: Self, a: Span<Self>, transposed: Bool, x: Span<Self>, beta: Self,
    y: inout MutableSpan<Self>)
}
