// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERStats
import Testing

@Suite("McNemar's test") struct McNemarTestTests {
  private func test(_ b: Int, _ c: Int, form: McNemarTest.Form = .exact) throws -> McNemarTest {
    try McNemarTest(bothRight: 10, onlyARight: b, onlyBRight: c, bothWrong: 20, form: form)
  }

  @Test("agrees with mpmath and statsmodels, exact and mid-p, down to 1e-301") func reference() throws {
    for row in try Comparisons.all().tables {
      // Thousands of ratios are multiplied, each off by one rounding.
      #expect(relativeError(try test(row.b, row.c).pValue, row.exact) < 1e-12, "\(row)")
      #expect(relativeError(try test(row.b, row.c, form: .midP).pValue, row.midP) < 1e-12, "\(row)")
    }
  }

  @Test("has Clopper and Pearson's interval of the disagreements, as a difference in accuracy")
  func interval() throws {
    for row in try Comparisons.all().tables {
      guard let shares = row.shares else { continue }
      let test = try test(row.b, row.c)
      let rate = Double(row.b + row.c) / Double(test.utterances)
      let interval = test.confidenceInterval(level: 0.95)
      // SciPy finds the share by a root search to 1e-12.
      #expect(abs(interval.lowerBound - rate * (2 * shares[0] - 1)) < 1e-10, "\(row)")
      #expect(abs(interval.upperBound - rate * (2 * shares[1] - 1)) < 1e-10, "\(row)")
    }
  }

  @Test("has an interval that holds 0 exactly if p is above its level", arguments: McNemarTest.Form.allCases)
  func duality(form: McNemarTest.Form) throws {
    for b in 0..<15 {
      for c in 0..<15 {
        let test = try test(b, c, form: form)
        for level in [0.8, 0.95, 0.99] {
          #expect(
            test.confidenceInterval(level: level).contains(0) == (test.pValue > 1 - level), "\(b), \(c)")
        }
      }
    }
  }

  @Test("counts two columns of right and wrong") func columns() throws {
    let a = [true, true, true, false, false, true, true]
    let b = [true, false, false, true, false, true, false]
    let test = try McNemarTest(a, b)
    #expect((test.bothRight, test.onlyARight, test.onlyBRight, test.bothWrong) == (2, 3, 1, 1))
    #expect(test == (try McNemarTest(bothRight: 2, onlyARight: 3, onlyBRight: 1, bothWrong: 1)))
    #expect(test.estimate == 2.0 / 7)
    #expect(test.statistic == 3)
    // Of four disagreements one or none the other way: 5/16, twice.
    #expect(test.pValue == 0.625)
    #expect(test.pValueSource == .enumeration(arrangements: 16))
    #expect(test.caveat == nil)
    #expect(test.independentUnits == 7)
  }

  @Test("mirrors when a and b change places") func mirror() throws {
    let (one, other) = (try test(9, 3), try test(3, 9))
    #expect(one.pValue == other.pValue)
    #expect(one.estimate == -other.estimate)
    let (interval, mirrored) = (one.confidenceInterval(level: 0.9), other.confidenceInterval(level: 0.9))
    #expect(abs(interval.lowerBound + mirrored.upperBound) < 1e-15)
  }

  @Test("says that utterances of one speaker are not independent") func groups() throws {
    let test = try McNemarTest([true, false, true], [false, false, true], groups: ["a", "a", "b"])
    #expect(test.independentUnits == 2)
    #expect(test.caveat?.contains("2 groups") == true)
    #expect(test.caveat?.contains("sign-flip test") == true)
    #expect(try McNemarTest([true, false], [false, false], groups: ["a", "b"]).caveat == nil)
  }

  @Test("is 1 without disagreements, with an interval that more utterances narrow") func agreement() throws {
    let test = try test(0, 0)
    #expect(test.pValue == 1)
    let interval = test.confidenceInterval(level: 0.95)
    // 30 utterances: 1 - 0.025^(1/30).
    #expect(abs(interval.upperBound - 0.11570330822202) < 1e-12)
    #expect(interval.lowerBound == -interval.upperBound)
    let more = try McNemarTest(bothRight: 3000, onlyARight: 0, onlyBRight: 0, bothWrong: 0)
    #expect(more.confidenceInterval(level: 0.95).upperBound < 0.0013)
  }

  @Test("cannot go below 2 in 2^n, or half of that by mid-p") func floor() throws {
    let exact = try McNemarTest(bothRight: 0, onlyARight: 6, onlyBRight: 0, bothWrong: 0)
    #expect(exact.pValue == exact.smallestAttainableP)
    let midP = try McNemarTest(bothRight: 0, onlyARight: 6, onlyBRight: 0, bothWrong: 0, form: .midP)
    #expect(midP.pValue == midP.smallestAttainableP)
    #expect(midP.pValue == 1.0 / 64)
  }

  @Test("refuses columns and counts that are none") func refusals() {
    #expect(throws: StatisticsError.unequalCounts(a: 1, b: 2)) { try McNemarTest([true], [true, false]) }
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 1)) { try McNemarTest([], []) }
    #expect(throws: StatisticsError.unequalSizes(what: "groups of utterances", found: 1, expected: 2)) {
      try McNemarTest([true, false], [true, true], groups: ["a"])
    }
    #expect(throws: StatisticsError.self) { try test(-1, 2) }
    #expect(throws: StatisticsError.self) { try test(Int.max, 2) }
  }
}
