// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERStats
import Testing

@Suite("A tally of arrangements") struct RandomizationTallyTests {
  private func tally(_ values: [Double], against observed: Double, rounding: Double = 0) -> RandomizationTally
  {
    var tally = RandomizationTally(observed: observed, rounding: rounding)
    for value in values { tally.count(value) }
    return tally
  }

  @Test("counts the observed value in both tails") func tails() {
    let tally = tally([1, 2, 3, 3, 4], against: 3)
    #expect((tally.arrangements, tally.atLeast, tally.atMost) == (5, 3, 4))
    #expect(tally.pValue(.greater, of: .enumeration) == 3.0 / 5)
    #expect(tally.pValue(.less, of: .enumeration) == 4.0 / 5)
    #expect(tally.pValue(.twoSided, of: .enumeration) == 1)
  }

  @Test("adds the observed arrangement to those drawn, so that p is never 0") func sampling() {
    let tally = tally([1, 2, 2.5, 1], against: 3)
    #expect(tally.pValue(.greater, of: .enumeration) == 0)
    #expect(tally.pValue(.greater, of: .sampling) == 1.0 / 5)
    #expect(tally.pValue(.less, of: .sampling) == 1)
    #expect(tally.pValue(.twoSided, of: .sampling) == 2.0 / 5)
    #expect(RandomizationTally(observed: 3).pValue(.greater, of: .sampling) == 1)
  }

  @Test("takes twice the smaller tail for two sides, at most 1", arguments: [-2.0, -0.5, 0, 0.5, 2])
  func twoSided(observed: Double) {
    let tally = tally([-2, -1, 0, 1, 2], against: observed)
    for coverage in [RandomizationTally.Coverage.enumeration, .sampling] {
      let smaller = min(tally.pValue(.greater, of: coverage), tally.pValue(.less, of: coverage))
      #expect(tally.pValue(.twoSided, of: coverage) == min(1, 2 * smaller))
    }
  }

  @Test("takes values within the rounding for equal, and no further") func ties() {
    let tally = tally([0.3, 0.1 + 0.2, 0.3 - 1e-9, 0.3 + 1e-9], against: 0.3)
    #expect((tally.atLeast, tally.atMost) == (3, 3))
    let coarse = self.tally([0.3 - 1e-9, 0.3 + 1e-9, 0.3 - 1e-7], against: 0.3, rounding: 1e-8)
    #expect((coarse.atLeast, coarse.atMost) == (2, 3))
    #expect(coarse.tolerance == 1e-8)
    #expect(RandomizationTally(observed: -2).tolerance == 200 * Double.ulpOfOne)
  }

  @Test("is the sum of the tallies of its parts") func parts() {
    let values = Scores(count: 40, seed: 2).a
    var first = tally(Array(values[..<17]), against: 0.4)
    first.add(tally(Array(values[17...]), against: 0.4))
    #expect(first == tally(values, against: 0.4))
  }

  @Test("counts in bulk what it counts one by one") func bulk() {
    let values = Scores(count: 40, seed: 3).a
    var tally = RandomizationTally(observed: 0.4)
    tally.count(40, atLeast: values.count { $0 >= 0.4 }, atMost: values.count { $0 <= 0.4 })
    #expect(tally == self.tally(values, against: 0.4))
  }

  @Test("traps on a statistic that is not a number") func notANumber() async {
    await #expect(processExitsWith: .failure) {
      var tally = RandomizationTally(observed: 0)
      tally.count(.nan)
    }
    await #expect(processExitsWith: .failure) { _ = RandomizationTally(observed: .infinity) }
    await #expect(processExitsWith: .failure) {
      var tally = RandomizationTally(observed: 0)
      tally.add(RandomizationTally(observed: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = RandomizationTally(observed: 0).pValue(.greater, of: .enumeration)
    }
  }
}

@Suite("The source of a p-value") struct PValueSourceTests {
  @Test("is named by the tally that counted") func named() {
    var tally = RandomizationTally(observed: 1)
    for value in 0..<32 { tally.count(Double(value)) }
    #expect(tally.source(of: .enumeration) == .enumeration(arrangements: 32))
    #expect(tally.source(of: .sampling) == .sampling(draws: 32))
  }

  @Test("says in words whether p is exact") func words() {
    #expect(PValueSource.enumeration(arrangements: 32).description == "exact over 32 arrangements")
    #expect(PValueSource.sampling(draws: 999).description == "999 arrangements drawn at random")
    #expect(PValueSource.distribution("Student's t").description == "Student's t")
  }

  @Test("tells the tests of one comparison apart") func tests() throws {
    let scores = Scores(count: 6, seed: 4)
    #expect(
      try PairedTTest(scores.a, scores.b).pValueSource == .distribution("Student's t, 5 degrees of freedom"))
    #expect(try SignFlipTest(scores.a, scores.b).pValueSource == .enumeration(arrangements: 64))
  }
}

@Suite("An alternative") struct AlternativeTests {
  @Test("keeps its name in files") func names() {
    #expect(
      [Alternative.twoSided, .greater, .less].map(\.rawValue) == ["twoSided", "greater", "less"])
    #expect(Alternative(rawValue: "greater") == .greater)
    #expect(Alternative(rawValue: "two-sided") == nil)
  }

  @Test("turns round when a and b change places", arguments: 0..<20 as Range<UInt64>) func mirror(
    seed: UInt64
  )
    throws
  {
    let scores = Scores(count: 8, seed: seed, shift: 0.2)
    let (one, other) = (try SignFlipTest(scores.a, scores.b), try SignFlipTest(scores.b, scores.a))
    #expect(one.pValue(.greater) == other.pValue(.less))
    #expect(one.pValue(.twoSided) == other.pValue(.twoSided))
    let (ranks, mirrored) = (
      try WilcoxonSignedRankTest(scores.a, scores.b), try WilcoxonSignedRankTest(scores.b, scores.a)
    )
    #expect(ranks.pValue(.greater) == mirrored.pValue(.less))
    #expect(ranks.pValue(.twoSided) == mirrored.pValue(.twoSided))
  }
}
