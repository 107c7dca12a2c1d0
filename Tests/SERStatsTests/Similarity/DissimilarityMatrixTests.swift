// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

@Suite("A dissimilarity matrix") struct DissimilarityMatrixTests {
  /// Sums of a few dozen products.
  static let rounding = 1e-12

  @Test("equals rsatoolbox's for every measure", arguments: 0..<3) func measures(index: Int) throws {
    let row = try SimilarityFixture.all.get().distances[index]
    let patterns = matrix(row.patterns, rows: row.conditions)
    let precision = matrix(row.precision, rows: row.dimension)
    let measures: [(DissimilarityMeasure, [Double])] = [
      (.cosine, row.cosine), (.correlation, row.correlation), (.euclidean, row.euclidean),
      (.mahalanobis(precision: precision), row.mahalanobis),
    ]
    for (measure, expected) in measures {
      let found = try DissimilarityMatrix(of: patterns, by: measure)
      #expect(largestError(found.upper, expected) < Self.rounding, "\(measure)")
    }
  }

  @Test("equals rsatoolbox's crossnobis distances, with folds of unequal size", arguments: 0..<3)
  func crossnobis(index: Int) throws {
    let row = try SimilarityFixture.all.get().distances[index]
    let patterns = matrix(row.repeated, rows: row.repeatedConditions.count)
    let plain = try DissimilarityMatrix.crossnobis(
      patterns: patterns, conditions: row.repeatedConditions, folds: row.folds)
    #expect(largestError(plain.upper, row.crossnobis) < Self.rounding)
    let weighted = try DissimilarityMatrix.crossnobis(
      patterns: patterns, conditions: row.repeatedConditions, folds: row.folds,
      precision: matrix(row.precision, rows: row.dimension))
    #expect(largestError(weighted.upper, row.crossnobisPrecision) < Self.rounding)
  }

  @Test("has crossnobis distances of about 0 where conditions do not differ, and others where they do")
  func crossnobisIsUnbiased() throws {
    var generator = SplitMix64(state: 5)
    var sums = [0.0, 0.0]
    for _ in 0..<200 {
      let noise = (0..<6 * 20).map { _ in Double.random(in: -1...1, using: &generator) }
      let conditions = [0, 1, 2, 0, 1, 2]
      for (which, shift) in [0.0, 0.5].enumerated() {
        let planted = noise.indices.map { noise[$0] + (conditions[$0 / 20] == 2 ? shift : 0) }
        let found = try DissimilarityMatrix.crossnobis(
          patterns: matrix(planted, rows: 6), conditions: conditions, folds: [0, 0, 0, 1, 1, 1])
        sums[which] += found[0, 2] / 200
      }
    }
    // The plain distance of noise would be 2/3 here; a shift of 0.5 is 0.25.
    #expect(abs(sums[0]) < 0.04 && abs(sums[1] - 0.25) < 0.04)
  }

  @Test("does not remove the mean for the cosine, as for the correlation") func cosine() throws {
    let patterns = matrix([1, 1, 1, 2, 2, 2, 1, 0, 0], rows: 3)
    let cosine = try DissimilarityMatrix(of: patterns, by: .cosine)
    #expect(abs(cosine[0, 1]) < 1e-15)
    #expect(abs(cosine[0, 2] - (1 - 1 / 3.0.squareRoot())) < 1e-15)
    #expect(throws: StatisticsError.constant(what: "the pattern of condition 0")) {
      try DissimilarityMatrix(of: patterns, by: .correlation)
    }
  }

  @Test("gives entries by condition, in either order") func subscripts() throws {
    let upper = (1...10).map(Double.init)
    let found = try DissimilarityMatrix(conditions: 5, upper: upper)
    #expect(
      found[0, 1] == 1 && found[0, 4] == 4 && found[1, 2] == 5 && found[3, 4] == 10 && found[4, 3] == 10)
    #expect(found[2, 2] == 0)
  }

  @Test("renames conditions: back again it is the same") func relabeling() throws {
    let found = try DissimilarityMatrix(conditions: 4, upper: [1, 2, 3, 4, 5, 6])
    let renamed = found.relabeled([2, 0, 3, 1])
    #expect(renamed[0, 1] == found[2, 0] && renamed[2, 3] == found[3, 1])
    #expect(renamed.relabeled([1, 3, 0, 2]) == found)
  }

  @Test("refuses what has no dissimilarity, and says why") func refusals() throws {
    #expect(throws: StatisticsError.tooFewUnits(kind: "conditions", found: 1, needed: 2)) {
      try DissimilarityMatrix(conditions: 1, upper: [])
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "conditions", found: 0, needed: 2)) {
      try DissimilarityMatrix(of: Matrix(rows: 0, columns: 3), by: .cosine)
    }
    #expect(
      throws: StatisticsError.unequalSizes(what: "dissimilarities of 4 conditions", found: 5, expected: 6)
    ) {
      try DissimilarityMatrix(conditions: 4, upper: [1, 2, 3, 4, 5])
    }
    #expect(throws: StatisticsError.notFinite(index: 1)) {
      try DissimilarityMatrix(conditions: 3, upper: [1, .nan, 2])
    }
    #expect(throws: StatisticsError.constant(what: "the pattern of condition 1")) {
      try DissimilarityMatrix(of: matrix([1, 2, 0, 0], rows: 2), by: .cosine)
    }
    #expect(throws: StatisticsError.notFinite(index: 2)) {
      try DissimilarityMatrix(of: matrix([1, 2, .infinity, 0], rows: 2), by: .euclidean)
    }
    #expect(
      throws: StatisticsError.unequalSizes(what: "rows or columns of the precision", found: 3, expected: 2)
    ) {
      try DissimilarityMatrix(
        of: matrix([1, 2, 3, 4], rows: 2),
        by: .mahalanobis(precision: Matrix(rows: 3, columns: 3, repeating: 1)))
    }
    #expect(throws: StatisticsError.self) {
      try DissimilarityMatrix(
        of: matrix([1, 2, 3, 4], rows: 2), by: .mahalanobis(precision: matrix([1, 2, 2, 1], rows: 2)))
    }
    #expect(
      throws: StatisticsError.tooFewUnits(kind: "patterns of condition 1 in fold 0", found: 0, needed: 1)
    ) {
      try DissimilarityMatrix.crossnobis(
        patterns: matrix([1, 2, 3, 4], rows: 4), conditions: [0, 0, 1, 1], folds: [0, 0, 1, 1])
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "folds", found: 1, needed: 2)) {
      try DissimilarityMatrix.crossnobis(
        patterns: matrix([1, 2, 3, 4], rows: 4), conditions: [0, 0, 1, 1], folds: [7, 7, 7, 7])
    }
  }
}

@Suite("A comparison of geometries") struct GeometryComparisonTests {
  static let rounding = 1e-12

  @Test("equals rsatoolbox's and SciPy's, ties included", arguments: 0..<5) func parity(index: Int) throws {
    let row = try SimilarityFixture.all.get().comparisons[index]
    let matrices = try geometries(row.matrices, conditions: row.conditions)
    let expected: [(GeometryComparison, [Double])] = [
      (.spearman, row.spearman), (.spearman, row.scipy), (.rhoA, row.rhoA), (.tauA, row.tauA),
      (.cosine, row.cosine),
    ]
    for (comparison, values) in expected {
      let found = try matrices.map { try comparison.similarity(of: matrices[0], and: $0) }
      #expect(largestError(found, values) < Self.rounding, "\(comparison)")
    }
  }

  @Test("has rsatoolbox's noise ceilings", arguments: 0..<5) func ceilings(index: Int) throws {
    let row = try SimilarityFixture.all.get().comparisons[index]
    let matrices = try geometries(row.matrices, conditions: row.conditions)
    let expected: [(GeometryComparison, [Double])] = [
      (.spearman, row.spearmanCeiling), (.rhoA, row.rhoACeiling), (.tauA, row.tauACeiling),
      (.cosine, row.cosineCeiling),
    ]
    for (comparison, values) in expected {
      let found = try NoiseCeiling(of: matrices, by: comparison)
      #expect(largestError([found.lower, found.upper], values) < Self.rounding, "\(comparison)")
    }
  }

  @Test("has a ceiling of 0 over geometries of opposite orders: nothing agrees with both")
  func oppositeCeiling() throws {
    let order = [1.0, 2, 3, 4, 5, 6]
    let opposite = try [order, order.reversed()].map { try DissimilarityMatrix(conditions: 4, upper: $0) }
    for comparison in [GeometryComparison.spearman, .rhoA, .tauA] {
      let ceiling = try NoiseCeiling(of: opposite, by: comparison)
      #expect(ceiling.lower == -1 && ceiling.upper == 0, "\(comparison)")
    }
  }

  @Test("gives multiples of 1/35 for six distances without ties", arguments: 0..<20 as Range<UInt64>)
  func steps(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let two = try randomGeometries(2, using: &generator)
    let rho = try GeometryComparison.spearman.similarity(of: two[0], and: two[1]) * 35
    #expect(abs(rho - rho.rounded()) < 1e-12)
    #expect(try GeometryComparison.rhoA.similarity(of: two[0], and: two[1]) * 35 == rho)
  }

  @Test("refuses what it is not defined for") func refusals() throws {
    let flat = try DissimilarityMatrix(conditions: 3, upper: [1, 1, 1])
    let steep = try DissimilarityMatrix(conditions: 3, upper: [1, 2, 3])
    for comparison in GeometryComparison.allCases where comparison != .cosine {
      #expect(throws: StatisticsError.constant(what: "dissimilarity matrix 1")) {
        try comparison.similarity(of: steep, and: flat)
      }
    }
    let zero = try DissimilarityMatrix(conditions: 3, upper: [0, 0, 0])
    #expect(try GeometryComparison.cosine.similarity(of: steep, and: zero) == 0)
    let two = try DissimilarityMatrix(conditions: 2, upper: [1])
    #expect(throws: StatisticsError.tooFewUnits(kind: "conditions", found: 2, needed: 3)) {
      try GeometryComparison.cosine.similarity(of: two, and: two)
    }
    #expect(throws: StatisticsError.unequalSizes(what: "conditions of matrix 1", found: 2, expected: 3)) {
      try GeometryComparison.cosine.similarity(of: steep, and: two)
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "groups", found: 1, needed: 2)) {
      try GeometryAgreement([steep])
    }
  }
}
