// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The thin QR decomposition of a matrix: A = Q·R with orthonormal columns in Q and R upper triangular.
///
/// Signs are fixed: the diagonal of R is not negative. For a matrix of full column rank that makes both
/// factors unique.
///
/// - Complexity: O(*m*·*n*·min(*m*, *n*)), by LAPACK's Householder reflections; one copy of the matrix.
/// - Source: the thin form of NumPy's `linalg.qr`, whose diagonal has either sign.
public struct QRDecomposition<Element: BLASScalar>: Hashable, Codable, Sendable {
  /// Q, shape `[rows, k]` with *k* = min(rows, columns).
  public let orthogonal: Matrix<Element>
  /// R, shape `[k, columns]`, zero below the diagonal.
  public let upper: Matrix<Element>

  /// Decomposes a matrix.
  ///
  /// - Throws: ``LinearAlgebraError/empty(rows:columns:)``,
  ///   ``LinearAlgebraError/notFinite(row:column:)`` or ``LinearAlgebraError/overflow``.
  public init(_ matrix: Matrix<Element>) throws(LinearAlgebraError) {
    try matrix.requireFinite()
    let (rows, columns) = (matrix.rows, matrix.columns)
    let count = min(rows, columns)
    var (upper, full) = Element.routines.orthogonalFactor(
      of: matrix.elements, rows: rows, columns: columns)
    // Q stands in the first columns of the old matrix; a wide one has more.
    var orthogonal = full
    if count < columns {
      orthogonal = (0..<rows).flatMap { full[$0 * columns..<$0 * columns + count] }
    }
    full = []
    for row in 0..<count {
      for column in 0..<row { upper[row * columns + column] = 0 }
      guard upper[row * columns + row] < 0 else { continue }
      for column in row..<columns { upper[row * columns + column].negate() }
      for place in stride(from: row, to: rows * count, by: count) { orthogonal[place].negate() }
    }
    self.orthogonal = try Matrix(rows: rows, columns: count, elements: orthogonal).requireNoOverflow()
    self.upper = try Matrix(rows: count, columns: columns, elements: upper).requireNoOverflow()
  }
}
