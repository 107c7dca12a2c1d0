// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERStats
import TestSupport
import Testing

private func generator(_ seed: UInt64 = 1) -> NumPyGenerator { RandomStream(seed: seed)["test"] }

@Suite("Cramér's V") struct CramersVTests {
  @Test("agrees with SciPy uncorrected, and with Bergsma's formula corrected") func peers() throws {
    for row in try AssociationFixture.load().tables {
      let v = try CramersV(ContingencyTable(row.a, row.b))
      #expect(relativeError(v.statistic, row.chiSquared) < 1e-12)
      #expect(relativeError(v.pValue, row.p) < 1e-11)
      #expect(relativeError(v.uncorrected, row.uncorrected) < 1e-12)
      // φ² less its bias: what is left after a cancellation.
      #expect(abs(v.corrected - row.corrected) < 1e-12)
    }
  }

  @Test("is by hand for a table of four") func byHand() throws {
    // chi-squared 40 (30·... ): (25·25 - 15·15)² · 80 / 40⁴ = 5; φ² = 1/16, less 1/79; r' = 2 - 1/79.
    let v = try CramersV(ContingencyTable(counts: [[25, 15], [15, 25]]))
    #expect(relativeError(v.statistic, 5) < 1e-14)
    #expect(relativeError(v.uncorrected, 0.25) < 1e-14)
    #expect(relativeError(v.corrected, ((1.0 / 16 - 1.0 / 79) / (78.0 / 79)).squareRoot()) < 1e-14)
  }

  @Test("is 0 without association and 1 for a perfect one", arguments: 2...6) func ends(size: Int) throws {
    let even = [[Int]](repeating: [Int](repeating: 10, count: size), count: size)
    #expect(try CramersV(ContingencyTable(counts: even)).corrected == 0)
    let diagonal = (0..<size).map { i in (0..<size).map { $0 == i ? 9 : 0 } }
    let perfect = try CramersV(ContingencyTable(counts: diagonal))
    #expect(abs(perfect.corrected - 1) < 1e-14 && abs(perfect.uncorrected - 1) < 1e-14)
  }

  @Test("has no more bias than its correction leaves, where the uncorrected has much") func bias() throws {
    var (corrected, uncorrected) = (0.0, 0.0)
    for seed in 0..<100 as Range<UInt64> {
      var numbers = SplitMix64(state: seed)
      let a = (0..<200).map { $0 % 20 }
      let b = (0..<200).map { _ in Int.random(in: 0..<5, using: &numbers) }
      let v = try CramersV(ContingencyTable(a, b))
      corrected += v.corrected / 100
      uncorrected += v.uncorrected / 100
    }
    #expect(uncorrected > 0.28)
    #expect(corrected < 0.08)
  }

  @Test("says when expected counts are small") func caveat() throws {
    #expect(
      try CramersV(ContingencyTable(counts: [[3, 2], [1, 4]])).caveat?.contains("4 of 4") == true)
    #expect(try CramersV(ContingencyTable(counts: [[30, 20], [10, 40]])).caveat == nil)
  }

  @Test("refuses tables without an answer") func refusals() throws {
    #expect(throws: StatisticsError.constant(what: "the second factor")) {
      try CramersV(ContingencyTable(["a", "b"], ["x", "x"]))
    }
    #expect(throws: StatisticsError.self) {
      try CramersV(ContingencyTable(["a", "b", "c"], ["x", "y", "x"]))
    }
    #expect(throws: StatisticsError.unequalCounts(a: 1, b: 2)) { try ContingencyTable([1], [1, 2]) }
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 1)) {
      try ContingencyTable([Int](), [Int]())
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "observations in column 1", found: 0, needed: 1)) {
      try ContingencyTable(counts: [[1, 0], [2, 0]])
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "observations in row 0", found: 0, needed: 1)) {
      try ContingencyTable(counts: [[0, 0], [2, 1]])
    }
    #expect(throws: StatisticsError.self) { try ContingencyTable(counts: [[-1, 3]]) }
    #expect(throws: StatisticsError.self) { try ContingencyTable(counts: [[1 << 53, 1 << 53]]) }
    #expect(throws: StatisticsError.self) { try ContingencyTable(counts: [[1, 2], [3]]) }
    #expect(throws: StatisticsError.self) { try ContingencyTable(counts: []) }
    #expect(throws: StatisticsError.self) { try ContingencyTable(counts: [[], []]) }
  }
}

@Suite("Mutual information") struct MutualInformationTests {
  @Test("agrees with scikit-learn") func scikitLearn() throws {
    for row in try AssociationFixture.load().tables {
      var drawn = generator()
      let test = try MutualInformationTest(row.a, row.b, draws: 19, using: &drawn)
      #expect(abs(test.nats - row.mutualInformation) < 1e-13)
      #expect(test.nats <= test.largestPossible)
    }
  }

  @Test("is one bit for two fair factors that are the same") func oneBit() throws {
    var drawn = generator()
    let labels = ["a", "b", "a", "b", "b", "a"]
    let test = try MutualInformationTest(labels, labels, using: &drawn)
    #expect(relativeError(test.bits, 1) < 1e-14)
    #expect(relativeError(test.largestPossible, log(2)) < 1e-14)
    // 2 of 20 ways to choose three of six, by all 720 orders.
    #expect(relativeError(test.pValue, 0.1) < 1e-14)
    #expect(test.pValueSource == .enumeration(arrangements: 720))
    #expect(drawn == generator())
  }

  @Test("finds nothing where nothing is, though it is above 0, and finds what is planted") func planted()
    throws
  {
    var numbers = SplitMix64(state: 4)
    let a = (0..<120).map { $0 % 12 }
    let b = (0..<120).map { _ in Int.random(in: 0..<6, using: &numbers) }
    var drawn = generator()
    let nothing = try MutualInformationTest(a, b, draws: 499, using: &drawn)
    #expect(nothing.nats > 0.1 && abs(nothing.nats - nothing.meanUnderNull) < 0.1 && nothing.pValue > 0.05)
    let planted = zip(a, b).map { $1 < 3 ? $0 % 6 : $1 }
    let found = try MutualInformationTest(a, planted, draws: 499, using: &drawn)
    #expect(found.pValue == 1.0 / 500 && found.pValue == found.smallestAttainableP)
  }

  @Test("knows the smallest p of the labels at hand, which are few: not one over all orders") func floor()
    throws
  {
    var drawn = generator()
    // One odd label among nine: 9 ways to place it.
    let odd = [true] + [Bool](repeating: false, count: 8)
    let alike = try MutualInformationTest(odd, odd, using: &drawn)
    #expect(relativeError(alike.pValue, 1.0 / 9) < 1e-14)
    #expect(alike.smallestAttainableP == alike.pValue)
    // Three against six can be no function of four against five: the most that they tell is not one deal.
    let (a, b) = ((0..<9).map { $0 < 3 }, (0..<9).map { $0 % 2 == 0 })
    let apart = try MutualInformationTest(a, b, using: &drawn)
    let sorted = try MutualInformationTest(a, (0..<9).map { $0 < 5 }, using: &drawn)
    #expect(apart.smallestAttainableP == sorted.smallestAttainableP)
    let opposite = try MutualInformationTest(a, (0..<9).map { $0 >= 5 }, using: &drawn)
    #expect(min(sorted.pValue, opposite.pValue) >= apart.smallestAttainableP)
    #expect(
      relativeError(apart.smallestAttainableP, 4.0 / 84) < 1e-12, "all three with one of the four: C(4, 3)")
    // Past nine a bound: 10 ways to place the odd one, however many are drawn.
    let ten = [true] + [Bool](repeating: false, count: 9)
    let sampled = try MutualInformationTest(ten, ten, draws: 999, using: &drawn)
    #expect(relativeError(sampled.smallestAttainableP, 0.1) < 1e-14)
    #expect(sampled.pValue >= sampled.smallestAttainableP)
  }

  @Test("refuses a factor of one value") func refusals() {
    #expect(throws: StatisticsError.constant(what: "the first factor")) {
      var drawn = generator()
      _ = try MutualInformationTest([1, 1], [1, 2], using: &drawn)
    }
  }
}

@Suite("A contingency table") struct ContingencyTableTests {
  @Test("of labels is the table of their counts", arguments: 0..<20 as Range<UInt64>)
  func counts(seed: UInt64) throws {
    var numbers = SplitMix64(state: seed)
    let a = (0..<60).map { _ in Int.random(in: 0..<7, using: &numbers) }
    let b = (0..<60).map { _ in Int.random(in: 0..<9, using: &numbers) }
    let table = try ContingencyTable(a, b)
    var (rows, columns) = ([Int](), [Int]())
    for value in a where !rows.contains(value) { rows.append(value) }
    for value in b where !columns.contains(value) { columns.append(value) }
    let dense = rows.map { row in
      columns.map { column in zip(a, b).count { $0 == row && $1 == column } }
    }
    #expect(table.counts == dense)
    #expect(try table == ContingencyTable(counts: dense))
    #expect(table.rowTotals == dense.map { $0.reduce(0, +) } && table.columnTotals.reduce(0, +) == 60)
    // Cell by cell, those included that do not occur.
    var chiSquared = 0.0
    for (row, counts) in dense.enumerated() {
      for (column, count) in counts.enumerated() {
        let expected = Double(table.rowTotals[row] * table.columnTotals[column]) / 60
        chiSquared += (Double(count) - expected) * (Double(count) - expected) / expected
      }
    }
    #expect(relativeError(table.chiSquared, chiSquared) < 1e-13)
  }

  @Test("of as many values as utterances takes no more room than they do") func large() throws {
    let count = 100_000
    let (utterances, paths) = ((0..<count).map { $0 / 2 }, (0..<count).map { "\($0 % 50_001)" })
    let table = try ContingencyTable(utterances, paths)
    #expect(table.total == count && table.rowTotals.count == 50_000 && table.columnTotals.count == 50_001)
    #expect(try CramersV(table).caveat?.contains("2500050000 of 2500050000") == true)
    let nesting = try FactorNesting(
      .init("utterance", utterances.map(String.init)), .init("path", paths))
    #expect(nesting.combinations == count && nesting.relation == .partlyCrossed)
  }
}

@Suite("Nesting of factors") struct FactorNestingTests {
  private let speakers = (0..<93).map { "speaker \($0)" }

  @Test("says that speakers are nested in corpora") func nested() throws {
    let corpora = speakers.indices.map { ["EmoDB", "RAVDESS", "SUBESCO"][$0 % 3] }
    let twice = try FactorNesting(
      .init("speaker", speakers + speakers), .init("corpus", plural: "corpora", corpora + corpora))
    #expect(twice.relation == .firstInSecond)
    #expect(twice.description == "speaker is nested in corpus: each of the 93 speakers occurs in one corpus")
    let turned = try FactorNesting(.init("corpus", plural: "corpora", corpora), .init("speaker", speakers))
    #expect(turned.relation == .secondInFirst)
    #expect(turned.description == twice.description)
  }

  @Test("says that factors are crossed, or how far") func crossed() throws {
    let first = (0..<12).map { "\($0 % 3)" }
    let second = (0..<12).map { "\($0 / 3)" }
    let crossed = try FactorNesting(.init("speaker", first), .init("emotion", second))
    #expect(crossed.relation == .crossed)
    #expect(
      crossed.description
        == "speaker and emotion are crossed: each of the 3 speakers occurs with each of the 4 emotions")
    let partly = try FactorNesting(
      .init("speaker", Array(first.dropLast())), .init("emotion", Array(second.dropLast())))
    #expect(partly.relation == .partlyCrossed && partly.combinations == 11)
    #expect(
      partly.description
        == "speaker and emotion are partly crossed: 11 of 12 combinations occur; 3 of the 3 speakers occur with more "
        + "than one emotion, 4 of the 4 emotions with more than one speaker")
  }

  @Test("says that two factors are one") func same() throws {
    let one = try FactorNesting(.init("speaker", ["a", "b", "a"]), .init("room", ["1", "2", "1"]))
    #expect(one.relation == .same)
    #expect(
      one.description
        == "speaker and room are the same factor: each of the 2 speakers occurs with one room, and no two with the same"
    )
  }

  @Test("refuses a factor of one value, and columns of different lengths") func refusals() {
    #expect(throws: StatisticsError.constant(what: "the factor 'corpus'")) {
      try FactorNesting(.init("speaker", ["a", "b"]), .init("corpus", ["x", "x"]))
    }
    #expect(throws: StatisticsError.unequalCounts(a: 1, b: 2)) {
      try FactorNesting(.init("speaker", ["a"]), .init("corpus", ["x", "y"]))
    }
  }
}
