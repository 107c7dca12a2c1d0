// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

private let halves = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 12, testUnits: 12)

@Suite("The 5x2cv tests") struct FiveByTwoTests {
  private func t(_ d: [Double]) throws -> FiveByTwoTTest {
    try FiveByTwoTTest(d, d.map { _ in 0 }, plan: halves)
  }
  private func f(_ d: [Double]) throws -> FiveByTwoFTest {
    try FiveByTwoFTest(d, d.map { _ in 0 }, plan: halves)
  }

  @Test("agree with mlxtend") func mlxtend() throws {
    for row in try Comparisons.all().folds {
      #expect(relativeError(try t(row.d).statistic, row.t) < 1e-12)
      #expect(relativeError(try t(row.d).pValue, row.pT) < 1e-11)
      #expect(relativeError(try f(row.d).statistic, row.f) < 1e-12)
      #expect(relativeError(try f(row.d).pValue, row.pF) < 1e-11)
    }
  }

  @Test("know F on 10 and 5 degrees of freedom as SciPy does") func quantiles() throws {
    // Differences ±1 in each repetition: Σ d² = 10, Σ s² = 10; shifted by δ, F = (10 + 10 δ²)/20.
    let test = try f([1, -1, 1, -1, 1, -1, 1, -1, 1, -1])
    for row in try Comparisons.all().quantiles where row.f > 0.5 {
      let half = (2 * row.f - 1).squareRoot()
      let interval = test.confidenceInterval(level: 1 - row.p)
      #expect(abs(interval.upperBound - half) < 1e-9 * half)
      #expect(interval.lowerBound == -interval.upperBound)
    }
  }

  @Test("have intervals that hold 0 exactly if p is above their level", arguments: 0..<40 as Range<UInt64>)
  func duality(seed: UInt64) throws {
    let d = Scores(count: 10, seed: seed, shift: Double(seed) / 40 - 0.5).a
    for level in [0.5, 0.9, 0.95, 0.99] {
      #expect(try t(d).confidenceInterval(level: level).contains(0) == (t(d).pValue > 1 - level))
      #expect(try f(d).confidenceInterval(level: level).contains(0) == (f(d).pValue > 1 - level))
    }
  }

  @Test("take the first difference alone, or all ten in any order of folds") func order() throws {
    let d = [0.02, 0.05, 0.01, 0.03, 0.04, 0.02, -0.01, 0.03, 0.02, 0.06]
    var swapped = d
    swapped.swapAt(0, 1)
    #expect(try f(d).pValue == f(swapped).pValue)
    #expect(try t(d).pValue > t(swapped).pValue)
    #expect(try t(d).estimate == 0.02)
    #expect(abs(try t(d).meanDifference - 0.027) < 1e-15)
    #expect(try t(d).degreesOfFreedom == 5)
    #expect(try t(d).pValueSource == .distribution("Student's t, 5 degrees of freedom"))
    #expect(try t(d).independentUnits == 24)
  }

  @Test("leave one point where repetitions differ far more than folds") func empty() throws {
    let d = [9, 9.01, -9, -9.01, 8, 8.01, -8, -8.01, 0.5, 0.51]
    let interval = try f(d).confidenceInterval(level: 0.95)
    #expect(interval.lowerBound == interval.upperBound)
    #expect(interval.contains(try f(d).estimate))
  }

  @Test("are refused for other plans, other counts, and folds that all agree") func refusals() {
    let scores = Scores(count: 10, seed: 1)
    let overlapping = ResamplingPlan(
      unit: .speaker, scheme: .repeatedRandom, trainingUnits: 12, testUnits: 12)
    let error = #expect(throws: StatisticsError.self) {
      try FiveByTwoTTest(scores.a, scores.b, plan: overlapping)
    }
    #expect(error?.description.hasSuffix("use the corrected resampled t test") == true)
    #expect(throws: StatisticsError.unequalSizes(what: "scores", found: 5, expected: 10)) {
      try FiveByTwoFTest(Array(scores.a[..<5]), Array(scores.b[..<5]), plan: halves)
    }
    #expect(throws: StatisticsError.self) { try f([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]) }
    #expect(throws: StatisticsError.noVariation(meanDifference: 0)) { try t(Array(repeating: 0, count: 10)) }
  }
}
