// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport

/// similarity.json; see make_similarity.py.
struct SimilarityFixture: Decodable {
  struct Distances: Decodable {
    var conditions: Int, dimension: Int
    var patterns: [Double], precision: [Double]
    var cosine: [Double], correlation: [Double], euclidean: [Double], mahalanobis: [Double]
    var repeated: [Double], repeatedConditions: [Int], folds: [Int]
    var crossnobis: [Double], crossnobisPrecision: [Double]
  }

  struct Comparisons: Decodable {
    var conditions: Int
    var matrices: [[Double]]
    var spearman: [Double], rhoA: [Double], tauA: [Double], cosine: [Double], scipy: [Double]
    var spearmanCeiling: [Double], rhoACeiling: [Double], tauACeiling: [Double], cosineCeiling: [Double]
  }

  struct Relabelings: Decodable {
    var matrices: [[Double]]
    var observed: Double, atLeast: Int, ties: Int, arrangements: Int, mean: Double, sd: Double
  }

  struct Rankings: Decodable {
    var matrices: [[Double]]
    var observed: Double, atLeast: Int, arrangements: Int, sd: Double
  }

  struct Shuffles: Decodable {
    var seed: UInt64, draws: Int, dimension: Int
    var groups: [Int], conditions: [Int], patterns: [Float]
    var observed: Double, null: [Double], mean: Double, sd: Double
  }

  struct Alignment: Decodable {
    var x: [Double], y: [Double]
    var n: Int, d: Int, e: Int
    var biased: Double, debiased: Double
  }

  var distances: [Distances]
  var comparisons: [Comparisons]
  var relabelings: [Relabelings]
  var rankings: [Rankings]
  var shuffles: Shuffles
  var alignment: [Alignment]

  static let all = Result { try fixture("similarity.json", as: SimilarityFixture.self) }
}

/// Geometries of four conditions from six values each.
func geometries(_ uppers: [[Double]], conditions: Int = 4) throws -> [DissimilarityMatrix] {
  try uppers.map { try DissimilarityMatrix(conditions: conditions, upper: $0) }
}

/// Random geometries without ties.
func randomGeometries(
  _ groups: Int, conditions: Int = 4, using generator: inout SplitMix64
) throws -> [DissimilarityMatrix] {
  let count = conditions * (conditions - 1) / 2
  return try geometries(
    (0..<groups).map { _ in (0..<count).map { _ in Double.random(in: 0...2, using: &generator) } },
    conditions: conditions)
}

/// Geometries of four groups whose mean Spearman correlation is a given one, drawn until they have it.
func geometries(withMean mean: Double, using generator: inout SplitMix64) throws -> [DissimilarityMatrix] {
  while true {
    // Noise about a common order, so that high means are not rare.
    let common = (0..<6).map { _ in Double.random(in: 0...2, using: &generator) }
    let found = try geometries(
      (0..<4).map { _ in common.map { $0 + Double.random(in: -1.2...1.2, using: &generator) } })
    if abs(try GeometryAgreement(found).mean - mean) < 1e-4 { return found }
  }
}

func matrix(_ values: [Double], rows: Int) -> Matrix<Double> {
  Matrix(rows: rows, columns: values.count / rows, elements: values)
}

/// The largest difference of two lists, over the largest value.
func largestError(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let scale = expected.reduce(1) { max($0, abs($1)) }
  return zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
}
