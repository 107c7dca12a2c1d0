// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore

/// Matrices to decompose, and measures of what came out.
enum Decompositions {
  /// Square, tall, wide, single rows and columns, and sizes at which LAPACK works in blocks.
  static let shapes = [
    (1, 1), (1, 2), (2, 1), (1, 9), (9, 1), (2, 2), (3, 5), (5, 3), (8, 8), (17, 4), (4, 17), (33, 64),
    (64, 33),
    (70, 70), (150, 90),
  ]

  static let orders = [1, 2, 3, 5, 8, 17, 33, 64, 100]

  static func random<Element: BLASScalar>(
    _ rows: Int, _ columns: Int, rank: Int? = nil, seed: UInt64
  ) -> Matrix<Element> {
    var generator = NumPyGenerator(seed: seed)
    func normal(_ rows: Int, _ columns: Int) -> Matrix<Element> {
      Matrix(
        rows: rows, columns: columns, elements: generator.standardNormals(rows * columns).map { Element($0) })
    }
    guard let rank else { return normal(rows, columns) }
    return normal(rows, rank).times(normal(rank, columns))
  }

  /// A symmetric matrix of any signs.
  static func symmetric<Element: BLASScalar>(_ order: Int, seed: UInt64) -> Matrix<Element> {
    let a: Matrix<Element> = random(order, order, seed: seed)
    let turned = a.transposed
    return Matrix(
      rows: order, columns: order, elements: zip(a.elements, turned.elements).map { ($0 + $1) / 2 })
  }

  /// A symmetric positive definite matrix with a condition number of a few hundred at most.
  static func positiveDefinite<Element: BLASScalar>(_ order: Int, seed: UInt64) -> Matrix<Element> {
    let a: Matrix<Element> = random(order, order, seed: seed)
    var gram = a.times(a, .transposed)
    for i in 0..<order { gram[i, i] += 1 }
    return gram
  }

  static func identity<Element: BLASScalar>(_ order: Int) -> Matrix<Element> {
    var identity = Matrix<Element>(rows: order, columns: order)
    for i in 0..<order { identity[i, i] = 1 }
    return identity
  }

  static func largestDifference<Element: BLASScalar>(_ a: Matrix<Element>, _ b: Matrix<Element>) -> Double {
    precondition(a.rows == b.rows && a.columns == b.columns, "shapes differ")
    return zip(a.elements, b.elements).reduce(0) { max($0, abs(Double($1.0) - Double($1.1))) }
  }

  static func largest<Element: BLASScalar>(_ a: Matrix<Element>) -> Double {
    a.elements.reduce(0) { max($0, Double($1.magnitude)) }
  }

  /// What rounding may do to a product of the factors of a matrix: backward errors of these methods are a
  /// small multiple of the dimension times ε times the norm.
  static func tolerance<Element: BLASScalar>(_ a: Matrix<Element>) -> Double {
    let dimension = Double(max(a.rows, a.columns))
    return 10 * dimension * Double(Element.ulpOfOne) * max(largest(a), .leastNormalMagnitude)
      * dimension.squareRoot()
  }

  static func unitTolerance<Element: BLASScalar>(_: Element.Type, _ dimension: Int) -> Double {
    10 * Double(dimension) * Double(Element.ulpOfOne)
  }
}
