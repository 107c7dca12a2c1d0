// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A matrix product") struct MatrixProductsTests {
  static let orientations = [Orientation.asStored, .transposed]
  static let sizes = [0, 1, 2, 3, 5, 17, 64]

  /// The plain twin: three loops, from left to right.
  static func naive<Element>(
    _ a: Matrix<Element>, _ forA: Orientation, _ b: Matrix<Element>, _ forB: Orientation
  ) -> Matrix<Element> {
    let (m, k) = forA == .asStored ? (a.rows, a.columns) : (a.columns, a.rows)
    let n = forB == .asStored ? b.columns : b.rows
    var c = Matrix<Element>(rows: m, columns: n)
    for i in 0..<m {
      for j in 0..<n {
        for l in 0..<k {
          c[i, j] += (forA == .asStored ? a[i, l] : a[l, i]) * (forB == .asStored ? b[l, j] : b[j, l])
        }
      }
    }
    return c
  }

  /// Small whole numbers: sums are exact in any order, in both precisions.
  static func whole<Element: BLASScalar>(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix<Element> {
    var generator = SplitMix64(state: seed)
    let elements = (0..<rows * columns).map { _ in Element(Int.random(in: -8...8, using: &generator)) }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }

  static func stored<Element: BLASScalar>(
    _ rows: Int, _ columns: Int, _ orientation: Orientation, seed: UInt64
  ) -> Matrix<Element> {
    orientation == .asStored ? whole(rows, columns, seed: seed) : whole(columns, rows, seed: seed)
  }

  static func check<Element: BLASScalar>(_: Element.Type, m: Int, n: Int, k: Int) {
    for forA in orientations {
      for forB in orientations {
        let a: Matrix<Element> = stored(m, k, forA, seed: 1)
        let b: Matrix<Element> = stored(k, n, forB, seed: 2)
        let expected = naive(a, forA, b, forB)
        #expect(a.times(b, forA, otherAs: forB) == expected)
        let start: Matrix<Element> = whole(m, n, seed: 3)
        var c = start
        c.setProduct(of: a, forA, and: b, forB, scaledBy: 3, addingSelfTimes: -2)
        #expect(c.elements == zip(expected.elements, start.elements).map { 3 * $0 - 2 * $1 })
        // What stood there before must not matter, not even where it is no number.
        var overwritten = Matrix<Element>(rows: m, columns: n, repeating: .nan)
        overwritten.setProduct(of: a, forA, and: b, forB)
        #expect(overwritten == expected)
      }
      let a: Matrix<Element> = stored(m, k, forA, seed: 4)
      let x: Matrix<Element> = whole(k, 1, seed: 5)
      let expected = naive(a, forA, x, .asStored)
      #expect(a.times(x.elements, forA) == expected.elements)
      let start: Matrix<Element> = whole(m, 1, seed: 6)
      for (beta, y) in [(Element(2), start.elements), (0, Array(repeating: Element.nan, count: m))] {
        var y = y
        var target = y.mutableSpan
        Element.generalMatrixVector(
          rows: a.rows, columns: a.columns, alpha: 3, a: a.elements.span, transposed: forA == .transposed,
          x: x.elements.span, beta: beta, y: &target)
        #expect(y == zip(expected.elements, start.elements).map { 3 * $0 + beta * $1 })
      }
    }
  }

  @Test("is that of three loops, for any shape, as stored or transposed", arguments: sizes, sizes)
  func exact(m: Int, n: Int) {
    for k in Self.sizes {
      Self.check(Float.self, m: m, n: n, k: k)
      Self.check(Double.self, m: m, n: n, k: k)
    }
  }

  static func checkRounding<Element: BLASScalar>(_: Element.Type, k: Int)
  where Element.RawSignificand: FixedWidthInteger {
    var generator = SplitMix64(state: UInt64(k))
    let a = Matrix<Element>(
      rows: 7, columns: k, elements: (0..<7 * k).map { _ in .random(in: -1...1, using: &generator) })
    let b = Matrix<Element>(
      rows: k, columns: 9, elements: (0..<9 * k).map { _ in .random(in: -1...1, using: &generator) })
    let absolute = naive(
      Matrix(rows: 7, columns: k, elements: a.elements.map(\.magnitude)), .asStored,
      Matrix(rows: k, columns: 9, elements: b.elements.map(\.magnitude)), .asStored)
    let (product, expected) = (a.times(b), naive(a, .asStored, b, .asStored))
    // Either sum, in whatever order, is within k u of the sum of magnitudes.
    let bound = 2 * Element(k) * Element.ulpOfOne / 2 * 1.01
    for i in product.elements.indices {
      #expect(abs(product.elements[i] - expected.elements[i]) <= bound * absolute.elements[i])
    }
  }

  @Test("is exact to the rounding of its sums", arguments: [1, 2, 10, 333, 2000]) func rounding(k: Int) {
    Self.checkRounding(Float.self, k: k)
    Self.checkRounding(Double.self, k: k)
  }

  @Test("takes shapes that do not fit for a programmer's error") func preconditions() async {
    await #expect(processExitsWith: .failure) {
      _ = Matrix<Float>(rows: 2, columns: 3).times(Matrix<Float>(rows: 2, columns: 3))
    }
    await #expect(processExitsWith: .failure) {
      var c = Matrix<Double>(rows: 3, columns: 2)
      c.setProduct(of: Matrix(rows: 2, columns: 1), and: Matrix(rows: 1, columns: 3))
    }
    await #expect(processExitsWith: .failure) { _ = Matrix<Float>(rows: 2, columns: 3).times([1, 2]) }
    await #expect(processExitsWith: .failure) {
      _ = Matrix<Double>(rows: 2, columns: 3).times([1, 2, 3], .transposed)
    }
  }
}
