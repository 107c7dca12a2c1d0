// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The eigenvalues and eigenvectors of a symmetric matrix: A = Vᵀ·diag(λ)·V with the eigenvectors as rows of
/// V.
///
/// Signs are fixed: in each vector the first component that is as large as the largest, but for rounding, is
/// positive. Vectors of equal eigenvalues remain free to turn among themselves.
///
/// - Complexity: O(*n*³), by LAPACK's divide and conquer (`syevd`); one copy of the matrix.
/// - Source: the ascending order of NumPy's `linalg.eigh`, whose vectors are columns where ours are rows.
public struct SymmetricEigendecomposition<Element: BLASScalar>: Hashable, Codable, Sendable {
  /// λ, ascending.
  public let values: [Element]
  /// V, shape `[n, n]`: row *i* is the vector of value *i*; the rows are orthonormal.
  public let vectors: Matrix<Element>

  /// Decomposes a symmetric matrix.
  ///
  /// The lower triangle counts. Mirror images may differ by √ε of the largest magnitude, as rounding makes
  /// them.
  ///
  /// - Throws: ``LinearAlgebraError/notSquare(rows:columns:)``, ``LinearAlgebraError/empty(rows:columns:)``,
  ///   ``LinearAlgebraError/notFinite(row:column:)``, ``LinearAlgebraError/notSymmetric(row:column:)``,
  ///   ``LinearAlgebraError/overflow`` or ``LinearAlgebraError/didNotConverge(routine:)``.
  public init(_ matrix: Matrix<Element>) throws(LinearAlgebraError) {
    try matrix.requireSymmetric()
    let order = matrix.rows
    let found = Element.routines.eigenvalues(of: matrix.elements, order: order)
    guard let found else { throw .didNotConverge(routine: "syevd") }
    var vectors = found.vectors
    values = found.values
    guard values.allSatisfy(\.isFinite) else { throw .overflow }
    for row in 0..<order where SignConvention.isNegative(vectors[row * order..<(row + 1) * order]) {
      for place in row * order..<(row + 1) * order { vectors[place].negate() }
    }
    self.vectors = Matrix(rows: order, columns: order, elements: vectors)
  }
}
