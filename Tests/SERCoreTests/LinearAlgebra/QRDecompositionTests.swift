// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("A QR decomposition") struct QRDecompositionTests {
  static func check<Element: BLASScalar>(_ a: Matrix<Element>) throws {
    let found = try QRDecomposition(a)
    let k = min(a.rows, a.columns)
    #expect(found.orthogonal.rows == a.rows && found.orthogonal.columns == k)
    #expect(found.upper.rows == k && found.upper.columns == a.columns)
    for row in 0..<k {
      #expect(found.upper[row, row] >= 0)
      for column in 0..<row { #expect(found.upper[row, column] == 0) }
    }
    #expect(
      Decompositions.largestDifference(found.orthogonal.times(found.upper), a) <= Decompositions.tolerance(a))
    let identity: Matrix<Element> = Decompositions.identity(k)
    #expect(
      Decompositions.largestDifference(found.orthogonal.times(found.orthogonal, .transposed), identity)
        <= Decompositions.unitTolerance(Element.self, max(a.rows, a.columns)))
  }

  @Test("gives the matrix back from orthonormal columns and a triangle", arguments: Decompositions.shapes)
  func reconstructs(rows: Int, columns: Int) throws {
    let double: Matrix<Double> = Decompositions.random(rows, columns, seed: 1)
    let single: Matrix<Float> = Decompositions.random(rows, columns, seed: 1)
    try Self.check(double)
    try Self.check(single)
  }

  @Test("holds where columns depend on others, and for zeros") func deficient() throws {
    try Self.check(Decompositions.random(9, 6, rank: 2, seed: 2) as Matrix<Double>)
    try Self.check(Decompositions.random(6, 9, rank: 2, seed: 2) as Matrix<Double>)
    try Self.check(Matrix<Double>(rows: 3, columns: 3))
  }

  @Test("of [[3, 5], [4, 0]] is known by hand") func byHand() throws {
    let found = try QRDecomposition(Matrix<Double>(rows: 2, columns: 2, elements: [3, 5, 4, 0]))
    #expect(zip(found.orthogonal.elements, [0.6, 0.8, 0.8, -0.6]).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(zip(found.upper.elements, [5, 3, 0, 4]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test("refuses what has no elements, what is not finite, and what overflows") func refuses() {
    #expect(throws: LinearAlgebraError.empty(rows: 0, columns: 2)) {
      try QRDecomposition(Matrix<Double>(rows: 0, columns: 2))
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 1)) {
      try QRDecomposition(Matrix<Double>(rows: 2, columns: 2, elements: [1, 1, 1, .infinity]))
    }
    #expect(throws: LinearAlgebraError.overflow) {
      try QRDecomposition(Matrix<Double>(rows: 2, columns: 1, repeating: 1.7e308))
    }
  }
}
