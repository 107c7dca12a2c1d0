// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// How far every two of some conditions are apart: the geometry of one system, or of one group within it.
///
/// Also called a representational dissimilarity matrix. Symmetric with a diagonal of zeros, so only the upper
/// triangle is kept, row by row: for four conditions (0,1) (0,2) (0,3) (1,2) (1,3) (2,3).
public struct DissimilarityMatrix: Hashable, Codable, Sendable {
  /// The number of conditions.
  public let conditions: Int
  /// The upper triangle, row by row: `conditions (conditions - 1) / 2` values.
  public let upper: [Double]

  /// A matrix of given dissimilarities.
  ///
  /// - Throws: ``StatisticsError`` for fewer than two conditions, a count that fits no triangle, or a value
  ///   that is not finite.
  public init(conditions: Int, upper: [Double]) throws(StatisticsError) {
    guard conditions >= 2 else {
      throw .tooFewUnits(kind: "conditions", found: conditions, needed: 2)
    }
    let (ordered, overflow) = conditions.multipliedReportingOverflow(by: conditions - 1)
    guard !overflow, upper.count == ordered / 2 else {
      throw .unequalSizes(
        what: "dissimilarities of \(conditions) conditions", found: upper.count,
        expected: overflow ? .max : ordered / 2)
    }
    if let index = upper.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    self.conditions = conditions
    self.upper = upper
  }

  /// The dissimilarities of patterns.
  ///
  /// Differences are taken before they are squared, in units of a power of two near the largest value:
  /// neither an offset that patterns share nor their size costs digits.
  ///
  /// - Parameters:
  ///   - patterns: One pattern a condition, shape `[conditions, d]`.
  ///   - measure: How far two are apart.
  /// - Throws: ``StatisticsError`` for fewer than two conditions, no dimension, a value that is not finite or
  ///   above 1e300, a squared distance too large or too small for a number, or a pattern without the
  ///   direction that the measure needs: all zeros, or for the correlation all equal.
  /// - Complexity: O(*conditions*²·*d*); ``DissimilarityMeasure/mahalanobis(precision:)`` O(*d*³).
  public init(of patterns: Matrix<Double>, by measure: DissimilarityMeasure) throws(StatisticsError) {
    guard patterns.columns > 0 else { throw .tooFewUnits(kind: "dimensions", found: 0, needed: 1) }
    try requireMagnitudes(patterns.elements)
    let upper =
      measure.needsDirection
      ? try Self.angles(patterns, measure) : try Self.squaredDistances(patterns, measure)
    try self.init(conditions: patterns.rows, upper: upper)
  }

  private static func angles(
    _ patterns: Matrix<Double>, _ measure: DissimilarityMeasure
  ) throws(StatisticsError) -> [Double] {
    let own = patterns.rowsInOwnUnits()
    let directions = try measure.prepared(own).patterns
    var lengths: [Double] = []
    for row in 0..<patterns.rows {
      let square = dot(directions.row(row), directions.row(row))
      // What is left of a constant pattern when its mean is taken off is rounding: a few last bits of values
      // below 2.
      let rounding = measure == .correlation ? Double(patterns.columns) * 0x1p-98 : 0
      guard square > rounding else { throw .constant(what: "the pattern of condition \(row)") }
      lengths.append(square.squareRoot())
    }
    var upper: [Double] = []
    for a in lengths.indices {
      for b in lengths.indices where b > a {
        upper.append(1 - dot(directions.row(a), directions.row(b)) / (lengths[a] * lengths[b]))
      }
    }
    return upper
  }

  private static func squaredDistances(
    _ patterns: Matrix<Double>, _ measure: DissimilarityMeasure
  ) throws(StatisticsError) -> [Double] {
    let (points, exponent) = try measure.prepared(patterns)
    var upper: [Double] = []
    for a in 0..<patterns.rows {
      for b in a + 1..<max(a + 1, patterns.rows) {
        upper.append(squaredDistance(points.row(a), points.row(b)) / Double(patterns.columns))
      }
    }
    return try squares(upper, inUnitsOf: exponent)
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

  private enum CodingKeys: String, CodingKey { case conditions, upper }

  /// Reads a matrix; what ``init(conditions:upper:)`` refuses is a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let conditions = try container.decode(Int.self, forKey: .conditions)
    let upper = try container.decode([Double].self, forKey: .upper)
    do throws(StatisticsError) {
      try self.init(conditions: conditions, upper: upper)
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .upper, in: container, debugDescription: error.description)
    }
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

private func squaredDistance(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
  var sum = 0.0
  var j = b.startIndex
  for x in a {
    sum += (x - b[j]) * (x - b[j])
    j += 1
  }
  return sum
}
