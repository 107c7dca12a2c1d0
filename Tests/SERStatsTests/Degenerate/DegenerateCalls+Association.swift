// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

extension DegenerateCalls {
  @Sendable static func ranks(_ input: inout DegenerateInput, _ examination: inout Examination) {
    // Nine orders are gone through, which takes long; mostly there are fewer or more.
    var (x, y) = input.pair()
    if (7...9).contains(x.count) && !input.chance(oneIn: 200) {
      (x, y) = (Array(x.prefix(6)), Array(y.prefix(6)))
    }
    let (alternative, draws, start) = (input.alternative(), input.pick([0, 1, 9, 19]), input.random())
    let correlation = -1.0...1.0
    examination.call("spearmanCorrelation") { $0.within(try spearmanCorrelation(x, y), correlation, "rho") }
    examination.call("SpearmanTest") {
      var generator = start
      let test = try SpearmanTest(x, y, alternative: alternative, draws: draws, using: &generator)
      $0.test(test)
      $0.within(test.rho, correlation, "rho")
      $0.probability(test.approximatePValue, "approximatePValue")
    }
    for form in [KendallTau.a, .b] {
      examination.call("kendallCorrelation \(form)") {
        $0.within(try kendallCorrelation(x, y, form), correlation, "tau")
      }
      examination.call("KendallTest \(form)") {
        var generator = start
        let test = try KendallTest(
          x, y, form: form, alternative: alternative, draws: draws, using: &generator)
        $0.test(test)
        $0.within(test.tau, correlation, "tau")
        $0.number(test.standardScore, "standardScore")
        $0.probability(test.approximatePValue, "approximatePValue")
      }
    }
  }

  @Sendable static func tables(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (height, width) = (input.below(4), input.below(5))
    let isPlain = input.chance(oneIn: 2)
    var counts = (0..<height).map { _ in (0..<width).map { _ in isPlain ? input.below(4) : input.tally() } }
    if height > 0 && input.chance(oneIn: 10) { counts[0].append(1) }
    examination.call("ContingencyTable of counts") { $0.table(try ContingencyTable(counts: counts)) }
    examination.call("CramersV of counts") { $0.cramer(try CramersV(ContingencyTable(counts: counts))) }
  }

  @Sendable static func labels(_ input: inout DegenerateInput, _ examination: inout Examination) {
    var count = input.count()
    if (7...9).contains(count) && !input.chance(oneIn: 200) { count = 6 }
    let (a, b) = (input.labels(count), input.labels(count))
    let numbers = input.values(count)
    let (draws, start) = (input.pick([0, 1, 9, 19]), input.random())
    examination.call("ContingencyTable") { $0.table(try ContingencyTable(a, b)) }
    // A NaN is not equal to itself, so each is a value of its own.
    examination.call("ContingencyTable of numbers") { $0.table(try ContingencyTable(a, numbers)) }
    examination.call("CramersV") { $0.cramer(try CramersV(ContingencyTable(a, b))) }
    examination.call("FactorNesting") {
      let nesting = try FactorNesting(
        FactorNesting.Factor("", a), FactorNesting.Factor("corpus", plural: "corpora", b))
      let relations: [FactorNesting.Relation] = [
        .same, .firstInSecond, .secondInFirst, .crossed, .partlyCrossed,
      ]
      if !relations.contains(nesting.relation) { $0.fault("no relation") }
      $0.sentence(nesting.description, "the description")
    }
    examination.call("MutualInformationTest") {
      var generator = start
      let test = try MutualInformationTest(a, b, draws: draws, using: &generator)
      $0.test(test)
      $0.within(test.bits, 0...100, "bits")
      $0.within(test.nats, 0...test.largestPossible + 1e-9, "nats")
      $0.within(test.meanUnderNull, 0...test.largestPossible + 1e-9, "meanUnderNull")
    }
  }

  @Sendable static func blocks(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let (height, width) = input.pick([
      (0, 0), (0, 3), (1, 3), (3, 0), (3, 1), (2, 2), (2, 3), (3, 3), (2, 4), (4, 3), (12, 2), (3, 11),
      (12, 12), (2, 37),
    ])
    let scores = input.rows(height, width)
    let (level, draws, start) = (input.level(), input.pick([0, 1, 9]), input.random())
    for form in [nil, .exact, .chiSquared, .imanDavenport] as [FriedmanTest.Form?] {
      examination.call("FriedmanTest \(form?.rawValue ?? "default")") {
        let test = try FriedmanTest(scores, form: form)
        $0.test(test, mayBeInfinite: test.form == .imanDavenport)
        $0.number(test.chiSquared, "chiSquared")
        $0.numbers(test.meanRanks, "meanRanks")
        $0.probability(test.concordance, "concordance")
      }
    }
    examination.call("KendallConcordanceTest") {
      var generator = start
      let test = try KendallConcordanceTest(scores, draws: draws, using: &generator)
      $0.test(test)
      let isExact = height <= KendallConcordanceTest.largestExactCount(items: width)
      if isExact != (generator == start) { $0.fault("\(height) raters of \(width) items: exact or drawn?") }
      $0.probability(test.concordance, "concordance")
    }
    let isLong = input.chance(oneIn: 20)
    examination.call("NemenyiComparison") {
      let comparison = try NemenyiComparison(scores, higherIsBetter: level > 0.9)
      $0.numbers(comparison.meanRanks, "meanRanks")
      guard isLong else { return }
      $0.probability(comparison.pValue(0, comparison.systems - 1), "pValue")
      $0.probability(comparison.pValue(0, 0), "pValue of a system with itself")
      $0.positive(comparison.criticalDifference(alpha: level), "criticalDifference")
      $0.ranks(comparison.rankIntervals(alpha: level), of: comparison.systems)
    }
    let means = input.values(input.count())
    var answers = input
    examination.call("RankIntervals") {
      $0.ranks(
        try RankIntervals(meanRanks: means) { _, _ in answers.chance(oneIn: 3) }, of: means.count)
    }
  }
}

extension Examination {
  mutating func table(_ table: ContingencyTable) {
    if table.rowTotals.reduce(0, +) != table.total || table.columnTotals.reduce(0, +) != table.total {
      fault("totals do not add up")
    }
    if table.counts.map({ $0.reduce(0, +) }) != table.rowTotals { fault("counts do not add up") }
    number(table.chiSquared, "chiSquared")
    if table.chiSquared < 0 { fault("chiSquared is \(table.chiSquared)") }
  }

  mutating func cramer(_ v: CramersV) {
    test(v)
    probability(v.corrected, "corrected")
    probability(v.uncorrected, "uncorrected")
    if v.degreesOfFreedom < 1 { fault("degreesOfFreedom is \(v.degreesOfFreedom)") }
  }

  mutating func ranks(_ ranks: RankIntervals, of count: Int) {
    if ranks.intervals.count != count { fault("\(ranks.intervals.count) intervals for \(count) systems") }
    for range in ranks.intervals where range.lowerBound < 1 || range.upperBound > count {
      fault("ranks \(range) of \(count)")
    }
    if Set(ranks.sets.joined()) != Set(0..<count) { fault("sets \(ranks.sets) leave systems out") }
  }
}
