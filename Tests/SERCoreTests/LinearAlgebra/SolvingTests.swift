// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("A system of equations") struct SolvingTests {
  /// A·X − B, against what rounding may do to it: ε·‖A‖·‖X‖ times a small multiple of the order.
  static func checkResidual<Element: BLASScalar>(
    _ a: Matrix<Element>, _ x: Matrix<Element>, _ b: Matrix<Element>
  ) {
    let bound = 20 * Double(a.rows) * Double(Element.ulpOfOne) * Decompositions.largest(a)
    #expect(Decompositions.largestDifference(a.times(x), b) <= bound * Decompositions.largest(x) + 1e-300)
  }

  static func check<Element: BLASScalar>(_: Element.Type, order: Int) throws {
    let general: Matrix<Element> = Decompositions.random(order, order, seed: UInt64(order))
    let definite: Matrix<Element> = Decompositions.positiveDefinite(order, seed: 2)
    let factor = try CholeskyDecomposition(definite)
    for sides in [1, 2, 5] {
      let b: Matrix<Element> = Decompositions.random(order, sides, seed: 3)
      checkResidual(general, try general.solve(b), b)
      checkResidual(definite, try factor.solve(b), b)
    }
    let b: Matrix<Element> = Decompositions.random(order, 1, seed: 4)
    #expect(try general.solve(b.elements) == general.solve(b).elements)
    #expect(try factor.solve(b.elements) == factor.solve(b).elements)
  }

  @Test("is met by its solution, for one right side and for several", arguments: Decompositions.orders)
  func residual(order: Int) throws {
    try Self.check(Double.self, order: order)
    try Self.check(Float.self, order: order)
  }

  @Test("x + 2y = 5, 3x + 4y = 11 has the solution (1, 2)") func byHand() throws {
    let solution = try Matrix<Double>(rows: 2, columns: 2, elements: [1, 2, 3, 4]).solve([5, 11])
    #expect(zip(solution, [1, 2]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test("without a solution that can be trusted is refused") func singular() throws {
    let zero = Matrix<Double>(rows: 2, columns: 2)
    #expect(throws: LinearAlgebraError.singular(order: 2, reciprocalCondition: 0)) { try zero.solve([1, 1]) }
    // Its last pivot is about 1e-16, not 0, so that LAPACK alone would answer.
    let counting = Matrix<Double>(rows: 3, columns: 3, elements: (1...9).map(Double.init))
    do {
      _ = try counting.solve([1, 0, 0])
      Issue.record("solved a singular system")
    } catch .singular(let order, let condition) {
      #expect(order == 3 && condition < 1e-16)
    } catch {
      Issue.record("\(error)")
    }
    var almost: Matrix<Double> = Decompositions.identity(2)
    almost[1, 1] = 1e-17
    let factor = try CholeskyDecomposition(almost)
    #expect(
      throws: LinearAlgebraError.singular(order: 2, reciprocalCondition: Double(factor.reciprocalCondition))
    ) {
      try factor.solve([1, 1])
    }
    almost[1, 1] = 1e-14
    #expect(try CholeskyDecomposition(almost).solve([1, 1])[0] == 1)
  }

  @Test("is refused where it is not square, empty, or not finite on either side, or overflows") func refuses()
  {
    #expect(throws: LinearAlgebraError.notSquare(rows: 2, columns: 1)) {
      try Matrix<Double>(rows: 2, columns: 1).solve([1, 2])
    }
    #expect(throws: LinearAlgebraError.empty(rows: 0, columns: 0)) {
      try Matrix<Double>(rows: 0, columns: 0).solve([])
    }
    let identity: Matrix<Double> = Decompositions.identity(2)
    #expect(throws: LinearAlgebraError.empty(rows: 2, columns: 0)) {
      try identity.solve(Matrix(rows: 2, columns: 0))
    }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) { try identity.solve([1, .nan]) }
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
      try CholeskyDecomposition(identity).solve([1, .infinity])
    }
    let small = Matrix<Double>(rows: 1, columns: 1, repeating: 1e-10)
    #expect(throws: LinearAlgebraError.overflow) { try small.solve([1e300]) }
    #expect(throws: LinearAlgebraError.overflow) { try CholeskyDecomposition(small).solve([1e300]) }
  }

  @Test("with a right side of another length is a programmer's error") func preconditions() async {
    await #expect(processExitsWith: .failure) {
      _ = try Matrix<Double>(rows: 1, columns: 1, repeating: 1).solve([1, 2])
    }
    await #expect(processExitsWith: .failure) {
      _ = try CholeskyDecomposition(Matrix<Double>(rows: 1, columns: 1, repeating: 1)).solve([1, 2])
    }
  }
}

@Suite("A Cholesky decomposition") struct CholeskyDecompositionTests {
  static func check<Element: BLASScalar>(_ a: Matrix<Element>) throws {
    let found = try CholeskyDecomposition(a)
    for row in 0..<a.rows {
      #expect(found.lower[row, row] > 0)
      for column in row + 1..<max(a.rows, row + 1) { #expect(found.lower[row, column] == 0) }
    }
    #expect(
      Decompositions.largestDifference(found.lower.times(found.lower, otherAs: .transposed), a)
        <= Decompositions.tolerance(a))
  }

  @Test("gives the matrix back from a triangle", arguments: Decompositions.orders) func reconstructs(
    order: Int
  ) throws {
    let double: Matrix<Double> = Decompositions.positiveDefinite(order, seed: 1)
    let single: Matrix<Float> = Decompositions.positiveDefinite(order, seed: 1)
    try Self.check(double)
    try Self.check(single)
  }

  @Test("of [[4, 2], [2, 10]] is [[2, 0], [1, 3]], and its determinant 36") func byHand() throws {
    let found = try CholeskyDecomposition(Matrix<Double>(rows: 2, columns: 2, elements: [4, 2, 2, 10]))
    #expect(found.lower.elements == [2, 0, 1, 3])
    #expect(abs(found.logarithmOfDeterminant - 3.5835189384561099) < 1e-15)
    #expect(abs(found.reciprocalCondition - 0.25) < 1e-15, "1/(12 · 12/36)")
  }

  @Test("says at which order a matrix ceases to be positive definite") func indefinite() {
    var a: Matrix<Double> = Decompositions.identity(4)
    a[2, 2] = -1
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 3)) { try CholeskyDecomposition(a) }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 1)) {
      try CholeskyDecomposition(Matrix<Double>(rows: 2, columns: 2))
    }
    #expect(throws: LinearAlgebraError.notSymmetric(row: 1, column: 0)) {
      try CholeskyDecomposition(Matrix<Double>(rows: 2, columns: 2, elements: [1, 0, 0.5, 1]))
    }
    #expect(throws: LinearAlgebraError.notSquare(rows: 1, columns: 2)) {
      try CholeskyDecomposition(Matrix<Double>(rows: 1, columns: 2))
    }
  }
}
