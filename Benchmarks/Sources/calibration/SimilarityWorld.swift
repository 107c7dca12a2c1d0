// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

/// Four languages with the same four emotions, whose places in one language say nothing of their places in
/// another.
struct SimilarityWorld: Sendable {
  /// Whether emotions lie in two clusters, which ones by chance, instead of anywhere.
  var isClustered: Bool
  private let groups = 4
  private let conditions = 4
  private let dimension = 8

  init(isClustered: Bool) { self.isClustered = isClustered }

  private func centers(_ generator: inout NumPyGenerator) -> Matrix<Double> {
    var centers = Matrix(
      rows: conditions, columns: dimension, elements: generator.standardNormals(conditions * dimension))
    if isClustered {
      let order = generator.permutation(conditions)
      for place in 0..<conditions / 2 { centers[order[place], 0] += 8 }
    }
    return centers
  }

  /// Tests of geometries that are known without error.
  func count(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let draw = { (generator: inout NumPyGenerator) in
      (0..<groups).compactMap { _ in try? DissimilarityMatrix(of: centers(&generator), by: .euclidean) }
    }
    let (geometries, others) = (draw(&generator), draw(&generator))
    ledger.count("**relabeling, exact** (default)") { try RelabelingTest(geometries).pValue <= 0.05 }
    ledger.count("random rankings (Kendall's W)") {
      try RandomRankingTest(geometries, draws: 999, using: &generator).pValue <= 0.05
    }
    ledger.count("two encoders' agreement, exchanged") {
      try PairedGeometryTest(geometries, others).pValue <= 0.05
    }
  }

  /// The published test: labels of single utterances shuffled.
  func countShuffling(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let each = 10
    var values: [Float] = []
    var (languages, emotions): ([Int], [Int]) = ([], [])
    for group in 0..<groups {
      let centers = centers(&generator)
      for condition in 0..<conditions {
        for _ in 0..<each {
          for d in 0..<dimension { values.append(Float(centers[condition, d] + generator.standardNormal())) }
          languages.append(group)
          emotions.append(condition)
        }
      }
    }
    let matrix = Matrix(rows: languages.count, columns: dimension, elements: values)
    ledger.count("label shuffling, as published") {
      let patterns = try GroupedPatterns(matrix, groups: languages, conditions: emotions)
      let shuffles = LabelShuffles(of: patterns, draws: 199, using: &generator)
      return try LabelShufflingTest(patterns, shuffles, by: .euclidean).pValue <= 0.05
    }
  }
}
