// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("A symmetric eigendecomposition") struct SymmetricEigendecompositionTests {
  static func check<Element: BLASScalar>(_ a: Matrix<Element>) throws {
    let found = try SymmetricEigendecomposition(a)
    #expect(zip(found.values, found.values.dropFirst()).allSatisfy { $0 <= $1 })
    var scaled = found.vectors
    for row in 0..<a.rows { for column in 0..<a.rows { scaled[row, column] *= found.values[row] } }
    #expect(
      Decompositions.largestDifference(found.vectors.times(scaled, .transposed), a)
        <= Decompositions.tolerance(a))
    let identity: Matrix<Element> = Decompositions.identity(a.rows)
    #expect(
      Decompositions.largestDifference(found.vectors.times(found.vectors, otherAs: .transposed), identity)
        <= Decompositions.unitTolerance(Element.self, a.rows))
    for row in 0..<a.rows {
      let vector = found.vectors.row(row)
      let largest = vector.map(\.magnitude).max() ?? 0
      let deciding = vector.first { $0.magnitude >= largest * (1 - Element.ulpOfOne.squareRoot()) }
      #expect((deciding ?? -1) > 0, "row \(row)")
    }
  }

  @Test("gives the matrix back from orthonormal rows of fixed sign", arguments: Decompositions.orders)
  func reconstructs(order: Int) throws {
    let double: Matrix<Double> = Decompositions.symmetric(order, seed: 1)
    let single: Matrix<Float> = Decompositions.symmetric(order, seed: 1)
    try Self.check(double)
    try Self.check(single)
  }

  @Test("holds for zeros, for the identity, and for a matrix of rank one") func special() throws {
    try Self.check(Matrix<Double>(rows: 4, columns: 4))
    try Self.check(Decompositions.identity(5) as Matrix<Double>)
    let ones = Matrix<Double>(rows: 3, columns: 3, repeating: 1)
    try Self.check(ones)
    #expect(abs(try SymmetricEigendecomposition(ones).values[2] - 3) < 1e-14)
  }

  @Test("of [[0, 1], [1, 0]] has a first component that is positive in either vector") func byHand() throws {
    let found = try SymmetricEigendecomposition(Matrix<Double>(rows: 2, columns: 2, elements: [0, 1, 1, 0]))
    let half = 0.5.squareRoot()
    #expect(zip(found.values, [-1, 1]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(zip(found.vectors.elements, [half, -half, half, half]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test("takes mirror images that rounding made different, and no others") func symmetry() throws {
    var a: Matrix<Double> = Decompositions.symmetric(6, seed: 3)
    a[4, 1] *= 1 + 1e-14
    try Self.check(a)
    a[1, 4] += 1e-3
    #expect(throws: LinearAlgebraError.notSymmetric(row: 4, column: 1)) { try SymmetricEigendecomposition(a) }
  }

  @Test("refuses what is not square, has no elements, or is not finite") func refuses() {
    #expect(throws: LinearAlgebraError.notSquare(rows: 2, columns: 3)) {
      try SymmetricEigendecomposition(Matrix<Double>(rows: 2, columns: 3))
    }
    #expect(throws: LinearAlgebraError.empty(rows: 0, columns: 0)) {
      try SymmetricEigendecomposition(Matrix<Double>(rows: 0, columns: 0))
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 0, column: 1)) {
      try SymmetricEigendecomposition(Matrix<Double>(rows: 2, columns: 2, elements: [1, .nan, 1, 1]))
    }
  }
}
