// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Whether a matrix enters a product as it lies or transposed; nothing is copied.
public enum Orientation: Hashable, Sendable {
  /// As it lies.
  case asStored
  /// Transposed.
  case transposed
}

extension Matrix {
  /// op(A)·op(B).
  ///
  /// - Precondition: the inner dimensions agree.
  /// - Complexity: 2·m·n·k operations in OpenBLAS.
  public func times(
    _ other: Matrix, _ orientation: Orientation = .asStored, otherAs: Orientation = .asStored
  ) -> Matrix {
    let rows = orientation == .asStored ? self.rows : columns
    let columns = otherAs == .asStored ? other.columns : other.rows
    var product = Matrix(rows: rows, columns: columns)
    product.setProduct(of: self, orientation, and: other, otherAs)
    return product
  }

  /// self ← α·op(A)·op(B) + β·self, without a new allocation.
  ///
  /// - Precondition: the shapes fit.
  public mutating func setProduct(
    of a: Matrix, _ orientationA: Orientation = .asStored, and b: Matrix,
    _ orientationB: Orientation = .asStored,
    scaledBy alpha: Element = 1, addingSelfTimes beta: Element = 0
  ) {
    let (m, k) = orientationA == .asStored ? (a.rows, a.columns) : (a.columns, a.rows)
    let (inner, n) = orientationB == .asStored ? (b.rows, b.columns) : (b.columns, b.rows)
    precondition(
      k == inner && m == rows && n == columns,
      "product [\(m), \(k)]·[\(inner), \(n)] into a matrix [\(rows), \(columns)]")
    var target = elements.mutableSpan
    Element.generalMatrixMultiply(
      m: m, n: n, k: k, alpha: alpha, a: a.elements.span, transposedA: orientationA == .transposed,
      b: b.elements.span, transposedB: orientationB == .transposed, beta: beta, c: &target)
  }

  /// op(A)·x.
  ///
  /// - Precondition: `vector` has as many elements as op(A) has columns.
  /// - Complexity: 2·rows·columns operations in OpenBLAS.
  public func times(_ vector: [Element], _ orientation: Orientation = .asStored) -> [Element] {
    let transposed = orientation == .transposed
    var product = [Element](repeating: 0, count: transposed ? columns : rows)
    var target = product.mutableSpan
    Element.generalMatrixVector(
      rows: rows, columns: columns, alpha: 1, a: elements.span, transposed: transposed, x: vector.span,
      beta: 0,
      y: &target)
    return product
  }
}
