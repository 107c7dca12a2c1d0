// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

/// SciPy adds the same probabilities in another order.
private let parity = 1e-12

@Suite("A signed-rank test") struct WilcoxonSignedRankTestTests {
  private func test(
    _ d: [Double], zeros: WilcoxonSignedRankTest.Zeros = .dropped,
    method: WilcoxonSignedRankTest.Method? = nil
  ) throws -> WilcoxonSignedRankTest {
    try WilcoxonSignedRankTest(d, d.map { _ in 0 }, zeros: zeros, method: method)
  }

  /// All signs of the ranks, one by one.
  private func bruteForce(_ d: [Double], pratt: Bool) -> Double {
    let kept = pratt ? d : d.filter { $0 != 0 }
    let ranks = kept.map { x in
      (Double(kept.count { abs($0) < abs(x) }) + Double(kept.count { abs($0) <= abs(x) }) + 1) / 2
    }
    let pairs = zip(kept, ranks).filter { $0.0 != 0 }
    let observed = pairs.reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    var (atLeast, atMost) = (0, 0)
    for pattern in 0..<(1 << pairs.count) {
      let sum = pairs.enumerated().reduce(0) { $0 + (pattern >> $1.offset & 1 == 1 ? $1.element.1 : 0) }
      if sum >= observed { atLeast += 1 }
      if sum <= observed { atMost += 1 }
    }
    return min(1, 2 * Double(min(atLeast, atMost)) / Double(1 << pairs.count))
  }

  @Test("equals brute force, zeros and ties included", arguments: 0..<40 as Range<UInt64>)
  func enumeration(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let d = (0..<(1 + Int(seed) % 11)).map { _ in Double(Int.random(in: -3...5, using: &generator)) }
    #expect(try test(d).pValue == bruteForce(d, pratt: false))
    #expect(try test(d, zeros: .pratt).pValue == bruteForce(d, pratt: true))
  }

  @Test("agrees with SciPy, exact and normal", arguments: try Comparisons.all().signedRanks)
  func scipy(row: Comparisons.SignedRanks) throws {
    let zeros = try #require(WilcoxonSignedRankTest.Zeros(rawValue: row.zeros))
    let alternatives = [("two-sided", Alternative.twoSided), ("greater", .greater), ("less", .less)]
    for (name, alternative) in alternatives {
      if let exact = row.exact {
        let p = try test(row.d, zeros: zeros, method: .exact).pValue(alternative)
        #expect(relativeError(p, try #require(exact[name])) < parity)
      }
      let normal = try test(row.d, zeros: zeros, method: .normal(continuityCorrection: false))
      #expect(relativeError(normal.pValue(alternative), try #require(row.normal[name])) < parity)
      let corrected = try test(row.d, zeros: zeros, method: .normal(continuityCorrection: true))
      #expect(relativeError(corrected.pValue(alternative), try #require(row.corrected[name])) < parity)
    }
    let test = try test(row.d, zeros: zeros)
    #expect(min(test.positiveRankSum, test.negativeRankSum) == row.smallerSum)
    #expect(abs(test.estimate - row.median) <= 1e-15 * abs(row.median))
  }

  @Test("ranks tenths as tenths: differences within the rounding of the scores tie") func rounding() throws {
    // 0.9 - 0.8, 0.5 - 0.4 and 0.3 - 0.4 are all a tenth, and 0.7 - 0.4 three.
    let test = try WilcoxonSignedRankTest([0.9, 0.5, 0.3, 0.7], [0.8, 0.4, 0.4, 0.4])
    #expect((test.positiveRankSum, test.negativeRankSum) == (8, 2))
    #expect(test.pValue == bruteForce([1, 1, -1, 3], pratt: false))
  }

  @Test("is what is worked out by hand") func byHand() throws {
    // Ranks 1, 2, 3 of which the first is negative: W+ = 5, reached by 5 and 6 of 8 sums.
    let test = try test([-1, 2, 3])
    #expect((test.statistic, test.negativeRankSum) == (5, 1))
    #expect(test.pValue(.greater) == 2.0 / 8)
    #expect(test.pValue(.less) == 7.0 / 8)
    #expect(test.pValue == 0.5)
    #expect(test.pValueSource == .enumeration(arrangements: 8))
    #expect(test.rankBiserialCorrelation == 4.0 / 6)
    // Averages of pairs: -1, 0.5, 1, 2, 2.5, 3.
    #expect(test.estimate == 1.5)
  }

  @Test("cannot reach 0.05 with five pairs, as on the published five seeds") func floor() throws {
    for pair in try PublishedPair.all() where pair.signFlipP == 0.0625 && pair.a.count == 5 {
      let test = try WilcoxonSignedRankTest(pair.a, pair.b)
      #expect(test.pValue == 0.0625)
      #expect(test.smallestAttainableP == 0.0625)
      #expect(test.confidenceInterval(level: 0.95) == -Double.infinity...Double.infinity)
    }
    let long = try test((1...300).map(Double.init))
    #expect(long.method == .normal(continuityCorrection: true))
    #expect(long.pValue > long.smallestAttainableP)
    let tied = try test([Double](repeating: 1, count: 300))
    #expect(relativeError(tied.pValue, tied.smallestAttainableP) < 1e-12, "no data of this size have less")
  }

  @Test("has an interval that holds 0 exactly if p is above its level", arguments: 0..<40 as Range<UInt64>)
  func duality(seed: UInt64) throws {
    let scores = Scores(count: 5 + Int(seed) * 3, seed: seed, shift: Double(seed) / 200)
    for method in [
      WilcoxonSignedRankTest.Method.exact, .normal(continuityCorrection: true),
      .normal(continuityCorrection: false),
    ] {
      let test = try WilcoxonSignedRankTest(scores.a, scores.b, method: method)
      for level in [0.3, 0.8, 0.95, 0.99] {
        #expect(test.confidenceInterval(level: level).contains(0) == (test.pValue > 1 - level))
      }
    }
  }

  @Test(
    "has an interval that agrees with p where differences tie or are 0", arguments: 0..<300 as Range<UInt64>)
  func tiedDuality(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let d = (0..<(6 + Int(seed) % 20)).map { _ in Double(Int.random(in: -2...3, using: &generator)) }
    for zeros in WilcoxonSignedRankTest.Zeros.allCases {
      for method in [WilcoxonSignedRankTest.Method.exact, .normal(continuityCorrection: true)] {
        let test = try test(d, zeros: zeros, method: method)
        for level in [0.5, 0.9, 0.95, 0.99] {
          let interval = test.confidenceInterval(level: level)
          #expect(interval.contains(test.estimate))
          if test.pValue > 1 - level {
            #expect(interval.contains(0), "\(d)")
          } else {
            #expect(interval.lowerBound >= 0 || interval.upperBound <= 0, "\(d)")
          }
        }
      }
    }
  }

  @Test("ends its interval at a 0 that it rejects and ranks without ties would not") func cut() throws {
    let test = try test([-1, 2, -1, 3, 3, 2, 0, 0, -1, 3, 3, -1, 3, -1, 0, 0, 3])
    #expect(test.pValue < 0.05)
    #expect(test.confidenceInterval(level: 0.95) == 0...2)
  }

  @Test("has an interval whose ends are averages of pairs, by rank") func ends() throws {
    // Sums at most 3 have probability 5/256 with eight pairs, at most 4 7/256: k is 4 at 95 %.
    let d = [1.1, -0.4, 2.3, 0.9, 3.1, -0.2, 1.7, 0.6]
    let averages = d.indices.flatMap { i in d[i...].map { (d[i] + $0) / 2 } }.sorted()
    let interval = try test(d).confidenceInterval(level: 0.95)
    #expect(interval == averages[3]...averages[averages.count - 4])
    #expect(try test(d).estimate == (averages[17] + averages[18]) / 2)
  }

  @Test("finds averages of pairs by rank among values of any size and sign") func walsh() throws {
    let d = [-1e300 / 4, -3, -.leastNonzeroMagnitude, 0, -0.0, .leastNonzeroMagnitude, 2, 2, 1e300 / 4]
    let averages = d.indices.flatMap { i in d[i...].map { (d[i] + $0) / 2 } }.sorted()
    #expect(try test(d, zeros: .pratt).estimate == averages[averages.count / 2])
  }

  @Test("is 1 where nothing differs, and has no normal form there") func nothing() throws {
    let test = try test([0, 0, 0])
    #expect(test.pValue == 1)
    #expect(test.estimate == 0)
    #expect(test.nonzeroCount == 0)
    #expect(test.rankBiserialCorrelation == 0)
    #expect(throws: StatisticsError.noVariation(meanDifference: 0)) {
      try self.test([0, 0, 0], method: .normal(continuityCorrection: true))
    }
    #expect(try self.test([4]).pValue == 1)
  }

  @Test("refuses what it cannot rank") func refusals() {
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 1)) { try test([]) }
    #expect(throws: StatisticsError.notFinite(index: 1)) { try test([1, .infinity]) }
    let error = #expect(throws: StatisticsError.self) {
      try test(Array(repeating: 1, count: 201), method: .exact)
    }
    #expect(error?.description.contains("use the normal method") == true)
    let plan = ResamplingPlan(unit: .speaker, scheme: .exhaustive, trainingUnits: 6, testUnits: 4)
    #expect(throws: StatisticsError.planNotCarried(test: "signed-rank test", plan: plan)) {
      try WilcoxonSignedRankTest([1, 2], [2, 1], plan: plan)
    }
  }

  @Test("says when its pairs are not independent") func caveat() throws {
    let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)
    let test = try WilcoxonSignedRankTest([1, 2], [0, 0], plan: plan)
    #expect(test.caveat?.contains("24 speakers") == true)
    #expect(test.independentUnits == 24)
  }
}
