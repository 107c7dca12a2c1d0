// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
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

  /// The matrices are small and well conditioned: what differs is rounding, times gaps between values of 0.1
  /// and more.
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

  /// Zeros, ones, twins, and the largest and smallest numbers, in small matrices.
  static func awkward<Element: BLASScalar>(seed: UInt64) -> Matrix<Element> {
    var generator = NumPyGenerator(seed: seed)
    let values: [Element] = [
      0, 0, 1, 1, -1, 3, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNormalMagnitude,
      .leastNonzeroMagnitude, .ulpOfOne, Element(generator.standardNormal()),
    ]
    // Few of them at a time, so that ties and dependent rows are frequent.
    let few = (0..<3).map { _ in values[Int(generator.interval(upTo: UInt64(values.count - 1)))] }
    let rows = 1 + Int(generator.interval(upTo: 4))
    let columns = generator.interval(upTo: 1) == 0 ? rows : 1 + Int(generator.interval(upTo: 4))
    let elements = (0..<rows * columns).map { _ in few[Int(generator.interval(upTo: 2))] }
    let matrix = Matrix(rows: rows, columns: columns, elements: elements)
    guard rows == columns, generator.interval(upTo: 1) == 0 else { return matrix }
    var symmetric = matrix
    for row in 0..<rows { for column in 0..<row { symmetric[column, row] = symmetric[row, column] } }
    return symmetric
  }

  /// Decomposes and solves; only what this room throws may come out, and only finite numbers.
  static func allFinite<Element: BLASScalar>(_ a: Matrix<Element>) -> Bool {
    func finite(_ compute: () throws(LinearAlgebraError) -> [Matrix<Element>]) -> Bool {
      guard let found = try? compute() else { return true }
      return found.allSatisfy { $0.elements.allSatisfy(\.isFinite) }
    }
    func row(_ values: [Element]) -> Matrix<Element> {
      Matrix(rows: 1, columns: values.count, elements: values)
    }
    let side = [Element](repeating: 1, count: a.rows)
    return finite { () throws(LinearAlgebraError) in
      let found = try SingularValueDecomposition(a)
      return [found.left, row(found.values), found.right]
    }
      && finite { () throws(LinearAlgebraError) in
        let found = try QRDecomposition(a)
        return [found.orthogonal, found.upper]
      }
      && finite { () throws(LinearAlgebraError) in
        let found = try SymmetricEigendecomposition(a)
        return [row(found.values), found.vectors]
      }
      && finite { () throws(LinearAlgebraError) in
        let found = try CholeskyDecomposition(a)
        return [found.lower, row([found.reciprocalCondition, Element(found.logarithmOfDeterminant)])]
      }
      && finite { () throws(LinearAlgebraError) in [row(try a.solve(side))] }
      && finite { () throws(LinearAlgebraError) in [row(try CholeskyDecomposition(a).solve(side))] }
  }

  @Test("gives finite numbers or a reason, for 4,000 awkward matrices") func awkward() {
    for seed in 0..<2000 as Range<UInt64> {
      let double: Matrix<Double> = Self.awkward(seed: seed)
      let single: Matrix<Float> = Self.awkward(seed: seed)
      #expect(Self.allFinite(double), "\(double)")
      #expect(Self.allFinite(single), "\(single)")
    }
  }

  @Test("turns a matrix") func transposes() {
    let a = Matrix<Float>(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(a.transposed.elements == [1, 4, 2, 5, 3, 6])
    #expect(a.transposed.transposed == a)
    #expect(Matrix<Float>(rows: 0, columns: 3).transposed == Matrix(rows: 3, columns: 0))
  }
}
