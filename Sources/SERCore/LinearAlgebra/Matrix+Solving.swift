// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Matrix {
  /// The solution of A·x = b for this square matrix A.
  ///
  /// For a symmetric positive definite matrix ``CholeskyDecomposition`` takes half the work.
  ///
  /// - Throws: What solving for several right sides throws.
  /// - Precondition: `side` has as many elements as the matrix has rows.
  public func solve(_ side: [Element]) throws(LinearAlgebraError) -> [Element] {
    try solve(Matrix(rows: side.count, columns: 1, elements: side)).elements
  }

  /// The solution of A·X = B for this square matrix A.
  ///
  /// A matrix whose reciprocal condition number is below ε is refused, where NumPy's `linalg.solve` refuses
  /// only an exact zero on the way and returns digits that mean nothing.
  ///
  /// - Returns: Shape `[n, sides.columns]`.
  /// - Throws: ``LinearAlgebraError/notSquare(rows:columns:)``, ``LinearAlgebraError/empty(rows:columns:)``,
  ///   ``LinearAlgebraError/notFinite(row:column:)`` of either matrix,
  ///   ``LinearAlgebraError/singular(order:reciprocalCondition:)`` or ``LinearAlgebraError/overflow``.
  /// - Precondition: `sides` has as many rows as the matrix.
  /// - Complexity: 2·*n*³/3 operations, and 2·*n*² a column, by LAPACK's LU factors with row exchanges.
  public func solve(_ sides: Matrix) throws(LinearAlgebraError) -> Matrix {
    try requireSquare()
    precondition(
      sides.rows == rows, "solve: \(sides.rows) rows on the right of a matrix [\(rows), \(columns)]")
    try sides.requireFinite()
    var factors = elements
    let (exchanges, isSingular) = Element.routines.factorGeneral(&factors, order: rows)
    guard !isSingular else { throw .singular(order: rows, reciprocalCondition: 0) }
    let condition = Element.routines.reciprocalCondition(
      general: factors, order: rows, norm: largestColumnSum)
    guard condition >= .ulpOfOne else {
      // Where elements overflowed on the way, nothing is known that could be trusted.
      throw .singular(order: rows, reciprocalCondition: condition.isFinite ? Double(condition) : 0)
    }
    return try sides.mappingColumns { columns in
      Element.routines.solveGeneral(
        factors, exchanges: exchanges, order: rows, sides: &columns, count: sides.columns)
    }.requireNoOverflow()
  }

  /// The largest sum of magnitudes in a column, ‖A‖₁.
  var largestColumnSum: Element {
    var sums = [Element](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { sums[column] += elements[row * columns + column].magnitude }
    }
    return sums.max() ?? 0
  }

  /// The matrix after `change` of its columns, which are laid out one after another.
  ///
  /// A single column lies so already; only several are turned.
  func mappingColumns(_ change: (inout [Element]) -> Void) -> Matrix {
    guard columns > 1 else {
      var column = elements
      change(&column)
      return Matrix(rows: rows, columns: columns, elements: column)
    }
    var turned = transposed.elements
    change(&turned)
    return Matrix(rows: columns, columns: rows, elements: turned).transposed
  }
}
