// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

/// noise-precision.json; see make_noise_precision.py.
struct NoisePrecisionFixture: Decodable {
  var dimension: Int
  var groups: [Int], conditions: [Int]
  var patterns: [Float], precision: [Double]
  var shrinkage: Double

  static let all = Result { try fixture("noise-precision.json", as: [NoisePrecisionFixture].self) }

  func grouped(times factor: Float = 1) throws -> GroupedPatterns {
    try GroupedPatterns(
      Matrix(rows: groups.count, columns: dimension, elements: patterns.map { $0 * factor }), groups: groups,
      conditions: conditions)
  }
}

@Suite("The precision of noise") struct NoisePrecisionTests {
  /// Sums of squares, and an inverse.
  static let rounding = 1e-10

  @Test("equals rsatoolbox's with shrinkage to the diagonal", arguments: 0..<4) func parity(index: Int) throws
  {
    let row = try NoisePrecisionFixture.all.get()[index]
    let found = try row.grouped().noisePrecision()
    #expect(found.degreesOfFreedom == row.groups.count - 6)
    #expect(abs(found.shrinkage - row.shrinkage) < Self.rounding)
    #expect(largestError(found.precision.elements, row.precision) < Self.rounding)
    // Usable as it is.
    let geometries = try row.grouped().geometries(by: .mahalanobis(precision: found.precision))
    #expect(geometries.allSatisfy { $0.upper.allSatisfy { $0 > 0 } })
  }

  @Test("goes with the inverse square of the patterns' size", arguments: [Float(0x1p-90), 0x1p60])
  func size(factor: Float) throws {
    let row = try NoisePrecisionFixture.all.get()[1]
    let plain = try row.grouped().noisePrecision()
    let scaled = try row.grouped(times: factor).noisePrecision()
    #expect(scaled.shrinkage == plain.shrinkage)
    let unit = Double(factor)
    #expect(scaled.precision.elements.map { $0 * unit * unit } == plain.precision.elements)
  }

  @Test("is the plain inverse of a covariance of many residuals") func many() throws {
    var generator = SplitMix64(state: 4)
    var values: [Double] = []
    for _ in 0..<20_000 {
      let (a, b) = (
        Double.random(in: -1...1, using: &generator), Double.random(in: -1...1, using: &generator)
      )
      values += [a, a + b]
    }
    // Uniform noise has a variance of 1/3: covariances 1/3, 1/3, 2/3.
    let found = try NoisePrecision(residuals: matrix(values, rows: 20_000), degreesOfFreedom: 20_000)
    #expect(found.shrinkage < 1e-3)
    #expect(largestError(found.precision.elements, [6, -3, -3, 3]) < 0.03)
  }

  @Test("leaves a single dimension its variance") func single() throws {
    let found = try NoisePrecision(residuals: matrix([1, -1, 2, -2], rows: 4), degreesOfFreedom: 2)
    #expect(abs(found.precision[0, 0] - 0.2) < 1e-15 && found.shrinkage == 1)
  }

  @Test("says why there is none") func refusals() throws {
    #expect(throws: StatisticsError.tooFewUnits(kind: "residuals", found: 1, needed: 2)) {
      try NoisePrecision(residuals: matrix([1], rows: 1), degreesOfFreedom: 1)
    }
    #expect(throws: StatisticsError.constant(what: "the noise in dimension 1")) {
      try NoisePrecision(residuals: matrix([1, 0, -1, 0], rows: 2), degreesOfFreedom: 1)
    }
    #expect(throws: StatisticsError.notFinite(index: 2)) {
      try NoisePrecision(residuals: matrix([1, 0, .nan, 0], rows: 2), degreesOfFreedom: 1)
    }
    for freedom in [0, 3, -1] {
      #expect(throws: StatisticsError.self) {
        try NoisePrecision(residuals: matrix([1, 2, -1, 0], rows: 2), degreesOfFreedom: freedom)
      }
    }
    let single = try GroupedPatterns(
      Matrix(rows: 2, columns: 1, elements: [1, 2]), groups: [0, 0], conditions: [0, 1])
    #expect(
      throws: StatisticsError.tooFewUnits(kind: "patterns of 2 conditions in 1 groups", found: 2, needed: 3)
    ) { try single.noisePrecision() }
    #expect(throws: StatisticsError.unequalSizes(what: "folds of patterns", found: 1, expected: 2)) {
      try single.crossnobis(folds: [0])
    }
  }

  @Test("and folds give each group its cross-validated distances") func crossnobis() throws {
    let row = try NoisePrecisionFixture.all.get()[1]
    let patterns = try row.grouped()
    let folds = row.groups.indices.map { $0 / 6 % 3 }
    let precision = try patterns.noisePrecision().precision
    let found = try patterns.crossnobis(folds: folds, precision: precision)
    for group in 0..<2 {
      let own = row.groups.indices.filter { row.groups[$0] == group }
      let values = own.flatMap { row.patterns[$0 * 12..<($0 + 1) * 12].map(Double.init) }
      let expected = try DissimilarityMatrix.crossnobis(
        patterns: matrix(values, rows: own.count), conditions: own.map { row.conditions[$0] },
        folds: own.map { folds[$0] }, precision: precision)
      #expect(found[group] == expected)
    }
  }
}
