// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERStats
import TestSupport
import Testing

@Suite("An adjustment for multiplicity") struct MultiplicityTests {
  @Test("agrees with statsmodels", arguments: MultiplicityAdjustment.allCases)
  func statsmodels(adjustment: MultiplicityAdjustment) throws {
    for family in try AssociationFixture.load().families {
      let expected = try #require(family.adjusted[adjustment.rawValue])
      for (ours, theirs) in zip(adjustment.adjust(family.p), expected) {
        #expect(relativeError(ours, theirs) < 1e-12)
      }
    }
  }

  @Test("is weaker where it promises more", arguments: 0..<50 as Range<UInt64>) func order(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let raw = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
      Double.random(in: 0...1, using: &generator) * .random(in: 0...1, using: &generator)
    }
    let adjusted = [bonferroni(raw), holm(raw), hochberg(raw), benjaminiHochberg(raw), raw]
    for (weaker, stronger) in zip(adjusted, adjusted.dropFirst()) {
      for (p, q) in zip(weaker, stronger) { #expect(p >= q * (1 - 1e-15)) }
    }
    for (p, q) in zip(benjaminiYekutieli(raw), benjaminiHochberg(raw)) { #expect(p >= q * (1 - 1e-15)) }
  }

  @Test(
    "follows a permutation of the family, gives equals equal answers and stays in 0...1",
    arguments: MultiplicityAdjustment.allCases)
  func permutation(adjustment: MultiplicityAdjustment) {
    let raw = [0.03, 0.001, 0.2, 0.012, 0.7, 0.03, 0.04, 0, 1]
    let adjusted = adjustment.adjust(raw)
    #expect(adjustment.adjust(raw.reversed()) == adjusted.reversed())
    #expect(adjusted[0] == adjusted[5])
    #expect(adjusted.allSatisfy { (0...1).contains($0) })
    #expect(adjustment.adjust([0.4]) == [0.4])
    #expect(adjustment.adjust([]).isEmpty)
  }

  @Test("traps on what is not a probability") func domain() async {
    await #expect(processExitsWith: .failure) { _ = bonferroni([0.5, .nan]) }
    await #expect(processExitsWith: .failure) { _ = hochberg([1.5]) }
    await #expect(processExitsWith: .failure) { _ = benjaminiHochberg([-0.1]) }
    await #expect(processExitsWith: .failure) { _ = benjaminiYekutieli([2]) }
  }
}

@Suite("A declared family") struct ComparisonFamilyTests {
  private let comparisons: [ComparisonFamily.Comparison] = [
    .init("a - b", pValue: 0.02), .init("a - c", pValue: nil), .init("b - c", pValue: 0.03),
  ]

  @Test("leaves comparisons without a p-value out, and says so") func leftOut() throws {
    let family = try ComparisonFamily(comparisons)
    #expect(family.size == 2)
    #expect(family.withoutPValue == ["a - c"])
    #expect(family.adjusted(by: .holm) == [0.04, nil, 0.04])
    #expect(family.adjusted(by: .bonferroni) == [0.04, nil, 0.06])
    #expect(family.rejected(alpha: 0.05, by: .holm) == ["a - b", "b - c"])
    #expect(family.rejected(alpha: 0.05, by: .bonferroni) == ["a - b"])
    #expect(family.description == "2 of 3 comparisons have a p-value; without: a - c")
  }

  @Test("may be empty, or without any p-value") func empty() throws {
    #expect(try ComparisonFamily([]).adjusted(by: .hochberg).isEmpty)
    let family = try ComparisonFamily([.init("a", pValue: nil)])
    #expect(family.adjusted(by: .benjaminiYekutieli) == [nil])
    #expect(family.rejected(alpha: 0.05, by: .holm).isEmpty)
  }

  @Test("refuses what is not a probability, and a name that is there twice") func refusals() {
    #expect(
      throws: StatisticsError.outOfRange(
        what: "the p-value of 'a'", value: 1.5, allowed: "in 0...1, or absent")
    ) { try ComparisonFamily([.init("a", pValue: 1.5)]) }
    #expect(throws: StatisticsError.self) { try ComparisonFamily([.init("a", pValue: .nan)]) }
    #expect(
      throws: StatisticsError.unequalSizes(what: "distinct names of comparisons", found: 1, expected: 2)
    ) {
      try ComparisonFamily([.init("a", pValue: 0.1), .init("a", pValue: nil)])
    }
  }
}
