// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("A singular value decomposition") struct SingularValueDecompositionTests {
  static func check<Element: BLASScalar>(_ a: Matrix<Element>) throws {
    let found = try SingularValueDecomposition(a)
    let k = min(a.rows, a.columns)
    #expect(found.left.rows == a.rows && found.left.columns == k)
    #expect(found.right.rows == k && found.right.columns == a.columns)
    #expect(found.values.count == k)
    #expect(found.values.allSatisfy { $0 >= 0 })
    #expect(zip(found.values, found.values.dropFirst()).allSatisfy { $0 >= $1 })

    var scaled = found.right
    for row in 0..<k { for column in 0..<a.columns { scaled[row, column] *= found.values[row] } }
    #expect(Decompositions.largestDifference(found.left.times(scaled), a) <= Decompositions.tolerance(a))
    let unit = Decompositions.unitTolerance(Element.self, max(a.rows, a.columns))
    let identity: Matrix<Element> = Decompositions.identity(k)
    #expect(Decompositions.largestDifference(found.left.times(found.left, .transposed), identity) <= unit)
    #expect(
      Decompositions.largestDifference(found.right.times(found.right, otherAs: .transposed), identity) <= unit
    )
    for column in 0..<k {
      let vector = (0..<a.rows).map { found.left[$0, column] }
      let largest = vector.map(\.magnitude).max() ?? 0
      let deciding = vector.first { $0.magnitude >= largest * (1 - Element.ulpOfOne.squareRoot()) }
      #expect((deciding ?? -1) > 0, "column \(column)")
    }
  }

  @Test("gives the matrix back from orthonormal vectors of fixed sign", arguments: Decompositions.shapes)
  func reconstructs(rows: Int, columns: Int) throws {
    let double: Matrix<Double> = Decompositions.random(rows, columns, seed: 1)
    let single: Matrix<Float> = Decompositions.random(rows, columns, seed: 1)
    try Self.check(double)
    try Self.check(single)
    #expect(try SingularValueDecomposition(double).rank() == min(rows, columns))
  }

  @Test("finds the rank that was planted", arguments: [(6, 4, 1), (4, 6, 2), (40, 30, 7), (30, 40, 29)])
  func rank(rows: Int, columns: Int, rank: Int) throws {
    let a: Matrix<Double> = Decompositions.random(rows, columns, rank: rank, seed: 2)
    try Self.check(a)
    #expect(try SingularValueDecomposition(a).rank() == rank)
  }

  @Test("holds for a matrix of zeros, whose rank is 0") func zeros() throws {
    let a = Matrix<Double>(rows: 3, columns: 2)
    try Self.check(a)
    let found = try SingularValueDecomposition(a)
    #expect(found.values == [0, 0])
    #expect(found.rank() == 0)
  }

  @Test("of diagonal [[0, 2], [-3, 0]] is known by hand") func byHand() throws {
    let found = try SingularValueDecomposition(Matrix<Double>(rows: 2, columns: 2, elements: [0, 2, -3, 0]))
    #expect(found.values == [3, 2])
    #expect(found.left.elements == [0, 1, 1, 0])
    #expect(found.right.elements.map { $0 + 0 } == [-1, 0, 0, 1])
  }

  @Test("counts values above the tolerance that it is given") func tolerance() async throws {
    let found = try SingularValueDecomposition(
      Matrix<Double>(rows: 2, columns: 2, elements: [1, 0, 0, 0.125]))
    #expect(found.rank(tolerance: 0.125) == 1)
    #expect(found.rank(tolerance: 0.12) == 2)
    await #expect(processExitsWith: .failure) {
      _ = try SingularValueDecomposition(Matrix<Double>(rows: 1, columns: 1, repeating: 1)).rank(
        tolerance: -1)
    }
  }

  @Test("refuses what has no elements, what is not finite, and what overflows") func refuses() {
    #expect(throws: LinearAlgebraError.empty(rows: 0, columns: 3)) {
      try SingularValueDecomposition(Matrix<Double>(rows: 0, columns: 3))
    }
    #expect(throws: LinearAlgebraError.empty(rows: 3, columns: 0)) {
      try SingularValueDecomposition(Matrix<Float>(rows: 3, columns: 0))
    }
    for wrong in [Double.nan, .infinity, -.infinity] {
      #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
        try SingularValueDecomposition(Matrix<Double>(rows: 2, columns: 2, elements: [1, 2, wrong, wrong]))
      }
    }
    #expect(throws: LinearAlgebraError.overflow) {
      try SingularValueDecomposition(Matrix<Double>(rows: 2, columns: 2, repeating: 1.7e308))
    }
  }
}
