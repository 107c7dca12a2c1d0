// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

private func generator(_ seed: UInt64 = 1) -> NumPyGenerator { RandomStream(seed: seed)["test"] }

/// All orders of 0..<`count`.
private func permutations(_ count: Int) -> [[Int]] {
  guard count > 1 else { return [[0]] }
  return permutations(count - 1).flatMap { shorter in
    (0..<count).map { place in Array(shorter[..<place]) + [count - 1] + shorter[place...] }
  }
}

@Suite("Friedman's test") struct FriedmanTests {
  @Test("agrees with SciPy, and in its F form with the formula") func scipy() throws {
    for row in try AssociationFixture.load().blocks {
      let chi = try FriedmanTest(row.scores, form: .chiSquared)
      #expect(relativeError(chi.statistic, row.chiSquared) < 1e-12)
      #expect(relativeError(chi.pValue, row.chiSquaredP) < 1e-11)
      #expect(relativeError(chi.concordance, row.w) < 1e-12)
      let f = try FriedmanTest(row.scores, form: .imanDavenport)
      #expect(relativeError(f.statistic, row.f) < 1e-11)
      #expect(relativeError(f.pValue, max(row.fP, f.smallestAttainableP)) < 1e-10)
      #expect(chi.independentUnits == row.scores.count)
      #expect(chi.pValue >= chi.smallestAttainableP)
    }
  }

  @Test("has a p that falls as blocks agree more, down to the exact probability of unanimity") func falling()
    throws
  {
    var last = 1.0
    for turned in (0...3).reversed() {
      let rows = (0..<12).map { $0 < turned ? [2.0, 1, 3] : [1, 2, 3] }
      let test = try FriedmanTest(rows)
      #expect(test.pValue <= last && test.pValue >= test.smallestAttainableP)
      last = test.pValue
    }
    #expect(relativeError(last, (1...11).reduce(1.0) { p, _ in p / 6 }) < 1e-14)
  }

  @Test("has the exact probability of unanimity where F is infinite") func unanimous() throws {
    let rows = [[Double]](repeating: [1, 2, 3], count: 4)
    for form in [FriedmanTest.Form.exact, .imanDavenport] {
      let test = try FriedmanTest(rows, form: form)
      #expect(test.concordance == 1 && test.statistic == (form == .exact ? 8 : .infinity))
      #expect(relativeError(test.pValue, 1.0 / 216) < 1e-14)
    }
    #expect(try FriedmanTest([[Double]](repeating: [1, 2, 3, 4, 5], count: 400)).pValue > 0)
    #expect(try FriedmanTest(rows, form: .chiSquared).pValue > 0)
  }

  @Test("is 0 without any agreement, and does not depend on the order of blocks") func none() throws {
    #expect(try FriedmanTest([[1, 2], [2, 1]]).concordance == 0)
    #expect(try FriedmanTest([[1, 2], [2, 1]]).pValue == 1)
    let scores = (0..<6).map { Scores(count: 5, seed: $0).a }
    #expect(try FriedmanTest(scores).pValue == FriedmanTest(scores.reversed()).pValue)
  }

  @Test("is exact where orders can be counted, by default") func exact() throws {
    // 7 of the 36 orders agree as much: W is 7/9 or more if at most one block has its last two exchanged.
    let rows: [[Double]] = [[1, 2, 3], [1, 2, 3], [1, 3, 2]]
    let test = try FriedmanTest(rows)
    #expect(test.form == .exact && test.pValueSource == .enumeration(arrangements: 36))
    #expect(test.pValue == 7.0 / 36 && test.smallestAttainableP == 1.0 / 36 && test.caveat == nil)
    let f = try FriedmanTest(rows, form: .imanDavenport)
    #expect(f.pValue < 0.05)
    #expect(f.caveat?.contains("use the exact form") == true)
    #expect(f.pValueSource != test.pValueSource)
    let largest = KendallConcordanceTest.largestExactCount(items: 2)
    let many = (0...largest).map { $0 % 3 == 0 ? [2.0, 1] : [1, 2] }
    #expect(try FriedmanTest(Array(many.dropLast())).form == .exact)
    #expect(try FriedmanTest(many).form == .imanDavenport)
    #expect(try FriedmanTest(many).caveat == nil)
    let error = #expect(throws: StatisticsError.self) { try FriedmanTest(many, form: .exact) }
    #expect(error?.description.contains("at most 60 for the exact test of 2 systems; use the F form") == true)
    let wide = try FriedmanTest([Array(0..<10), (0..<10).reversed()].map { $0.map(Double.init) })
    #expect(wide.form == .imanDavenport && wide.caveat?.contains("draws orders") == true)
  }

  /// Small whole numbers, so that scores tie, of three or four systems.
  private static func tiedRows(seed: UInt64) -> [[Double]] {
    var numbers = SplitMix64(state: seed)
    let (n, k) = seed % 2 == 0 ? (5, 3) : (3, 4)
    return (0..<n).map { _ in (0..<k).map { _ in Double(Int.random(in: 0..<4, using: &numbers)) } }
  }

  @Test("counts each order once, ties included", arguments: 0..<10 as Range<UInt64>)
  func bruteForce(seed: UInt64) throws {
    let rows = Self.tiedRows(seed: seed)
    let (n, k) = (rows.count, rows[0].count)
    let test = try FriedmanTest(rows)
    let ranked = rows.map(averageRanks)
    var (atLeast, all) = (0, 0)
    func squares(_ sums: [Double]) -> Double { sums.reduce(0) { $0 + $1 * $1 } }
    let observed = squares((0..<k).map { item in ranked.reduce(0) { $0 + $1[item] } })
    func go(_ row: Int, _ sums: [Double]) {
      guard row < n else {
        all += 1
        if squares(sums) >= observed { atLeast += 1 }
        return
      }
      for order in permutations(k) { go(row + 1, sums.indices.map { sums[$0] + ranked[row][order[$0]] }) }
    }
    go(1, ranked[0])
    #expect(test.pValue == Double(atLeast) / Double(all))
    #expect(test.pValueSource == .enumeration(arrangements: all))
  }

  @Test(
    "rejects a true null at 5 % in no more cases than that, where F does in far more",
    arguments: [(2, 7, 0.125), (3, 3, 7.0 / 36), (4, 3, 0.07)])
  func size(systems: Int, blocks: Int, byF: Double) throws {
    var (exact, f, all) = (0, 0, 0)
    func go(_ rows: [[Double]]) throws {
      guard rows.count < blocks else {
        all += 1
        if try FriedmanTest(rows).pValue <= 0.05 { exact += 1 }
        if try FriedmanTest(rows, form: .imanDavenport).pValue <= 0.05 { f += 1 }
        return
      }
      for order in permutations(systems) { try go(rows + [order.map(Double.init)]) }
    }
    try go([(0..<systems).map(Double.init)])
    #expect(Double(exact) / Double(all) <= 0.05)
    #expect(Double(f) / Double(all) >= byF)
  }

  @Test("ranks systems as Nemenyi's comparison does") func direction() throws {
    let scores: [[Double]] = [[0.9, 0.5, 0.7], [0.8, 0.1, 0.8]]
    for higherIsBetter in [true, false] {
      let test = try FriedmanTest(scores, higherIsBetter: higherIsBetter)
      #expect(test.meanRanks == (try NemenyiComparison(scores, higherIsBetter: higherIsBetter).meanRanks))
      #expect(test.pValue == (try FriedmanTest(scores).pValue))
    }
    #expect(try FriedmanTest([[3, 2, 1], [3, 2, 1]]).meanRanks == [1, 2, 3])
  }

  @Test("refuses what it has no answer for") func refusals() {
    #expect(throws: StatisticsError.tooFewUnits(kind: "blocks", found: 1, needed: 2)) {
      try FriedmanTest([[1, 2]])
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "systems", found: 1, needed: 2)) {
      try FriedmanTest([[1], [2]])
    }
    #expect(throws: StatisticsError.tooFewUnits(kind: "blocks", found: 0, needed: 2)) { try FriedmanTest([]) }
    #expect(throws: StatisticsError.unequalSizes(what: "scores in block 1", found: 1, expected: 2)) {
      try FriedmanTest([[1, 2], [1]])
    }
    #expect(throws: StatisticsError.notFinite(index: 3)) { try FriedmanTest([[1, 2], [1, .nan]]) }
    #expect(throws: StatisticsError.constant(what: "every block")) { try FriedmanTest([[1, 1], [2, 2]]) }
  }
}

@Suite("Kendall's W") struct KendallConcordanceTests {
  @Test("is Friedman's, with an exact p for few raters") func exact() throws {
    var drawn = generator()
    // Three raters, three items, all alike: 1 of 36, times the orders of the first.
    let test = try KendallConcordanceTest([[1, 2, 3], [1, 2, 3], [10, 20, 30]], using: &drawn)
    #expect(test.concordance == 1 && test.pValue == 1.0 / 36 && test.pValue == test.smallestAttainableP)
    #expect(drawn == generator())
    // Friedman's table: n = 4, k = 3, chi-squared 6.5 (W = 0.8125) has p = 0.042.
    let rows: [[Double]] = [[1, 2, 3], [1, 2, 3], [1, 2, 3], [2, 1, 3]]
    let published = try KendallConcordanceTest(rows, using: &drawn)
    #expect(published.concordance == 0.8125)
    #expect(abs(published.pValue - 0.042) < 0.0005)
    #expect(published.concordance == (try FriedmanTest(rows).concordance))
  }

  @Test("is that of Friedman's exact test") func friedman() throws {
    for row in try AssociationFixture.load().blocks {
      let limit = KendallConcordanceTest.largestExactCount(items: row.scores[0].count)
      guard row.scores.count <= limit else { continue }
      var drawn = generator()
      let test = try KendallConcordanceTest(row.scores, using: &drawn)
      let friedman = try FriedmanTest(row.scores)
      #expect(test.pValue == friedman.pValue && test.pValueSource == friedman.pValueSource)
      #expect(drawn == generator())
    }
  }

  @Test("draws for more, and is near Friedman's F then") func sampled() throws {
    for row in try AssociationFixture.load().blocks
    where row.scores.count > KendallConcordanceTest.largestExactCount(items: row.scores[0].count)
      && row.scores.count >= 12
    {
      var drawn = generator()
      let test = try KendallConcordanceTest(row.scores, draws: 999, using: &drawn)
      #expect(test.pValueSource == .sampling(draws: 999))
      #expect(relativeError(test.concordance, row.w) < 1e-12)
      #expect(abs(test.pValue - row.fP) < 0.01 + 5 * (row.fP / 1000).squareRoot())
    }
  }

  @Test("counts every arrangement of tied ratings once", arguments: 0..<10 as Range<UInt64>) func ties(
    seed: UInt64
  ) throws {
    var numbers = SplitMix64(state: seed)
    let rows = (0..<3).map { _ in (0..<4).map { _ in Double(Int.random(in: 0..<3, using: &numbers)) } }
    var drawn = generator()
    let test = try KendallConcordanceTest(rows, using: &drawn)
    #expect(test.pValueSource == .enumeration(arrangements: 576))
    var sampled = 0
    let ranked = rows.map(averageRanks)
    func squares(_ rows: [[Double]]) -> Double {
      (0..<4).reduce(0) { sum, item in
        let total = rows.reduce(0) { $0 + $1[item] }
        return sum + total * total
      }
    }
    for _ in 0..<2_000 where squares(ranked.map { $0.shuffled(using: &numbers) }) >= squares(ranked) {
      sampled += 1
    }
    #expect(abs(Double(sampled) / 2_000 - test.pValue) < 0.06)
  }

  @Test("refuses what Friedman's test does") func refusals() {
    #expect(throws: StatisticsError.constant(what: "every block")) {
      var drawn = generator()
      _ = try KendallConcordanceTest([[1, 1], [1, 1]], using: &drawn)
    }
  }
}

@Suite("Nemenyi's comparison") struct NemenyiTests {
  @Test("agrees with scikit-posthocs and SciPy") func peers() throws {
    for row in try AssociationFixture.load().blocks {
      let comparison = try NemenyiComparison(row.scores)
      #expect(relativeError(comparison.criticalDifference(alpha: 0.05), row.criticalDifference) < 1e-8)
      for i in 0..<comparison.systems {
        for j in 0..<comparison.systems where i != j {
          // SciPy's studentized range is good to about 1e-10.
          #expect(abs(comparison.pValue(i, j) - row.nemenyi[i][j]) < 1e-9)
          #expect(comparison.pValue(i, j) == comparison.pValue(j, i))
        }
      }
    }
  }

  @Test(
    "has Demšar's critical differences for four systems on fourteen data sets: 1.25 at 0.05, 1.12 at 0.10")
  func demsar() throws {
    // Demšar (2006), section 3.2.2; they do not depend on the scores.
    let comparison = try NemenyiComparison((0..<14).map { Scores(count: 4, seed: $0).a })
    #expect(abs(comparison.criticalDifference(alpha: 0.05) - 1.25) < 0.005)
    #expect(abs(comparison.criticalDifference(alpha: 0.10) - 1.12) < 0.005)
  }

  @Test("of two systems separates four blocks that agree: one case in eight without a difference")
  func fewBlocks()
    throws
  {
    let comparison = try NemenyiComparison([[1, 2], [1, 2], [1, 2], [1, 2]])
    #expect(comparison.pValue(0, 1) < 0.05)
    #expect(try FriedmanTest([[1, 2], [1, 2], [1, 2], [1, 2]]).pValue == 0.125)
  }

  @Test("ranks the highest score first, or the lowest if told so") func direction() throws {
    let scores: [[Double]] = [[0.9, 0.5, 0.7], [0.8, 0.1, 0.8]]
    #expect(try NemenyiComparison(scores).meanRanks == [1.25, 3, 1.75])
    #expect(try NemenyiComparison(scores, higherIsBetter: false).meanRanks == [2.75, 1, 2.25])
  }

  @Test("joins runs of sorted mean ranks within the critical difference", arguments: 0..<40 as Range<UInt64>)
  func runs(seed: UInt64) throws {
    let scores = (0..<12 as Range<UInt64>).map { block in
      zip(0..<7, Scores(count: 7, seed: seed &* 100 &+ block).a).map { Double($0) * 0.12 + $1 }
    }
    let comparison = try NemenyiComparison(scores)
    let (ranks, critical) = (comparison.meanRanks, comparison.criticalDifference(alpha: 0.05))
    let order = ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    var runs: [[Int]] = []
    for first in order.indices {
      let run = order[first...].prefix { ranks[$0] - ranks[order[first]] <= critical }
      if !(runs.last.map { last in run.allSatisfy(last.contains) } ?? false) { runs.append(Array(run)) }
    }
    #expect(comparison.rankIntervals(alpha: 0.05).sets == runs)
  }
}

@Suite("Rank intervals") struct RankIntervalsTests {
  @Test("are by hand where only the extremes are separated") func byHand() throws {
    let ranks = try RankIntervals(meanRanks: [1.2, 2, 2.8]) { $0 == 0 && $1 == 2 }
    #expect(ranks.sets == [[0, 1], [1, 2]])
    #expect(ranks.intervals == [1...2, 1...3, 2...3])
  }

  @Test("are single ranks if all are separated, and all ranks if none is", arguments: 1...9) func ends(
    count: Int
  ) throws {
    let means = (0..<count).map { Double(count - $0) }
    let apart = try RankIntervals(meanRanks: means) { _, _ in true }
    #expect(apart.sets == (0..<count).reversed().map { [$0] })
    #expect(apart.intervals == (0..<count).map { count - $0...count - $0 })
    let together = try RankIntervals(meanRanks: means) { _, _ in false }
    #expect(together.sets == [Array((0..<count).reversed())])
    #expect(together.intervals.allSatisfy { $0 == 1...count })
  }

  @Test("have all maximal sets and no other, for any separation", arguments: 0..<60 as Range<UInt64>)
  func bruteForce(seed: UInt64) throws {
    var numbers = SplitMix64(state: seed)
    let count = Int.random(in: 1...9, using: &numbers)
    let share = Double.random(in: 0...1, using: &numbers)
    var apart = [[Bool]](repeating: [Bool](repeating: false, count: count), count: count)
    for i in 0..<count {
      for j in 0..<i {
        apart[i][j] = .random(in: 0...1, using: &numbers) < share
        apart[j][i] = apart[i][j]
      }
    }
    let ranks = try RankIntervals(meanRanks: (0..<count).map(Double.init)) { apart[$0][$1] }
    func members(_ set: Int) -> [Int] { (0..<count).filter { set >> $0 & 1 == 1 } }
    func joined(_ set: Int) -> Bool {
      members(set).allSatisfy { i in members(set).allSatisfy { !apart[i][$0] } }
    }
    let maximal = (1..<(1 << count)).filter { set in
      joined(set) && (0..<count).allSatisfy { set >> $0 & 1 == 1 || !joined(set | 1 << $0) }
    }
    #expect(ranks.sets == maximal.map(members).sorted { $0.lexicographicallyPrecedes($1) })
    for i in 0..<count {
      let better = (0..<i).count { apart[i][$0] }
      let worse = ((i + 1)..<max(i + 1, count)).count { apart[i][$0] }
      #expect(ranks.intervals[i] == (1 + better)...(count - worse))
    }
  }

  @Test("refuse no systems, too many, and what is no rank") func refusals() {
    #expect(throws: StatisticsError.tooFewUnits(kind: "systems", found: 0, needed: 1)) {
      try RankIntervals(meanRanks: []) { _, _ in true }
    }
    #expect(throws: StatisticsError.notFinite(index: 1)) {
      try RankIntervals(meanRanks: [1, .nan]) { _, _ in true }
    }
    #expect(throws: StatisticsError.self) {
      try RankIntervals(meanRanks: [Double](repeating: 1, count: 37)) { _, _ in true }
    }
  }
}
