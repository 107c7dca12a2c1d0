// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

@Suite("The test over shuffled labels") struct LabelShufflingTests {
  /// Patterns with planted condition means, the same in every group.
  static func planted(
    seed: UInt64, sizes: [Int] = [37, 60, 121], conditions: Int = 4, dimension: Int = 45, signal: Float = 0.4
  ) throws -> (rows: Matrix<Float>, groups: [Int], conditions: [Int], patterns: GroupedPatterns) {
    var generator = SplitMix64(state: seed)
    func noise(_ count: Int) -> [Float] { (0..<count).map { _ in .random(in: -1...1, using: &generator) } }
    let means = (0..<conditions).map { _ in noise(dimension) }
    var elements: [Float] = []
    var groups: [Int] = []
    var labels: [Int] = []
    for (group, size) in sizes.enumerated() {
      let origin = noise(dimension)
      for row in 0..<size {
        groups.append(group)
        labels.append(row % conditions)
        let own = noise(dimension)
        for column in 0..<dimension {
          elements.append(origin[column] + own[column] + signal * means[row % conditions][column])
        }
      }
    }
    let rows = Matrix(rows: groups.count, columns: dimension, elements: elements)
    return (rows, groups, labels, try GroupedPatterns(rows, groups: groups, conditions: labels))
  }

  @Test("replays the released procedure draw by draw") func released() throws {
    let row = try SimilarityFixture.all.get().shuffles
    let rows = Matrix(rows: row.groups.count, columns: row.dimension, elements: row.patterns)
    let patterns = try GroupedPatterns(rows, groups: row.groups, conditions: row.conditions)
    var stream = RandomStream(seed: row.seed).root
    let test = try LabelShufflingTest(
      patterns, LabelShuffles(of: patterns, draws: row.draws, using: &stream), by: .cosine)
    #expect(abs(test.statistic - row.observed) < 1e-12)
    #expect(largestError(test.nullValues, row.null) < 1e-12, "every draw has the ranks of NumPy's")
    #expect(abs(test.nullMean - row.mean) < 1e-12 && abs(test.nullStandardDeviation - row.sd) < 1e-12)
    let reached = row.null.count { $0 >= row.observed - 1e-9 }
    #expect(test.publishedPValue == Double(reached) / Double(row.draws))
    #expect(test.pValue == Double(reached + 1) / Double(row.draws + 1))
    #expect(test.ties == row.null.count { abs($0 - row.observed) < 1e-9 })
    #expect(test.smallestAttainableP == 1 / Double(row.draws + 1))
  }

  @Test("equals geometries made anew for each draw, by every measure", arguments: 0..<4) func brute(
    which: Int
  ) throws {
    let planted = try Self.planted(seed: 12)
    var generator = SplitMix64(state: 9)
    var precision = Matrix<Double>(rows: 45, columns: 45)
    for i in 0..<45 { precision[i, i] = 1 + Double.random(in: 0...2, using: &generator) }
    for i in 1..<45 { (precision[i, i - 1], precision[i - 1, i]) = (0.3, 0.3) }
    let measure: DissimilarityMeasure =
      [.cosine, .correlation, .euclidean, .mahalanobis(precision: precision)][which]
    var stream = RandomStream(seed: 5).root
    let shuffles = LabelShuffles(of: planted.patterns, draws: 40, using: &stream)
    let test = try LabelShufflingTest(planted.patterns, shuffles, by: measure, comparison: .spearman)
    var again = RandomStream(seed: 5).root
    for draw in 0..<40 {
      var labels: [Int] = []
      for group in 0..<3 {
        var own = planted.conditions.indices.filter { planted.groups[$0] == group }.map {
          planted.conditions[$0]
        }
        again.shuffle(&own)
        labels += own
      }
      let shuffled = try GroupedPatterns(planted.rows, groups: planted.groups, conditions: labels)
      let mean = try GeometryAgreement(shuffled.geometries(by: measure)).mean
      #expect(abs(test.nullValues[draw] - mean) < 1e-12, "draw \(draw)")
    }
  }

  @Test(
    "equals them for other numbers of conditions and dimensions",
    arguments: [(3, 1), (3, 31), (5, 32), (6, 33), (9, 130)])
  func shapes(conditions: Int, dimension: Int) throws {
    let planted = try Self.planted(
      seed: 4, sizes: [59, 60, 61, 119], conditions: conditions, dimension: dimension)
    var stream = RandomStream(seed: 5).root
    let shuffles = LabelShuffles(of: planted.patterns, draws: 300, using: &stream)
    let test = try LabelShufflingTest(planted.patterns, shuffles, by: .euclidean, comparison: .cosine)
    var again = RandomStream(seed: 5).root
    for draw in 0..<300 {
      var labels: [Int] = []
      for group in 0..<4 {
        var own = planted.conditions.indices.filter { planted.groups[$0] == group }.map {
          planted.conditions[$0]
        }
        again.shuffle(&own)
        labels += own
      }
      guard draw % 37 == 0 || draw == 299 else { continue }
      let shuffled = try GroupedPatterns(planted.rows, groups: planted.groups, conditions: labels)
      let mean = try GeometryAgreement(shuffled.geometries(by: .euclidean), by: .cosine).mean
      // Sums are in single precision.
      #expect(abs(test.nullValues[draw] - mean) < 1e-4, "draw \(draw)")
    }
  }

  @Test("gives the same bits on one thread and on three") func threads() throws {
    let patterns = try Self.planted(seed: 1, dimension: 300).patterns
    var stream = RandomStream(seed: 5).root
    let shuffles = LabelShuffles(of: patterns, draws: 600, using: &stream)
    let one = try LabelShufflingTest(patterns, shuffles, comparison: .cosine)
    #expect(try LabelShufflingTest(patterns, shuffles, comparison: .cosine, threads: 3) == one)
  }

  @Test("finds planted structure, and none in noise") func power() throws {
    var small = [0, 0]
    for seed in 0..<40 as Range<UInt64> {
      for signal in [0, 0.6] as [Float] {
        let patterns = try Self.planted(seed: seed, sizes: [80, 80, 80, 80], signal: signal).patterns
        var stream = RandomStream(seed: seed)["shuffles"]
        let test = try LabelShufflingTest(patterns, LabelShuffles(of: patterns, draws: 199, using: &stream))
        if test.pValue <= 0.05 { small[signal > 0 ? 1 : 0] += 1 }
      }
    }
    // Condition means drawn at random may lie so evenly that there is little to find.
    #expect(small[1] >= 30)
    // Binomial(40, 0.05) exceeds 7 once in 1,000.
    #expect(small[0] <= 7)
  }

  @Test("has a null of the six ranks' own spread, 1/√30 over four groups") func spread() throws {
    let patterns = try Self.planted(seed: 3, sizes: [200, 200, 200, 200], signal: 0).patterns
    var stream = RandomStream(seed: 2).root
    let test = try LabelShufflingTest(patterns, LabelShuffles(of: patterns, draws: 2000, using: &stream))
    #expect(abs(test.nullStandardDeviation - 0.1826) < 0.012)
    #expect(abs(test.nullMean) < 0.02)
  }

  @Test("refuses groups without a condition, sizes that do not fit and values that are not finite")
  func refusals() throws {
    let rows = Matrix<Float>(rows: 4, columns: 2, elements: [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(
      throws: StatisticsError.tooFewUnits(kind: "patterns of condition 1 in group 0", found: 0, needed: 1)
    ) {
      try GroupedPatterns(rows, groups: [0, 0, 1, 1], conditions: [0, 0, 0, 1])
    }
    #expect(throws: StatisticsError.unequalSizes(what: "groups of patterns", found: 3, expected: 4)) {
      try GroupedPatterns(rows, groups: [0, 0, 1], conditions: [0, 1, 0, 1])
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "conditions", found: 1, needed: 2)) {
      try GroupedPatterns(rows, groups: [0, 0, 1, 1], conditions: [0, 0, 0, 0])
    }
    #expect(throws: StatisticsError.outOfRange(what: "a condition", value: 200, allowed: "in 0...127")) {
      try GroupedPatterns(rows, groups: [0, 0, 1, 1], conditions: [0, 1, 0, 200])
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "groups", found: 0, needed: 1)) {
      try GroupedPatterns(Matrix(rows: 0, columns: 2), groups: [], conditions: [])
    }
    var bad = rows
    bad[1, 1] = .infinity
    #expect(throws: StatisticsError.notFinite(index: 3)) {
      try GroupedPatterns(bad, groups: [0, 0, 1, 1], conditions: [0, 1, 0, 1])
    }
  }
}

@Suite("A noise ceiling from halves") struct SplitHalvesTests {
  @Test("is high for strong structure, near 0 for none, and ordered") func levels() throws {
    var stream = RandomStream(seed: 1)["halves"]
    for (signal, expected) in [(Float(3), 0.8...1.0), (0, -0.4...0.4)] {
      let planted = try LabelShufflingTests.planted(seed: 2, sizes: [120, 120, 120], signal: signal)
      let units = (0..<360).map { "u\($0 / 12)" }
      let found = try NoiseCeiling.splitHalves(planted.patterns, units: units, splits: 50, using: &stream)
      #expect(expected.contains(found.lower) && found.upper >= found.lower && found.upper <= 1)
    }
  }

  @Test("is that of the only halves there are, for two units") func twoUnits() throws {
    let planted = try LabelShufflingTests.planted(seed: 7, sizes: [24, 24])
    let units = (0..<48).map { $0 / 12 % 2 == 0 ? "a" : "b" }
    var stream = RandomStream(seed: 1)["halves"]
    let found = try NoiseCeiling.splitHalves(planted.patterns, units: units, splits: 3, using: &stream)
    var expected = (low: 0.0, high: 0.0)
    for group in 0..<2 {
      let halves = try ["a", "b"].map { unit in
        let rows = (0..<48).filter { planted.groups[$0] == group && units[$0] == unit }
        let own = Matrix(rows: rows.count, columns: 45, elements: rows.flatMap { planted.rows.row($0) })
        return try GroupedPatterns(
          own, groups: rows.map { _ in 0 }, conditions: rows.map { planted.conditions[$0] }
        )
        .geometries(by: .cosine)[0]
      }
      let ceiling = try NoiseCeiling(of: halves)
      expected.low += ceiling.lower / 2
      expected.high += ceiling.upper / 2
    }
    #expect(abs(found.lower - expected.low) < 1e-12 && abs(found.upper - expected.high) < 1e-12)
  }

  @Test("refuses a single unit, and units of which no half has every condition") func refusals() throws {
    let planted = try LabelShufflingTests.planted(seed: 7, sizes: [24, 24])
    var stream = RandomStream(seed: 1)["halves"]
    #expect(throws: StatisticsError.tooFewUnits(kind: "units in group 0", found: 1, needed: 2)) {
      try NoiseCeiling.splitHalves(planted.patterns, units: Array(repeating: "a", count: 48), using: &stream)
    }
    #expect(throws: StatisticsError.self) {
      try NoiseCeiling.splitHalves(
        planted.patterns, units: planted.conditions.map { "c\($0)" }, using: &stream)
    }
    #expect(throws: StatisticsError.unequalSizes(what: "units of patterns", found: 1, expected: 48)) {
      try NoiseCeiling.splitHalves(planted.patterns, units: ["a"], using: &stream)
    }
  }
}
