// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERStats
import TestSupport
import Testing

/// Offsets and sizes of patterns, which a geometry is not about.
@Suite("A geometry of patterns far from 0, huge or tiny") struct PatternSizeTests {
  /// Two dimensions, of which the first is 0, 1, 3 and 6 and the second 0: squared and per dimension.
  static let squares = [0.5, 4.5, 18, 2, 12.5, 4.5]

  static func patterns(offset: Double = 0, unit: Double = 1) -> Matrix<Double> {
    matrix([0.0, 1, 3, 6].flatMap { [(offset + $0) * unit, offset * unit] }, rows: 4)
  }

  @Test("has the squared distances of the same patterns at 0", arguments: [0, 1e3, 1e8, 1e9, -1e15])
  func offset(offset: Double) throws {
    let patterns = Self.patterns(offset: offset)
    #expect(try DissimilarityMatrix(of: patterns, by: .euclidean).upper == Self.squares)
    let identity = matrix([1, 0, 0, 1], rows: 2)
    let whitened = try DissimilarityMatrix(of: patterns, by: .mahalanobis(precision: identity))
    #expect(largestError(whitened.upper, Self.squares) < 1e-14)
    let twice = matrix(patterns.elements + patterns.elements, rows: 8)
    for precision in [nil, identity] {
      let crossnobis = try DissimilarityMatrix.crossnobis(
        patterns: twice, conditions: [0, 1, 2, 3, 0, 1, 2, 3], folds: [0, 0, 0, 0, 1, 1, 1, 1],
        precision: precision)
      #expect(largestError(crossnobis.upper, Self.squares) < 1e-14)
    }
  }

  @Test("has the correlation of the same patterns at 0", arguments: [1e8, -1e12]) func correlation(
    offset: Double
  ) throws {
    let values = [0.0, 1, 3, 6, 2, 2, 5, 1, 4, 0, 0, 1]
    let near = try DissimilarityMatrix(of: matrix(values, rows: 3), by: .correlation)
    let far = try DissimilarityMatrix(of: matrix(values.map { offset + $0 }, rows: 3), by: .correlation)
    #expect(largestError(far.upper, near.upper) < 1e-14)
  }

  @Test("has the same angles at any size", arguments: [1e-300, 1e-200, 1e-160, 1e160, 1e299])
  func angles(unit: Double) throws {
    let values = [0.0, 1, 3, 6, 2, 2, 5, 1, 4, 0, 0, 1]
    for measure in [DissimilarityMeasure.cosine, .correlation] {
      let plain = try DissimilarityMatrix(of: matrix(values, rows: 3), by: measure)
      // One pattern alone, which has no part in how the others are scaled.
      let scaled = values.indices.map { $0 < 4 ? values[$0] * unit : values[$0] }
      for sized in [values.map { $0 * unit }, scaled] {
        let found = try DissimilarityMatrix(of: matrix(sized, rows: 3), by: measure)
        #expect(largestError(found.upper, plain.upper) < 1e-13, "\(measure)")
      }
    }
  }

  @Test("has squared distances as long as they are numbers", arguments: [0x1p-500, 0x1p-200, 0x1p400])
  func sizes(unit: Double) throws {
    let found = try DissimilarityMatrix(of: Self.patterns(unit: unit), by: .euclidean)
    #expect(found.upper == Self.squares.map { $0 * unit * unit })
    // Units of noise take the size away.
    let precision = matrix([1 / unit / unit, 0, 0, 1 / unit / unit], rows: 2)
    let whitened = try DissimilarityMatrix(
      of: Self.patterns(offset: 100, unit: unit), by: .mahalanobis(precision: precision))
    #expect(largestError(whitened.upper, Self.squares) < 1e-13)
  }

  @Test(
    "is refused where squares are no numbers, which zeros would hide", arguments: [1e-200, 1e-158, 1e200])
  func squares(unit: Double) throws {
    #expect {
      try DissimilarityMatrix(of: Self.patterns(unit: unit), by: .euclidean)
    } throws: { error in
      guard case .outOfRange(_, let value, _)? = error as? StatisticsError else { return false }
      return relativeError(value, 0.5.squareRoot() * unit) < 1e-12
    }
    #expect(throws: StatisticsError.self) {
      try DissimilarityMatrix.crossnobis(
        patterns: Self.patterns(unit: unit), conditions: [0, 1, 0, 1], folds: [0, 0, 1, 1])
    }
    let equal = try DissimilarityMatrix(of: matrix([unit, unit, unit, unit], rows: 2), by: .euclidean)
    #expect(equal.upper == [0])
  }

  @Test("refuses a precision that is no number") func precision() {
    #expect(
      throws: StatisticsError.unusableMatrix(what: "the precision", .notFinite(row: 1, column: 0))
    ) {
      try DissimilarityMatrix.crossnobis(
        patterns: Self.patterns(), conditions: [0, 1, 0, 1], folds: [0, 0, 1, 1],
        precision: matrix([1, 0, .nan, 1], rows: 2))
    }
  }

  @Test("shuffles labels at an offset as at 0, and huge values as small ones", arguments: 0..<3)
  func shuffles(which: Int) throws {
    var generator = SplitMix64(state: 3)
    let (n, d) = (120, 30)
    let conditions = (0..<n).map { $0 % 4 }
    let values = (0..<n * d).map { index in
      Float(Int.random(in: -2...2, using: &generator) + (index % 7 == 0 ? conditions[index / d] : 0))
    }
    func test(_ values: [Float]) throws -> LabelShufflingTest {
      let patterns = try GroupedPatterns(
        Matrix(rows: n, columns: d, elements: values), groups: (0..<n).map { $0 / 60 }, conditions: conditions
      )
      var stream = RandomStream(seed: 8).root
      let identity = matrix((0..<d * d).map { $0 / d == $0 % d ? 1 : 0 }, rows: d)
      let measure = [DissimilarityMeasure.euclidean, .mahalanobis(precision: identity), .correlation][which]
      return try LabelShufflingTest(
        patterns, LabelShuffles(of: patterns, draws: 200, using: &stream), by: measure, comparison: .cosine)
    }
    let plain = try test(values)
    // All whole numbers below 2²⁴.
    let far = try test(values.map { $0 + 0x1p23 })
    #expect(abs(far.statistic - plain.statistic) < 1e-9)
    #expect(largestError(far.nullValues, plain.nullValues) < 1e-5)
    let huge = try test(values.map { $0 * 0x1p124 })
    #expect(largestError(huge.nullValues, plain.nullValues) < 1e-5)
  }

  @Test("has no shuffled labels without a draw") func noShuffles() throws {
    let patterns = try LabelShufflingTests.planted(seed: 1).patterns
    var stream = RandomStream(seed: 8).root
    let none = LabelShuffles(of: patterns, draws: 0, using: &stream)
    #expect(
      throws: StatisticsError.outOfRange(
        what: "the number of drawn arrangements", value: 0, allowed: "at least 1")
    ) { try LabelShufflingTest(patterns, none) }
  }
}

@Suite("A dissimilarity matrix from outside") struct UntrustedDissimilarityTests {
  @Test("is refused where no triangle has so many conditions", arguments: [1 << 40, 1 << 62, .max])
  func count(conditions: Int) {
    #expect(throws: StatisticsError.self) { try DissimilarityMatrix(conditions: conditions, upper: []) }
  }

  @Test("decodes to what was encoded") func coding() throws {
    let found = try DissimilarityMatrix(conditions: 3, upper: [1, 2, 0.1])
    #expect(
      try JSONDecoder().decode(DissimilarityMatrix.self, from: JSONEncoder().encode(found)) == found)
  }

  @Test(
    "is refused by a decoder as by its initializer",
    arguments: [
      (#"{"conditions":4,"upper":[1,2]}"#, "2 dissimilarities of 4 conditions where there should be 6"),
      (#"{"conditions":1,"upper":[]}"#, "1 conditions, but this statistic needs at least 2"),
      (#"{"conditions":-3,"upper":[1,2,3,4,5,6]}"#, "-3 conditions, but this statistic needs at least 2"),
    ])
  func decoding(json: String, sentence: String) throws {
    #expect {
      try JSONDecoder().decode(DissimilarityMatrix.self, from: Data(json.utf8))
    } throws: { error in
      guard case .dataCorrupted(let context)? = error as? DecodingError else { return false }
      return context.debugDescription == sentence
    }
  }
}
