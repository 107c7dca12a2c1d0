// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The thin singular value decomposition of a matrix: A = U·diag(σ)·V.
///
/// ```swift
/// let decomposition = try SingularValueDecomposition(matrix)
/// let rank = decomposition.rank()
/// ```
///
/// Signs are fixed: in each left vector the first component that is as large as the largest, but for
/// rounding, is positive, and the right vector follows. Vectors of equal singular values remain free to turn
/// among themselves.
///
/// - Complexity: O(*m*·*n*·min(*m*, *n*)), by LAPACK's divide and conquer (`gesdd`); one copy of the matrix.
/// - Source: the thin form and the order of NumPy's `linalg.svd(a, full_matrices=False)`.
public struct SingularValueDecomposition<Element: BLASScalar>: Hashable, Codable, Sendable {
  /// U, shape `[rows, k]` with *k* = min(rows, columns); its columns are orthonormal.
  public let left: Matrix<Element>
  /// σ, *k* values, none negative, the largest first.
  public let values: [Element]
  /// V, shape `[k, columns]`: row *i* is the right vector of value *i*; the rows are orthonormal.
  public let right: Matrix<Element>

  /// Decomposes a matrix.
  ///
  /// - Throws: ``LinearAlgebraError/empty(rows:columns:)``, ``LinearAlgebraError/notFinite(row:column:)``,
  ///   ``LinearAlgebraError/overflow`` or ``LinearAlgebraError/didNotConverge(routine:)``.
  public init(_ matrix: Matrix<Element>) throws(LinearAlgebraError) {
    try matrix.requireFinite()
    let (rows, columns) = (matrix.rows, matrix.columns)
    let found = Element.routines.singularValues(of: matrix.elements, rows: rows, columns: columns)
    guard let found else { throw .didNotConverge(routine: "gesdd") }
    var (left, right) = (found.left, found.right)
    values = found.values
    guard values.allSatisfy(\.isFinite) else { throw .overflow }
    let count = values.count
    for (vector, isNegative) in SignConvention.negativeColumns(of: left, rows: rows, columns: count)
      .enumerated() where isNegative
    {
      for row in 0..<rows { left[row * count + vector].negate() }
      for column in 0..<columns { right[vector * columns + column].negate() }
    }
    self.left = Matrix(rows: rows, columns: count, elements: left)
    self.right = Matrix(rows: count, columns: columns, elements: right)
  }

  /// The number of singular values above `tolerance` times the largest.
  ///
  /// - Parameter tolerance: Without one, max(rows, columns)·ε, as in NumPy's `matrix_rank`.
  /// - Precondition: the tolerance is not negative.
  public func rank(tolerance: Element? = nil) -> Int {
    let tolerance = tolerance ?? Element(max(left.rows, right.columns)) * .ulpOfOne
    precondition(tolerance >= 0, "SingularValueDecomposition.rank: tolerance \(tolerance) is negative")
    let bound = (values.first ?? 0) * tolerance
    return values.count { $0 > bound }
  }
}
