// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc  // log
#elseif canImport(Darwin)
  import Darwin
#endif

/// The Cholesky decomposition of a symmetric positive definite matrix: A = L·Lᵀ with L lower triangular.
///
/// The diagonal of L is positive, so L is unique. The factor solves as many systems as there are right sides:
///
/// ```swift
/// let coefficients = try CholeskyDecomposition(gram).solve(moments)
/// ```
///
/// - Complexity: *n*³/3 operations, by LAPACK's `potrf`; one copy of the matrix.
public struct CholeskyDecomposition<Element: BLASScalar>: Hashable, Codable, Sendable {
  /// L, shape `[n, n]`, zero above the diagonal.
  public let lower: Matrix<Element>
  /// An estimate of 1/(‖A‖₁·‖A⁻¹‖₁): near 1 for a good matrix, near ε for a useless one.
  public let reciprocalCondition: Element

  /// Decomposes a symmetric positive definite matrix.
  ///
  /// The lower triangle counts. Mirror images may differ by √ε of the largest magnitude, as rounding makes
  /// them.
  ///
  /// - Throws: ``LinearAlgebraError/notSquare(rows:columns:)``, ``LinearAlgebraError/empty(rows:columns:)``,
  ///   ``LinearAlgebraError/notFinite(row:column:)``, ``LinearAlgebraError/notSymmetric(row:column:)`` or
  ///   ``LinearAlgebraError/notPositiveDefinite(order:)``.
  public init(_ matrix: Matrix<Element>) throws(LinearAlgebraError) {
    try matrix.requireSymmetric()
    let order = matrix.rows
    var elements = matrix.elements
    let failure = Element.routines.factorCholesky(&elements, order: order)
    guard failure == 0 else { throw .notPositiveDefinite(order: failure) }
    for row in 0..<order {
      for column in row + 1..<max(order, row + 1) { elements[row * order + column] = 0 }
    }
    lower = Matrix(rows: order, columns: order, elements: elements)
    let condition = Element.routines.reciprocalCondition(
      cholesky: elements, order: order, norm: matrix.largestColumnSum)
    // Where the norm overflows, nothing is known that could be trusted.
    reciprocalCondition = condition.isFinite ? condition : 0
  }

  /// The logarithm of the determinant of A.
  public var logarithmOfDeterminant: Double {
    (0..<lower.rows).reduce(0) { $0 + 2 * log(Double(lower[$1, $1])) }
  }

  /// The solution of A·x = b.
  ///
  /// - Throws: ``LinearAlgebraError/notFinite(row:column:)`` of the right side, as a matrix of one column, or
  ///   what solving for several right sides throws.
  /// - Precondition: `side` has as many elements as A has rows.
  /// - Complexity: 2·*n*² operations.
  public func solve(_ side: [Element]) throws(LinearAlgebraError) -> [Element] {
    try solve(Matrix(rows: side.count, columns: 1, elements: side)).elements
  }

  /// The solution of A·X = B.
  ///
  /// - Returns: Shape `[n, sides.columns]`.
  /// - Throws: ``LinearAlgebraError/empty(rows:columns:)`` or ``LinearAlgebraError/notFinite(row:column:)``
  ///   of the right sides, ``LinearAlgebraError/singular(order:reciprocalCondition:)`` where A is positive
  ///   definite by rounding alone, or ``LinearAlgebraError/overflow``.
  /// - Precondition: `sides` has as many rows as A.
  /// - Complexity: 2·*n*² operations a column.
  public func solve(_ sides: Matrix<Element>) throws(LinearAlgebraError) -> Matrix<Element> {
    let order = lower.rows
    precondition(sides.rows == order, "solve: \(sides.rows) rows on the right of a matrix of order \(order)")
    try sides.requireFinite()
    guard reciprocalCondition >= .ulpOfOne else {
      throw .singular(order: order, reciprocalCondition: Double(reciprocalCondition))
    }
    return try sides.mappingColumns { columns in
      Element.routines.solveCholesky(lower.elements, order: order, sides: &columns, count: sides.columns)
    }.requireNoOverflow()
  }
}
