// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How alike two dissimilarity matrices are: from -1 to 1, with 1 for equal geometries (up to scale, or up to
/// order).
///
/// | comparison | of the upper triangles *a* and *b* with *m* values |
/// | --- | --- |
/// | ``spearman`` | Pearson's correlation of average ranks |
/// | ``rhoA`` | 12 Σ (centered rank products) / (*m*³ - *m*): ties at random order, in expectation |
/// | ``tauA`` | (concordant - discordant pairs) / (*m*(*m* - 1)/2) |
/// | ``cosine`` | *a*·*b* / (‖*a*‖ ‖*b*‖), the mean not removed; 0 for a matrix of zeros |
///
/// Without ties ``rhoA`` is ``spearman``. A matrix whose values are all equal has no rank correlation: an
/// error here, NaN in SciPy, 0 in rsatoolbox.
///
/// - Source: Nili et al. (2014); Schütt et al. (2023); rsatoolbox 0.3.2, `compare`.
public enum GeometryComparison: String, Hashable, Codable, Sendable, CaseIterable {
  /// Spearman's rank correlation.
  case spearman
  /// Its expectation under random order within ties.
  case rhoA = "rho-a"
  /// Kendall's τ without correction for ties.
  case tauA = "tau-a"
  /// The cosine of the angle between the triangles.
  case cosine

  /// How alike two matrices are.
  ///
  /// - Throws: ``StatisticsError`` for different numbers of conditions, fewer than three, or, but for the
  ///   cosine, a matrix that is constant.
  /// - Complexity: O(*m*²) for few values, O(*m* log *m*) for many; ``tauA`` O(*m*²).
  public func similarity(
    of a: DissimilarityMatrix, and b: DissimilarityMatrix
  ) throws(StatisticsError) -> Double {
    let vectors = try vectors(of: [a, b])
    return vectors[0].similarity(to: vectors[1])
  }

  /// What matrices are compared by, checked.
  func vectors(of matrices: [DissimilarityMatrix]) throws(StatisticsError) -> [GeometryVector] {
    var vectors: [GeometryVector] = []
    for (index, matrix) in matrices.enumerated() {
      guard matrix.conditions == matrices[0].conditions else {
        throw .unequalSizes(
          what: "conditions of matrix \(index)", found: matrix.conditions, expected: matrices[0].conditions)
      }
      guard matrix.conditions >= 3 else {
        throw .tooFewUnits(kind: "conditions", found: matrix.conditions, needed: 3)
      }
      if self != .cosine, matrix.upper.allSatisfy({ $0 == matrix.upper[0] }) {
        throw .constant(what: "dissimilarity matrix \(index)")
      }
      vectors.append(GeometryVector(matrix.upper, self))
    }
    return vectors
  }
}

/// What of a matrix enters a comparison: all of them are products of two such vectors over a length.
struct GeometryVector {
  /// Whole numbers but for the cosine, so that their products are exact.
  let values: [Double]
  /// The product that the comparison divides by is the square root of two of these.
  let squaredLength: Double

  init(values: [Double], squaredLength: Double) {
    self.values = values
    self.squaredLength = squaredLength
  }

  init(_ upper: [Double], _ comparison: GeometryComparison) {
    let m = Double(upper.count)
    switch comparison {
    case .spearman:
      values = centeredRanks(upper)
      squaredLength = values.reduce(0) { $0 + $1 * $1 }
    case .rhoA:
      values = centeredRanks(upper)
      // Four times (m³ - m)/12: the ranks here are doubled.
      squaredLength = (m * m * m - m) / 3
    case .tauA:
      var signs: [Double] = []
      for i in upper.indices {
        for j in upper.indices where j > i {
          signs.append(upper[i] < upper[j] ? 1 : upper[i] > upper[j] ? -1 : 0)
        }
      }
      values = signs
      squaredLength = m * (m - 1) / 2
    case .cosine:
      // In units of the largest, so that squares neither overflow nor vanish.
      let unit = upper.reduce(0) { max($0, $1.magnitude) }
      values = unit > 0 ? upper.map { $0 / unit } : upper
      squaredLength = values.reduce(0) { $0 + $1 * $1 }
    }
  }

  func product(with other: GeometryVector) -> Double {
    var sum = 0.0
    for (x, y) in zip(values, other.values) { sum += x * y }
    return sum
  }

  func length(with other: GeometryVector) -> Double {
    squaredLength == other.squaredLength ? squaredLength : (squaredLength * other.squaredLength).squareRoot()
  }

  /// 0 if either is constant.
  func similarity(to other: GeometryVector) -> Double {
    let length = length(with: other)
    return length > 0 ? max(-1, min(1, product(with: other) / length)) : 0
  }
}

/// Twice the average ranks less (*m* + 1): whole numbers of sum 0.
func centeredRanks(_ values: [Double]) -> [Double] {
  // Counting is faster than sorting for the few values of a small matrix.
  guard values.count <= 32 else { return averageRanks(values).map { 2 * $0 - Double(values.count + 1) } }
  return values.map { x in
    var below = 0
    for y in values { below += (y < x ? 1 : 0) - (y > x ? 1 : 0) }
    return Double(below)
  }
}
