// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Matrix {
  /// The transpose, as a new matrix.
  ///
  /// - Note: Products need none: see ``Orientation``.
  public var transposed: Matrix {
    var swapped = elements
    for row in 0..<rows {
      for column in 0..<columns { swapped[column * rows + row] = elements[row * columns + column] }
    }
    return Matrix(rows: columns, columns: rows, elements: swapped)
  }

  /// Throws unless the matrix has elements and all are finite.
  func requireFinite() throws(LinearAlgebraError) {
    guard rows > 0, columns > 0 else { throw .empty(rows: rows, columns: columns) }
    if let place = elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: place / columns, column: place % columns)
    }
  }

  /// Throws unless the matrix is square, finite and symmetric.
  ///
  /// Mirror images may differ by √ε of the largest magnitude: products of a matrix with its transpose differ
  /// by rounding alone, and stay far below.
  func requireSymmetric() throws(LinearAlgebraError) {
    try requireSquare()
    var (worst, largest) = (Element.zero, Element.zero)
    var place = (row: 0, column: 0)
    for row in 0..<rows {
      for column in 0...row {
        let (below, above) = (elements[row * columns + column], elements[column * columns + row])
        largest = max(largest, below.magnitude, above.magnitude)
        // Halves, so that no difference of finite elements overflows.
        let difference = (below / 2 - above / 2).magnitude
        if difference > worst { (worst, place) = (difference, (row, column)) }
      }
    }
    if worst > Element.ulpOfOne.squareRoot() * (largest / 2) {
      throw .notSymmetric(row: place.row, column: place.column)
    }
  }

  /// The matrix, unless an element overflowed on the way.
  func requireNoOverflow() throws(LinearAlgebraError) -> Matrix {
    guard elements.allSatisfy(\.isFinite) else { throw .overflow }
    return self
  }

  /// Throws unless the matrix is square and finite.
  func requireSquare() throws(LinearAlgebraError) {
    guard rows == columns else { throw .notSquare(rows: rows, columns: columns) }
    try requireFinite()
  }
}
