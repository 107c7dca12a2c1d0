// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

@Suite("The test over relabelings") struct RelabelingTestTests {
  static let rounding = 1e-12

  @Test("equals arrangements gone through one by one", arguments: 0..<6) func enumeration(index: Int) throws {
    let row = try SimilarityFixture.all.get().relabelings[index]
    let test = try RelabelingTest(geometries(row.matrices))
    #expect(abs(test.statistic - row.observed) < Self.rounding)
    #expect(test.pValue == Double(row.atLeast) / Double(row.arrangements))
    #expect(test.ties == row.ties)
    #expect(abs(test.nullMean - row.mean) < Self.rounding)
    #expect(abs(test.nullStandardDeviation - row.sd) < Self.rounding)
    #expect(test.pValueSource == .enumeration(arrangements: row.arrangements))
    #expect(test.smallestAttainableP == 1 / Double(row.arrangements))
    #expect(test.independentUnits == row.matrices.count)
  }

  @Test(
    "has 13,824 arrangements for four groups of four conditions, a floor of 7.2e-5 that equal groups attain")
  func floor() throws {
    let test = try RelabelingTest(
      geometries([[1, 2, 3, 4, 5, 6.5], [1, 2, 3, 4, 5, 6], [1, 2, 4, 5, 6, 7], [1, 3, 4, 5, 6, 9]]))
    #expect(test.statistic == 1)
    #expect(test.pValue == 1.0 / 13_824 && test.pValue == test.smallestAttainableP)
  }

  @Test("cannot make a single pair significant: no p is below 1/24", arguments: 0..<40 as Range<UInt64>)
  func pairs(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let two = try randomGeometries(2, using: &generator)
    let test = try RelabelingTest(two)
    #expect(test.pValue >= 1.0 / 24)
    #expect(abs(test.pValue * 24 - (test.pValue * 24).rounded()) < 1e-12)
    #expect(try RelabelingTest([two[0], two[0]]).pValue == 1.0 / 24)
  }

  @Test(
    "gives 0.5143 a p from 0.0017 to 0.063, as the published means allow",
    arguments: [(0.5143, 0.0094, 0.0017...0.063), (0.4571, 0.0178, 0.0049...0.079)])
  func published(mean: Double, median: Double, range: ClosedRange<Double>) throws {
    var generator = SplitMix64(state: 26)
    let tests = try (0..<400).map { _ in try RelabelingTest(geometries(withMean: mean, using: &generator)) }
    let p = tests.map(\.pValue).sorted()
    // The sets are other ones than those of the paper notes.
    #expect(p[200] > 0.6 * median && p[200] < 1.6 * median)
    #expect(p[10] > range.lowerBound / 2 && p[390] < range.upperBound * 1.5)
    for test in tests { #expect((0.14...0.27).contains(test.nullStandardDeviation)) }
  }

  @Test("does not depend on which group comes first", arguments: GeometryComparison.allCases)
  func order(comparison: GeometryComparison) throws {
    var generator = SplitMix64(state: 8)
    let four = try randomGeometries(4, using: &generator)
    let p = try RelabelingTest(four, by: comparison).pValue
    #expect(try RelabelingTest(four.reversed(), by: comparison).pValue == p)
    #expect(try RelabelingTest([four[2], four[0], four[1], four[3]], by: comparison).pValue == p)
  }

  @Test("draws where there is too much to go through, near the exact p") func sampling() throws {
    var generator = SplitMix64(state: 3)
    let four = try geometries(withMean: 0.4571, using: &generator)
    var draws = RandomStream(seed: 1)["relabelings"]
    let sampled = try RelabelingTest(four, draws: 4000, using: &draws)
    let exact = try RelabelingTest(four)
    #expect(abs(sampled.pValue - exact.pValue) < 4 * (exact.pValue / 4000).squareRoot() + 1.0 / 4001)
    #expect(sampled.smallestAttainableP == 1.0 / 4001 && sampled.pValueSource == .sampling(draws: 4000))
    let seven = try randomGeometries(3, conditions: 7, using: &generator)
    #expect(throws: StatisticsError.self) { try RelabelingTest(seven) }
    #expect(try RelabelingTest(seven, draws: 50, using: &draws).pValue > 0)
  }

  @Test("promises no more by draws than all relabelings can") func floorOfDraws() throws {
    let order: [Double] = [1, 2, 3, 4, 5, 6]
    var stream = RandomStream(seed: 1)["relabelings"]
    let test = try RelabelingTest(geometries([order, order]), draws: 9_999, using: &stream)
    #expect(test.smallestAttainableP == 1.0 / 24)
    for _ in 0..<20 {
      #expect(try RelabelingTest(geometries([order, order]), draws: 30, using: &stream).pValue >= 1.0 / 24)
    }
  }

  @Test("has the spread of geometries that hardly differ from a constant", arguments: [1e-3, 1e-4, 1e-5])
  func spread(step: Double) throws {
    let signs: [[Double]] = [[1, -1, 0.5, 0, 1, -0.5], [1, 0, -1, 0.5, 0, 1], [0, 1, 1, -1, 0.5, 0]]
    let near = try geometries(signs.map { $0.map { 1 + step * $0 } })
    var similarities: [Double] = []
    func orders(_ left: [Int], _ chosen: [Int], _ body: ([Int]) -> Void) {
      guard !left.isEmpty else { return body(chosen) }
      for next in left { orders(left.filter { $0 != next }, chosen + [next], body) }
    }
    orders([0, 1, 2, 3], []) { one in
      orders([0, 1, 2, 3], []) { other in
        let moved = [near[0].upper, near[1].relabeled(one).upper, near[2].relabeled(other).upper]
        var sum = 0.0
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
          // 1 - cos = |u - v|²/2 of unit vectors.
          let lengths = [a, b].map { moved[$0].reduce(0) { $0 + $1 * $1 }.squareRoot() }
          for (x, y) in zip(moved[a], moved[b]) {
            sum -= (x / lengths[0] - y / lengths[1]) * (x / lengths[0] - y / lengths[1]) / 2
          }
        }
        similarities.append(sum / 3)
      }
    }
    let expected = try sampleStandardDeviation(similarities) * (575.0 / 576).squareRoot()
    let test = try RelabelingTest(near, by: .cosine)
    // Similarities have the rounding of 1.
    #expect(abs(test.nullStandardDeviation - expected) < 1e-16 + 1e-4 * expected)
    var stream = RandomStream(seed: 1)["relabelings"]
    let drawn = try RelabelingTest(near, by: .cosine, draws: 4000, using: &stream)
    #expect(abs(drawn.nullStandardDeviation - expected) < 0.1 * expected)
  }

  @Test("goes through the 3,628,800 relabelings of ten conditions of two groups without keeping them")
  func many() throws {
    let upper = (0..<45).map { Double($0 * $0 % 47) }
    let test = try RelabelingTest(geometries([upper, upper], conditions: 10))
    #expect(test.pValueSource == .enumeration(arrangements: 3_628_800))
    #expect(test.pValue == 1.0 / 3_628_800 && test.statistic == 1)
    // Over all relabelings dissimilarities meet equally often.
    #expect(abs(test.nullMean) < 1e-12)
  }

  @Test("refuses no draws, as the other tests do", arguments: [0, -1]) func noDraws(draws: Int) throws {
    let error = StatisticsError.outOfRange(
      what: "the number of drawn arrangements", value: Double(draws), allowed: "at least 1")
    let two = try geometries([[1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 6, 5]])
    var stream = RandomStream(seed: 1).root
    #expect(throws: error) { try RelabelingTest(two, draws: draws, using: &stream) }
    #expect(throws: error) { try RandomRankingTest(two, draws: draws, using: &stream) }
    let pairs = try OrderedPairs(
      units: ["a", "b", "c"], values: matrix([0, 1, 2, 3, 0, 5, 8, 13, 0], rows: 3))
    #expect(throws: error) { try MantelTest(pairs, pairs, draws: draws, using: &stream) }
    let planted = try LabelShufflingTests.planted(seed: 7, sizes: [24, 24])
    #expect(
      throws: StatisticsError.outOfRange(
        what: "the number of splits", value: Double(draws), allowed: "at least 1")
    ) {
      try NoiseCeiling.splitHalves(
        planted.patterns, units: (0..<48).map { "\($0 / 8)" }, splits: draws, using: &stream)
    }
  }
}

@Suite("The test of Kendall's W") struct RandomRankingTestTests {
  static let rounding = 1e-12

  @Test("equals 720 squared orders gone through one by one", arguments: 0..<3) func enumeration(index: Int)
    throws
  {
    let row = try SimilarityFixture.all.get().rankings[index]
    let test = try RandomRankingTest(geometries(row.matrices))
    #expect(abs(test.statistic - row.observed) < Self.rounding)
    #expect(test.pValue == Double(row.atLeast) / Double(row.arrangements))
    #expect(abs(test.nullStandardDeviation - row.sd) < 1e-9)
  }

  @Test(
    "gives the published means their exact p over 720³ orders",
    arguments: [(0.5143, 0.00957), (0.4571, 0.01781)])
  func published(mean: Double, p: Double) throws {
    var generator = SplitMix64(state: 1)
    let test = try RandomRankingTest(geometries(withMean: mean, using: &generator))
    #expect(abs(test.pValue - p) < 5e-6)
    #expect(test.pValueSource == .enumeration(arrangements: 373_248_000))
    #expect(abs(test.nullStandardDeviation - 1 / 30.0.squareRoot()) < Self.rounding)
    #expect(abs(test.nullMean) < Self.rounding)
    #expect(abs(test.concordance - (3 * test.statistic + 1) / 4) < 1e-15)
  }

  @Test("gives a single pair the tail of 720 orders") func pair() throws {
    let order: [Double] = [1, 2, 3, 4, 5, 6]
    // Three exchanges of neighbors: squared differences of 6, and 1 - 6 · 6/210 = 0.8286.
    let test = try RandomRankingTest(geometries([order, [2, 1, 4, 3, 6, 5]]))
    #expect(abs(test.statistic - 0.8286) < 1e-4 && test.pValue == 21.0 / 720)
    #expect(try RandomRankingTest(geometries([order, order])).pValue == 1.0 / 720)
  }

  @Test("comes near the exact p with a million draws, and repeats by seed") func sampling() throws {
    var generator = SplitMix64(state: 2)
    let four = try geometries(withMean: 0.5143, using: &generator)
    var stream = RandomStream(seed: 9)["rankings"]
    let test = try RandomRankingTest(four, draws: 1_000_000, using: &stream)
    #expect(abs(test.pValue - 0.00957) < 4 * (0.00957 / 1e6).squareRoot())
    #expect(abs(test.nullStandardDeviation - 1 / 30.0.squareRoot()) < 1e-3)
    var again = RandomStream(seed: 9)["rankings"]
    #expect(try RandomRankingTest(four, draws: 1_000_000, using: &again) == test)
  }

  @Test("refuses the exact test where there is too much to go through") func size() throws {
    var generator = SplitMix64(state: 4)
    #expect(throws: StatisticsError.self) {
      try RandomRankingTest(randomGeometries(2, conditions: 5, using: &generator))
    }
    #expect(throws: StatisticsError.self) { try RandomRankingTest(randomGeometries(7, using: &generator)) }
    var stream = RandomStream(seed: 1).root
    #expect(
      try RandomRankingTest(randomGeometries(7, conditions: 5, using: &generator), draws: 99, using: &stream)
        .pValue >= 0.01)
  }

  @Test("promises no more by draws than all rankings can") func floorOfDraws() throws {
    let two = try geometries([[1, 2, 3], [1, 2, 3]], conditions: 3)
    var stream = RandomStream(seed: 1)["rankings"]
    let test = try RandomRankingTest(two, draws: 9_999, using: &stream)
    #expect(test.smallestAttainableP == 1.0 / 6)
    for _ in 0..<20 {
      #expect(try RandomRankingTest(two, draws: 9, using: &stream).pValue >= 1.0 / 6)
    }
  }

  /// Each with other ties, so that no two are of the same numbers.
  static let tied: [[Double]] = [
    [1, 1, 2, 3, 4, 5], [2, 1, 1, 1, 3, 4], [3, 1, 2, 2, 1, 4], [1, 2, 2, 2, 3, 3], [1, 2, 3, 4, 4, 4],
    [2, 1, 1, 2, 3, 3],
  ]

  @Test("refuses ties that leave too many different sums, and says to draw", arguments: [5, 6])
  func ties(groups: Int) throws {
    // Ranks of unequal lengths hardly ever have the same sums.
    let different = try geometries(Array(Self.tied.prefix(groups)))
    do {
      let test = try RandomRankingTest(different)
      #expect(test.pValue > 0)
    } catch StatisticsError.outOfRange(_, let value, let allowed) {
      #expect(value == Double(groups) && allowed.contains("draw arrangements"))
    }
    var stream = RandomStream(seed: 1)["rankings"]
    #expect(try RandomRankingTest(different, draws: 99, using: &stream).pValue >= 0.01)
  }

  @Test("goes through four groups with different ties") func fourTied() throws {
    let four = try geometries(Array(Self.tied.prefix(4)))
    let test = try RandomRankingTest(four)
    #expect(test.pValueSource == .enumeration(arrangements: 373_248_000))
    #expect(abs(test.nullMean) < 1e-9)
    #expect(abs(test.nullStandardDeviation - 1 / 30.0.squareRoot()) < 1e-9)
    #expect(try RandomRankingTest(four.reversed()).pValue == test.pValue)
    var stream = RandomStream(seed: 1)["rankings"]
    let drawn = try RandomRankingTest(four, draws: 100_000, using: &stream)
    #expect(abs(drawn.pValue - test.pValue) < 4 * (test.pValue / 1e5).squareRoot())
  }

  @Test("is exact for six groups without ties") func six() throws {
    var generator = SplitMix64(state: 5)
    let test = try RandomRankingTest(randomGeometries(6, using: &generator))
    #expect(test.pValueSource == .enumeration(arrangements: 193_491_763_200_000))
    #expect(abs(test.nullStandardDeviation - 1 / 75.0.squareRoot()) < 1e-12)
  }

  @Test("rejects more than its level where every group has two clusters at random; relabeling does not")
  func clusters() throws {
    var generator = SplitMix64(state: 77)
    var found: [(mean: Double, relabeling: Double, groups: [DissimilarityMatrix])] = []
    for _ in 0..<1500 {
      let groups = try (0..<4).map { _ in
        let order = Array(0..<4).shuffled(using: &generator)
        var upper: [Double] = []
        for a in 0..<4 {
          for b in a + 1..<4 {
            let together = (order[a] < 2) == (order[b] < 2)
            upper.append((together ? 0 : 1) + Double.random(in: 0...0.5, using: &generator))
          }
        }
        return try DissimilarityMatrix(conditions: 4, upper: upper)
      }
      let test = try RelabelingTest(groups)
      found.append((test.statistic, test.pValue, groups))
    }
    found.sort { $0.mean > $1.mean }
    // p falls with the mean alone, so the last that is rejected is found by bisection.
    var (low, high) = (0, found.count)
    while low < high {
      let middle = (low + high) / 2
      if try RandomRankingTest(found[middle].groups).pValue <= 0.05 {
        low = middle + 1
      } else {
        high = middle
      }
    }
    // The standard error of a rate of 0.05 is 0.0056 here.
    let relabeling = found.count { $0.relabeling <= 0.05 }
    #expect(Double(relabeling) / 1500 < 0.067)
    #expect(Double(low) / 1500 > 0.067 && low > relabeling)
  }
}

@Suite("The test between two systems") struct PairedGeometryTestTests {
  @Test("cannot go below 2 in 2^g: 0.125 for four groups") func floor() throws {
    var generator = SplitMix64(state: 6)
    let equal = try geometries(Array(repeating: [1, 2, 3, 4, 5, 6], count: 4))
    let test = try PairedGeometryTest(equal, randomGeometries(4, using: &generator))
    #expect(test.smallestAttainableP == 0.125 && test.pValue >= 0.125)
    #expect(test.statistic > 0 && test.independentUnits == 4)
    #expect(test.pValueSource == .enumeration(arrangements: 16))
  }

  @Test("equals exchanges gone through one by one", arguments: 0..<20 as Range<UInt64>) func brute(
    seed: UInt64
  ) throws {
    var generator = SplitMix64(state: seed)
    let a = try randomGeometries(5, using: &generator)
    let b = try randomGeometries(5, using: &generator)
    var counts = [0, 0]
    let observed = try GeometryAgreement(a).mean - GeometryAgreement(b).mean
    for exchanged in 0..<32 {
      let one = (0..<5).map { exchanged >> $0 & 1 == 1 ? b[$0] : a[$0] }
      let other = (0..<5).map { exchanged >> $0 & 1 == 1 ? a[$0] : b[$0] }
      let difference = try GeometryAgreement(one).mean - GeometryAgreement(other).mean
      counts[0] += difference >= observed - 1e-12 ? 1 : 0
      counts[1] += difference <= observed + 1e-12 ? 1 : 0
    }
    let test = try PairedGeometryTest(a, b)
    #expect(test.pValue == min(1, 2 * Double(counts.min()!) / 32))
    #expect(try PairedGeometryTest(b, a).pValue == test.pValue)
  }

  @Test("gives equal systems a p of 1, and refuses what does not belong together") func degenerate() throws {
    var generator = SplitMix64(state: 1)
    let four = try randomGeometries(4, using: &generator)
    #expect(try PairedGeometryTest(four, four).pValue == 1)
    #expect(throws: StatisticsError.unequalSizes(what: "groups of the second system", found: 3, expected: 4))
    {
      try PairedGeometryTest(four, Array(four.prefix(3)))
    }
    #expect(
      throws: StatisticsError.unequalSizes(what: "conditions of the second system", found: 5, expected: 4)
    ) {
      try PairedGeometryTest(four, randomGeometries(4, conditions: 5, using: &generator))
    }
  }
}

@Suite("Linear CKA") struct LinearCKATests {
  @Test("equals the formulas over items by items", arguments: 0..<3) func parity(index: Int) throws {
    let row = try SimilarityFixture.all.get().alignment[index]
    let found = try LinearCKA(matrix(row.x, rows: row.n), matrix(row.y, rows: row.n))
    #expect(abs(found.biased - row.biased) < 1e-12)
    #expect(abs(found.debiased - row.debiased) < 1e-11)
  }

  @Test("does not depend on how few items there are for the dimensions", arguments: [(20, 3, 5), (30, 8, 8)])
  func empty(n: Int, d: Int, e: Int) throws {
    var generator = SplitMix64(state: 2)
    func noise(_ columns: Int) -> Matrix<Double> {
      matrix((0..<n * columns).map { _ in Double.random(in: -1...1, using: &generator) }, rows: n)
    }
    let (x, y) = (noise(d), noise(e))
    // Dimensions in which nothing is change nothing but the way it is computed.
    func widened(_ items: Matrix<Double>) -> Matrix<Double> {
      matrix((0..<n).flatMap { Array(items.row($0)) + [Double](repeating: 0, count: 200) }, rows: n)
    }
    let (plain, wide) = (try LinearCKA(x, y), try LinearCKA(widened(x), widened(y)))
    #expect(relativeError(wide.biased, plain.biased) < 1e-12)
    #expect(relativeError(wide.debiased, plain.debiased) < 1e-12)
  }

  @Test("makes no matrix of dimensions by dimensions for few items") func few() throws {
    // 80,000 by 80,000 values would be 51 GB.
    let n = 6
    let values = (0..<n * 80_000).map { Double($0 * 7919 % 1009) }
    let found = try LinearCKA(matrix(values, rows: n), matrix(values.reversed(), rows: n))
    #expect(found.biased > 0 && found.biased <= 1)
  }

  @Test("is 1 for a representation and its rotation, scaled and moved") func invariance() throws {
    var generator = SplitMix64(state: 2)
    let x = matrix((0..<60).map { _ in Double.random(in: -1...1, using: &generator) }, rows: 20)
    var moved = x.times(matrix([0.6, 0.8, 0, -0.8, 0.6, 0, 0, 0, 1], rows: 3))
    moved.elements = moved.elements.map { 7 * $0 + 3 }
    let found = try LinearCKA(x, moved)
    #expect(abs(found.biased - 1) < 1e-12 && abs(found.debiased - 1) < 1e-12)
  }

  @Test("is near 0 for unrelated representations only without bias") func bias() throws {
    var generator = SplitMix64(state: 3)
    func noise() -> Matrix<Double> {
      matrix((0..<30 * 300).map { _ in Double.random(in: -1...1, using: &generator) }, rows: 30)
    }
    let found = try LinearCKA(noise(), noise())
    #expect(found.biased > 0.85 && abs(found.debiased) < 0.1)
  }

  @Test("refuses three items, and representations that do not vary") func refusals() throws {
    #expect(throws: StatisticsError.tooFewUnits(kind: "items", found: 3, needed: 4)) {
      try LinearCKA(matrix([1, 2, 3], rows: 3), matrix([1, 2, 3], rows: 3))
    }
    #expect(throws: StatisticsError.constant(what: "the second representation")) {
      try LinearCKA(matrix([1, 2, 3, 4], rows: 4), matrix([0.1, 0.1, 0.1, 0.1], rows: 4))
    }
    #expect(
      throws: StatisticsError.unequalSizes(what: "items of the second representation", found: 2, expected: 4)
    ) {
      try LinearCKA(matrix([1, 2, 3, 4], rows: 4), matrix([1, 2, 3, 4], rows: 2))
    }
    #expect(throws: StatisticsError.notFinite(index: 0)) {
      try LinearCKA(matrix([.nan, 2, 3, 4], rows: 4), matrix([1, 2, 3, 4], rows: 4))
    }
  }
}
