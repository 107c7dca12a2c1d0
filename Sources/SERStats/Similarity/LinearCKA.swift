// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Linear centered kernel alignment of two representations of the same items: how alike they are up to
/// rotation and scale.
///
/// ``biased`` is ‖*Y*ᵀ*X*‖² / (‖*X*ᵀ*X*‖ ‖*Y*ᵀ*Y*‖) of the columns' deviations from their means, from 0 to 1.
/// With fewer items than dimensions it nears 1 whatever the representations. ``debiased`` puts unbiased
/// estimates in place of the three norms (sums over pairs of different items); it is near 0 for unrelated
/// representations and may be negative. Say which one you report.
///
/// - Source: Kornblith et al. (2019); Nguyen et al. (2021), with the estimator of Song et al. (2012).
public struct LinearCKA: Hashable, Sendable {
  /// The plain form.
  public let biased: Double
  /// The form with unbiased norms; an item more or less does not shift it.
  public let debiased: Double

  /// Compares two representations.
  ///
  /// - Parameters:
  ///   - x: One item a row, shape `[n, d]`.
  ///   - y: The same items, shape `[n, e]`.
  /// - Throws: ``StatisticsError`` for different numbers of items, fewer than four, values that are not
  ///   finite, or a representation that does not vary enough for a positive norm.
  /// - Complexity: O(*n*·(*d* + *e*)²) with matrices of dimensions by dimensions, or O(*n*²·(*d* + *e*)) with
  ///   two of items by items, whichever is less.
  public init(_ x: Matrix<Double>, _ y: Matrix<Double>) throws(StatisticsError) {
    guard x.rows == y.rows else {
      throw .unequalSizes(what: "items of the second representation", found: y.rows, expected: x.rows)
    }
    guard x.rows > 3 else { throw .tooFewUnits(kind: "items", found: x.rows, needed: 4) }
    let a = try CenteredItems(x, name: "first")
    let b = try CenteredItems(y, name: "second")
    // Multiplications over n.
    let (d, e, n) = (Double(x.columns), Double(y.columns), Double(x.rows))
    let byItems = n * (d + e) < d * d + d * e + e * e
    let (k, l) = byItems ? (a.gram(), b.gram()) : (nil, nil)
    let xx = a.products(with: a, plain: k.map { elementwiseProduct($0, $0) })
    let xy = a.products(with: b, plain: k.flatMap { k in l.map { elementwiseProduct(k, $0) } })
    let yy = b.products(with: b, plain: l.map { elementwiseProduct($0, $0) })
    biased = max(0, min(1, xy.plain / (xx.plain.squareRoot() * yy.plain.squareRoot())))
    for (products, name) in [(xx, "first"), (yy, "second")] where products.unbiased <= 0 {
      throw .constant(what: "the \(name) representation, but for noise,")
    }
    debiased = xy.unbiased / (xx.unbiased.squareRoot() * yy.unbiased.squareRoot())
  }
}

/// Items less their mean, in units of the largest value.
private struct CenteredItems {
  let values: Matrix<Double>
  /// The squared length of each item.
  let squares: [Double]

  init(_ items: Matrix<Double>, name: String) throws(StatisticsError) {
    if let index = items.elements.firstIndex(where: { !($0.magnitude <= largestMagnitude) }) {
      throw .notFinite(index: index)
    }
    let unit = items.elements.reduce(0) { max($0, $1.magnitude) }
    var centered = items
    for column in 0..<items.columns {
      let values = (0..<items.rows).map { items[$0, column] / max(unit, .leastNormalMagnitude) }
      let mean = values.reduce(0, +) / Double(items.rows)
      for row in 0..<items.rows { centered[row, column] = values[row] - mean }
    }
    let squares = (0..<items.rows).map { dot(centered.row($0), centered.row($0)) }
    // What is left of equal items is rounding.
    guard squares.contains(where: { $0 > 1e-28 * Double(items.columns) }) else {
      throw .constant(what: "the \(name) representation")
    }
    self.values = centered
    self.squares = squares
  }

  /// The products of every two items, shape `[n, n]`.
  func gram() -> Matrix<Double> { values.times(values, otherAs: .transposed) }

  /// tr *KL* of the Gram matrices, and *n*(*n* - 3) times its unbiased form.
  ///
  /// - Parameters:
  ///   - other: The other representation of the same items.
  ///   - known: tr *KL*, where it is known; else ‖*Y*ᵀ*X*‖², which is the same.
  func products(with other: CenteredItems, plain known: Double?) -> (plain: Double, unbiased: Double) {
    let n = Double(squares.count)
    let plain: Double
    if let known {
      plain = known
    } else {
      let cross = values.times(other.values, .transposed)
      plain = elementwiseProduct(cross, cross)
    }
    // With the diagonals left out: tr KL loses Σ k l; as columns sum to 0, a row of K sums to -k.
    let diagonal = zip(squares, other.squares).reduce(0) { $0 + $1.0 * $1.1 }
    let (k, l) = (squares.reduce(0, +), other.squares.reduce(0, +))
    return (plain, plain - diagonal + k * l / ((n - 1) * (n - 2)) - 2 / (n - 2) * diagonal)
  }
}

/// Σ *a*ᵢⱼ *b*ᵢⱼ: of symmetric matrices the trace of their product.
private func elementwiseProduct(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
  zip(a.elements, b.elements).reduce(0) { $0 + $1.0 * $1.1 }
}
