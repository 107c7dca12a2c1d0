// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

@Suite("Rank tests and tables, given degenerate data") struct DegenerateAssociationTests {
  private let values: [Double] = [
    0, 0, 1, 1, 2, -0.0, 1e308, -1e308, .leastNonzeroMagnitude, .infinity, -.infinity, .nan,
  ]

  private func isHonest(_ test: some HypothesisTest) -> Bool {
    (0...1).contains(test.pValue) && !test.statistic.isNaN
      && test.smallestAttainableP <= test.pValue * (1 + 1e-9)
      && test.independentUnits > 0
  }

  @Test("give a probability or say why there is none", arguments: 0..<20 as Range<UInt64>) func fuzz(
    seed: UInt64
  ) {
    var numbers = SplitMix64(state: seed)
    var drawn = RandomStream(seed: seed)["fuzz"]
    var (answers, refusals) = (0, 0)
    func attempt(_ make: () throws(StatisticsError) -> Bool) {
      do {
        #expect(try make())
        answers += 1
      } catch {
        #expect(!error.description.isEmpty)
        refusals += 1
      }
    }
    for _ in 0..<40 {
      let pool = Int.random(in: 1...values.count, using: &numbers)
      let column = { (count: Int) in
        (0..<count).map { _ in values[Int.random(in: 0..<pool, using: &numbers)] }
      }
      let count = Int.random(in: 0...5, using: &numbers)
      let (x, y) = (column(count), column(Int.random(in: 0...9, using: &numbers) == 0 ? count + 1 : count))
      attempt { () throws(StatisticsError) in isHonest(try SpearmanTest(x, y, draws: 9, using: &drawn)) }
      attempt { () throws(StatisticsError) in
        let test = try SpearmanTest(x, y, draws: 9, using: &drawn)
        return (0...1).contains(test.approximatePValue)
      }
      attempt { () throws(StatisticsError) in
        let test = try KendallTest(x, y, draws: 9, using: &drawn)
        return isHonest(test) && (0...1).contains(test.approximatePValue)
      }
      attempt { () throws(StatisticsError) in
        isHonest(try MutualInformationTest(x, y, draws: 9, using: &drawn))
      }
      attempt { () throws(StatisticsError) in
        let v = try CramersV(ContingencyTable(x, y))
        return isHonest(v) && (0...1).contains(v.corrected) && (0...1).contains(v.uncorrected)
      }
      let rows = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in column(count) }
      attempt { () throws(StatisticsError) in isHonest(try FriedmanTest(rows)) }
      attempt { () throws(StatisticsError) in isHonest(try FriedmanTest(rows, form: .chiSquared)) }
      attempt { () throws(StatisticsError) in
        isHonest(try KendallConcordanceTest(rows, draws: 9, using: &drawn))
      }
      attempt { () throws(StatisticsError) in
        let comparison = try NemenyiComparison(rows)
        return (0...1).contains(comparison.pValue(0, 1)) && comparison.criticalDifference(alpha: 0.05) > 0
      }
    }
    #expect(answers > 20 && refusals > 20)
  }
}
