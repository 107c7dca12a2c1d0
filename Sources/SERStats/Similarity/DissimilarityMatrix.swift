// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// How far every two of some conditions are apart: the geometry of one system, or of one group within it.
///
/// Also called a representational dissimilarity matrix. Symmetric with a diagonal of zeros, so only the upper triangle is
/// kept, row by row: for four conditions (0,1) (0,2) (0,3) (1,2) (1,3) (2,3).
public struct DissimilarityMatrix: Hashable, Codable, Sendable {
  /// The number of conditions.
  public let conditions: Int
  /// The upper triangle, row by row: `conditions (conditions - 1) / 2` values.
  public let upper: [Double]

  /// A matrix of given dissimilarities.
  ///
  /// - Throws: ``StatisticsError`` for fewer than two conditions, a count that fits no triangle, or a value that is not
  ///   finite.
  public init(conditions: Int, upper: [Double]) throws(StatisticsError) {
    guard conditions >= 2 else {
      throw .tooFewUnits(kind: "conditions", found: conditions, needed: 2)
    }
    guard upper.count == conditions * (conditions - 1) / 2 else {
      throw .unequalSizes(
        what: "dissimilarities of \(conditions) conditions", found: upper.count,
        expected: conditions * (conditions - 1) / 2)
    }
    if let index = upper.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    self.conditions = conditions
    self.upper = upper
  }

  /// The dissimilarities of patterns.
  ///
  /// - Parameters:
  ///   - patterns: One pattern a condition, shape `[conditions, d]`.
  ///   - measure: How far two are apart.
  /// - Throws: ``StatisticsError`` for fewer than two conditions, no dimension, a value that is not finite, or a pattern
  ///   without the direction that the measure needs: all zeros, or for the correlation all equal.
  /// - Complexity: O(*conditions*²·*d*); ``DissimilarityMeasure/mahalanobis(precision:)`` O(*d*³).
  public init(of patterns: Matrix<Double>, by measure: DissimilarityMeasure) throws(StatisticsError) {
    guard patterns.columns > 0 else { throw .tooFewUnits(kind: "dimensions", found: 0, needed: 1) }
    try requireFinite(patterns.elements)
    let prepared = try measure.prepared(patterns)
    var products: [Double] = []
    for a in 0..<patterns.rows {
      for b in a..<patterns.rows { products.append(dot(prepared.row(a), prepared.row(b))) }
      // What is left of a constant pattern when its mean is taken off is rounding.
      let rounding = measure == .correlation ? 1e-24 * dot(patterns.row(a), patterns.row(a)) : 0
      if measure.needsDirection, products[products.count - patterns.rows + a] <= rounding {
        throw .constant(what: "the pattern of condition \(a)")
      }
    }
    try self.init(products: products, conditions: patterns.rows, dimension: patterns.columns, measure)
  }

  /// From the products of prepared patterns, pairs (0, 0), (0, 1) ... (1, 1) ....
  init(
    products: some RandomAccessCollection<Double>, conditions: Int, dimension: Int,
    _ measure: DissimilarityMeasure
  ) throws(StatisticsError) {
    let start = { (row: Int) in row * conditions - row * (row - 1) / 2 }
    let at = { (index: Int) in products[products.index(products.startIndex, offsetBy: index)] }
    var upper: [Double] = []
    upper.reserveCapacity(conditions * (conditions - 1) / 2)
    for a in 0..<conditions {
      for b in a + 1..<max(a + 1, conditions) {
        upper.append(
          measure.dissimilarity(at(start(a)), at(start(a) + b - a), at(start(b)), dimension: dimension))
      }
    }
    try self.init(conditions: conditions, upper: upper)
  }

  /// The dissimilarity of two conditions; 0 of a condition and itself.
  ///
  /// - Precondition: Both are in `0..<conditions`.
  public subscript(a: Int, b: Int) -> Double {
    precondition(
      a >= 0 && b >= 0 && a < conditions && b < conditions, "(\(a), \(b)) of \(conditions) conditions")
    return a == b ? 0 : upper[Self.index(min(a, b), max(a, b), conditions)]
  }

  /// The matrix with its conditions renamed: what stood at `order[a], order[b]` stands at `a, b`.
  ///
  /// - Precondition: `order` is a permutation of the conditions.
  public func relabeled(_ order: [Int]) -> DissimilarityMatrix {
    precondition(order.sorted() == Array(0..<conditions), "relabeled: \(order) of \(conditions) conditions")
    return DissimilarityMatrix(relabeling: self, order)
  }

  private init(relabeling matrix: DissimilarityMatrix, _ order: [Int]) {
    conditions = matrix.conditions
    var upper: [Double] = []
    for a in order.indices {
      for b in order.indices where b > a { upper.append(matrix[order[a], order[b]]) }
    }
    self.upper = upper
  }

  private static func index(_ a: Int, _ b: Int, _ conditions: Int) -> Int {
    a * conditions - a * (a + 1) / 2 + b - a - 1
  }
}

func dot(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
  var sum = 0.0
  var j = b.startIndex
  for x in a {
    sum += x * b[j]
    j += 1
  }
  return sum
}
