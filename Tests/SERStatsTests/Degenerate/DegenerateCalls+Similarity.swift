// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

extension DegenerateCalls {
  @Sendable static func geometries(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (groups, conditions) = (input.pick([0, 1, 2, 2, 3, 3]), input.pick([0, 1, 2, 3, 3, 4, 4]))
    func triangles(_ input: inout DegenerateInput) -> [[Double]] {
      (0..<groups).map { _ in input.values(conditions * max(0, conditions - 1) / 2) }
    }
    let (first, second) = (triangles(&input), triangles(&input))
    let comparison = input.pick(GeometryComparison.allCases)
    let (draws, start) = (input.pick([0, 1, 2, 9]), input.random())
    let isLong = input.chance(oneIn: 20)
    func make(_ triangles: [[Double]]) throws -> [DissimilarityMatrix] {
      try triangles.map { try DissimilarityMatrix(conditions: conditions, upper: $0) }
    }
    examination.call("DissimilarityMatrix") {
      for matrix in try make(first) {
        $0.number(matrix[0, conditions - 1], "an element")
        $0.numbers(matrix.relabeled(Array((0..<conditions).reversed())).upper, "the relabeled matrix")
      }
    }
    examination.call("GeometryComparison") {
      let (a, b) = try (make(first), make(second))
      for (one, other) in zip(a, b) {
        $0.within(try comparison.similarity(of: one, and: other), -1...1, "similarity")
      }
    }
    examination.call("GeometryAgreement") {
      let agreement = try GeometryAgreement(make(first), by: comparison)
      $0.within(agreement.mean, -1...1, "mean")
      let pairs: [GeometryAgreement.Pair] = agreement.pairs
      for pair in pairs { $0.within(pair.similarity, -1...1, "similarity") }
      if try GeometryAgreement(make(first), by: comparison).hashValue != agreement.hashValue {
        $0.fault("hash(into:) differs for equal ones")
      }
    }
    examination.call("NoiseCeiling") {
      let ceiling = try NoiseCeiling(of: make(first), by: comparison)
      $0.within(ceiling.lower, -1...1, "lower")
      $0.within(ceiling.upper, -1...1, "upper")
    }
    examination.call("PairedGeometryTest") {
      $0.test(try PairedGeometryTest(make(first), make(second), by: comparison))
    }
    examination.call("RelabelingTest") {
      let test = try RelabelingTest(make(first), by: comparison)
      $0.test(test)
      $0.within(test.nullMean, -1...1, "nullMean")
    }
    examination.call("RelabelingTest by draws") {
      var generator = start
      $0.test(try RelabelingTest(make(first), by: comparison, draws: draws, using: &generator))
    }
    examination.call("RelabelingTest of many conditions") {
      let many = try DissimilarityMatrix(conditions: 21, upper: (0..<210).map(Double.init))
      var generator = start
      $0.test(try RelabelingTest([many, many], draws: draws, using: &generator))
      // 21! relabelings are refused; the count of two systems decides that.
      if isLong { $0.test(try RelabelingTest([many, many])) }
    }
    if conditions <= 3 || isLong {
      examination.call("RandomRankingTest") {
        let test = try RandomRankingTest(make(first))
        $0.test(test)
        $0.within(test.concordance, -1e-9...1 + 1e-9, "concordance")
      }
    }
    examination.call("RandomRankingTest by draws") {
      var generator = start
      $0.test(try RandomRankingTest(make(first), draws: draws, using: &generator))
    }
  }

  @Sendable static func patterns(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (rows, columns) = (input.pick([0, 1, 4, 8, 8, 12, 12]), input.pick([0, 1, 2, 3, 3]))
    let values = input.values(rows * columns)
    let others = input.values(rows * columns)
    let matrix = Matrix(rows: rows, columns: columns, elements: values)
    let other = Matrix(rows: rows, columns: columns, elements: others)
    let isPlain = !input.chance(oneIn: 6)
    let strange = [-1, 0, 1, 3, 200, .max, .min]
    func codes(_ input: inout DegenerateInput, of count: Int, after step: Int) -> [Int] {
      (0..<rows).map { isPlain ? $0 / step % count : input.pick(strange) }
    }
    let (conditions, groups) = (codes(&input, of: 2, after: 1), codes(&input, of: 2, after: 2))
    let folds = codes(&input, of: 2, after: 4)
    let precision = Matrix(rows: columns, columns: columns, elements: input.values(columns * columns))
    let measure = input.pick([
      DissimilarityMeasure.cosine, .correlation, .euclidean, .mahalanobis(precision: precision),
    ])
    let comparison = input.pick(GeometryComparison.allCases)
    let (units, start) = (input.labels(rows), input.random())
    examination.call("DissimilarityMatrix of patterns") {
      $0.numbers(try DissimilarityMatrix(of: matrix, by: measure).upper, "upper")
    }
    examination.call("crossnobis") {
      $0.numbers(
        try DissimilarityMatrix.crossnobis(
          patterns: matrix, conditions: conditions, folds: folds, precision: isPlain ? nil : precision
        ).upper, "upper")
    }
    examination.call("LinearCKA") {
      let cka = try LinearCKA(matrix, other)
      $0.probability(cka.biased, "biased")
      $0.number(cka.debiased, "debiased")
    }
    let single = Matrix(rows: rows, columns: columns, elements: values.map { Float($0) })
    examination.call("GroupedPatterns") {
      let patterns = try GroupedPatterns(single, groups: groups, conditions: conditions)
      if patterns.dimension != columns { $0.fault("dimension \(patterns.dimension)") }
      for group in 0..<patterns.groups {
        $0.numbers(patterns.centroids(group: group).elements, "centroids")
        if patterns.counts(group: group).contains(0) { $0.fault("a condition is missing") }
      }
    }
    examination.call("GroupedPatterns.geometries") {
      let patterns = try GroupedPatterns(single, groups: groups, conditions: conditions)
      for geometry in try patterns.geometries(by: measure) { $0.numbers(geometry.upper, "upper") }
    }
    examination.call("NoisePrecision") {
      let noise = try NoisePrecision(
        residuals: matrix, degreesOfFreedom: isPlain ? max(1, rows - 2) : rows / 3)
      $0.numbers(noise.precision.elements, "precision")
      $0.probability(noise.shrinkage, "shrinkage")
    }
    examination.call("GroupedPatterns.noisePrecision") {
      let patterns = try GroupedPatterns(single, groups: groups, conditions: conditions)
      let noise = try patterns.noisePrecision()
      $0.numbers(noise.precision.elements, "precision")
      for geometry in try patterns.geometries(by: .mahalanobis(precision: noise.precision)) {
        $0.numbers(geometry.upper, "upper")
      }
      for geometry in try patterns.crossnobis(folds: folds, precision: noise.precision) {
        $0.numbers(geometry.upper, "upper")
      }
    }
    // Three conditions, which a comparison of geometries needs at least.
    let three = (0..<rows).map { $0 % 3 }
    let halves = (0..<rows).map { $0 / 3 % 2 }
    examination.call("LabelShufflingTest") {
      var generator = start
      let patterns = try GroupedPatterns(single, groups: halves, conditions: three)
      let shuffles = LabelShuffles(of: patterns, draws: 9, using: &generator)
      let test = try LabelShufflingTest(patterns, shuffles, by: measure, comparison: comparison)
      $0.test(test)
      $0.probability(test.publishedPValue, "publishedPValue")
      $0.numbers(test.nullValues, "nullValues")
      $0.within(test.nullMean, -1...1, "nullMean")
      $0.number(test.nullStandardDeviation, "nullStandardDeviation")
      if test.ties < 0 { $0.fault("ties") }
    }
    examination.call("NoiseCeiling.splitHalves") {
      var generator = start
      let patterns = try GroupedPatterns(single, groups: [Int](repeating: 0, count: rows), conditions: three)
      let ceiling = try NoiseCeiling.splitHalves(
        patterns, units: units, by: measure, comparison: comparison, splits: 2, using: &generator)
      $0.within(ceiling.lower, -1...1, "lower")
      $0.within(ceiling.upper, -1...1, "upper")
    }
  }
}
