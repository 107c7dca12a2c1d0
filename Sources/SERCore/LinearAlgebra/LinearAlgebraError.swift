// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a matrix has no decomposition, or a system of equations no solution that could be trusted.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// The matrix has no rows or no columns.
  case empty(rows: Int, columns: Int)
  /// The matrix is not square where only a square one has an answer.
  case notSquare(rows: Int, columns: Int)
  /// The element is infinite or not a number; it is the first such, row by row.
  case notFinite(row: Int, column: Int)
  /// The element differs from its mirror image by more than rounding explains; it is the worst such.
  case notSymmetric(row: Int, column: Int)
  /// The leading `order` rows and columns are not positive definite; all smaller leading parts are.
  case notPositiveDefinite(order: Int)
  /// The matrix is singular to working precision.
  ///
  /// `reciprocalCondition` is about 1/(‖A‖₁·‖A⁻¹‖₁), and 0 where a pivot is exactly 0.
  case singular(order: Int, reciprocalCondition: Double)
  /// All elements are finite, but a result is beyond the largest number of the element type.
  case overflow
  /// The iteration of the named LAPACK routine came to no end.
  case didNotConverge(routine: String)
}

extension LinearAlgebraError: CustomStringConvertible {
  /// A sentence that says what is wrong and what to do.
  public var description: String {
    switch self {
    case .empty(let rows, let columns):
      "the matrix [\(rows), \(columns)] is empty; give it at least one row and one column"
    case .notSquare(let rows, let columns):
      "the matrix [\(rows), \(columns)] is not square; only a square one can be decomposed or solved this way"
    case .notFinite(let row, let column):
      "the element in row \(row), column \(column) is infinite or not a number; "
        + "find where it comes from, or leave its row out"
    case .notSymmetric(let row, let column):
      "the elements (\(row), \(column)) and (\(column), \(row)) differ by more than rounding; "
        + "give a symmetric matrix, or the mean of the matrix and its transpose"
    case .notPositiveDefinite(let order):
      "the leading \(order) row(s) and column(s) are not positive definite; "
        + "add a ridge to the diagonal, or leave out columns that depend on others"
    case .singular(let order, let reciprocalCondition):
      "the matrix [\(order), \(order)] is singular to working precision "
        + "(reciprocal condition number \(reciprocalCondition)); "
        + "leave out rows or columns that depend on others, or add a ridge"
    case .overflow:
      "a result is beyond the largest number of its type; divide the matrix by its largest element first"
    case .didNotConverge(let routine):
      "LAPACK's \(routine) did not converge; scale the matrix, or leave out columns that are nearly constant"
    }
  }
}
