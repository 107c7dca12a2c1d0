// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("Linear algebra") struct LinearAlgebraParityTests {
  struct Reference: Decodable {
    struct Case: Decodable {
      let matrix, left, right, orthogonal, upper, gram, eigenvectors, lower: Matrix<Double>
      let side, gramSolution, square, squareSolution: Matrix<Double>
      let singularValues, eigenvalues: [Double]
      let logarithmOfDeterminant: Double
    }
    let cases: [Case]
  }

  /// The matrices are small and well conditioned: what differs is rounding, times gaps between values of 0.1 and more.
  static let tolerance = 1e-11

  static func agree(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Bool {
    Decompositions.largestDifference(a, b) < tolerance
  }

  @Test("agrees with NumPy, signs included") func agrees() throws {
    let reference: Reference = try Fixtures.json("linear-algebra.json")
    #expect(reference.cases.count == 8)
    for one in reference.cases {
      let singular = try SingularValueDecomposition(one.matrix)
      #expect(zip(singular.values, one.singularValues).allSatisfy { abs($0 - $1) < Self.tolerance })
      #expect(Self.agree(singular.left, one.left))
      #expect(Self.agree(singular.right, one.right))
      let qr = try QRDecomposition(one.matrix)
      #expect(Self.agree(qr.orthogonal, one.orthogonal))
      #expect(Self.agree(qr.upper, one.upper))
      let eigen = try SymmetricEigendecomposition(one.gram)
      #expect(zip(eigen.values, one.eigenvalues).allSatisfy { abs($0 - $1) < Self.tolerance })
      let isUnique = zip(one.eigenvalues, one.eigenvalues.dropFirst()).allSatisfy { $1 - $0 > 1e-9 }
      if isUnique { #expect(Self.agree(eigen.vectors, one.eigenvectors)) }
      let cholesky = try CholeskyDecomposition(one.gram)
      #expect(Self.agree(cholesky.lower, one.lower))
      #expect(abs(cholesky.logarithmOfDeterminant - one.logarithmOfDeterminant) < Self.tolerance)
      #expect(Self.agree(try cholesky.solve(one.side), one.gramSolution))
      #expect(Self.agree(try one.gram.solve(one.side), one.gramSolution))
      #expect(Self.agree(try one.square.solve(one.side), one.squareSolution))
    }
  }

  @Test(
    "says in each error what to do",
    arguments: [
      (LinearAlgebraError.empty(rows: 0, columns: 3), "give it at least one row"),
      (.notSquare(rows: 2, columns: 3), "[2, 3] is not square"),
      (.notFinite(row: 4, column: 1), "row 4, column 1"),
      (.notSymmetric(row: 4, column: 1), "(4, 1) and (1, 4)"),
      (.notPositiveDefinite(order: 3), "add a ridge"),
      (.singular(order: 3, reciprocalCondition: 0), "singular to working precision"),
      (.overflow, "divide the matrix"),
      (.didNotConverge(routine: "gesdd"), "gesdd did not converge"),
    ] as [(LinearAlgebraError, String)])
  func sentences(error: LinearAlgebraError, part: String) {
    #expect("\(error)".contains(part))
  }

  @Test("turns a matrix") func transposes() {
    let a = Matrix<Float>(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(a.transposed.elements == [1, 4, 2, 5, 3, 6])
    #expect(a.transposed.transposed == a)
    #expect(Matrix<Float>(rows: 0, columns: 3).transposed == Matrix(rows: 3, columns: 0))
  }
}
