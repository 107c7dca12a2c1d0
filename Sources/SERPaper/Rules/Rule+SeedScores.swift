// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore
internal import SERReport
internal import SERStats

/// Statements about Tables 3 and 4 that the accuracies by seed decide.
extension Rule {
  static let seedScoreFamilies: [Rule] = [
    Rule(where: { $0.kind == "mean" && $0["per_seed"] != nil }, judge: seedMean),
    Rule(kind: "bold", judge: bestInRow),
    Rule(kind: "sd_range", tables: ["tableS3", "tableS4"], judge: deviationRange),
    Rule(kind: "paired_t_p", tables: ["tableS3", "tableS4"], judge: pairedP),
    Rule(
      where: { $0.kind == "gap" && $0["table"] == "tableS4" && $0["a"] == nil && $0.relation == .equal },
      judge: gapToBest),
    Rule(
      where: { $0.kind == "gap" && SeedTable(key: $0["table"]) != nil && $0["a"] != nil }, judge: gapOfPair),
    Rule(kind: "gap_range", tables: ["table3", "table4", "tableS3", "tableS4"], judge: gapToBestRange),
    Rule(
      where: { $0.relation == .count && $0.kind == "rank" && SeedTable(key: $0["table"]) != nil },
      judge: lastPlaces),
  ]

  static let seedScoreStatements: [Rule] = [
    Rule(ids: "4.1-mean-diff", judge: meanDifferenceRange),
    Rule(ids: "1-line1-gap", judge: significantGapRange),
    Rule(ids: "4.2-subesco-1pt", judge: largestDifference),
  ]

  // MARK: Means and deviations

  private static func seedMean(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let (table, dataset, model) = try cell(statement, facts)
    let scores = try facts.scores(table, dataset, model)
    let printed = try facts.printedMean(table, dataset, model)
    let published = try statement.number(in: facts, half: printed.half)
    let judgment = Judgment.equal(published, scores.mean, NumberText.fourDecimals(scores.mean.nominal))
      .noting(scores.source == .pinned ? "from the counts behind Table \(table.perSeed.dropFirst(5))" : "")
      .reading(try facts.beside { try interval(scores, facts) })
    return try judgment.against(published, printed)
  }

  /// The mean's corrected interval: what splits of the same speakers say of it.
  private static func interval(_ scores: SeedScores, _ facts: Facts) throws -> String {
    let deviation = try scores.standardDeviation.nominal
    let speakers = try facts.count("table1", scores.dataset, column: "speakers")
    guard let plan = try facts.plan(speakers: speakers) else { return "" }
    let spread = "SD \(NumberText.fourDecimals(deviation)) over overlapping splits"
    let zeros = Array(repeating: 0.0, count: scores.best.count)
    let test = try PublishedComparison.ifVarying { () throws(StatisticsError) in
      try CorrectedResampledTTest(scores.best, zeros, plan: plan)
    }
    guard let test else { return spread }
    return
      "\(spread); corrected 95 % interval ± \(NumberText.fraction(PublishedComparison.halfInterval(test)))"
  }

  private static func deviationRange(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let deviations = try facts.deviations(seedTable(statement, facts))
    return .range(
      try statement.numbers(2, in: facts), deviations,
      "\(NumberText.twoDecimals(Interval.smallest(deviations).nominal)) to "
        + NumberText.twoDecimals(Interval.largest(deviations).nominal))
  }

  private static func bestInRow(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    var parts: [Judgment] = []
    for dataset in try facts.datasets(table) {
      let marked = try facts.text(statement.path["published"][dataset])
      let mark = try facts.text(PublishedPath("tables", table.means, "bold")[dataset])
      var best = -Double.infinity
      var own: Double?
      for model in try facts.models(table) {
        let mean = try facts.printedMean(table, dataset, model).value
        best = max(best, mean)
        if model == marked { own = mean }
      }
      parts.append(
        .holds(own == best && mark == marked, own == best ? "" : "\(marked) is not best on \(dataset)"))
    }
    var joint = Judgment.joint(parts)
    if joint.verdict == .reproduces { joint.recomputed = "all \(parts.count) match" }
    return joint
  }

  // MARK: Gaps

  /// The specialist's mean less the best general one, in points.
  static func gap(_ table: SeedTable, _ dataset: String, _ facts: Facts) throws -> Interval {
    let (general, specialist) = try facts.sides(table)
    let best = Interval.largest(try general.map { try facts.scores(table, dataset, $0).mean })
    return (try facts.scores(table, dataset, specialist).mean - best) * 100
  }

  private static func gapToBest(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let dataset = try statement.required("dataset", facts)
    let gap = try gap(table, dataset, facts)
    let printed = try facts.cell(table.means, dataset, column: "gap_points")
    let published = try statement.number(in: facts, half: printed.half)
    return try Judgment.equal(published, gap, NumberText.points(gap.nominal)).against(published, printed)
      .reading(try corrected(table, dataset, facts))
  }

  private static func gapOfPair(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let dataset = try statement.required("dataset", facts)
    let (a, b) = (try statement.required("a", facts), try statement.required("b", facts))
    let gap = (try facts.scores(table, dataset, a).mean - facts.scores(table, dataset, b).mean) * 100
    return .equal(try statement.number(in: facts), gap, NumberText.points(gap.nominal))
      .reading(try correctedPair(table, dataset, a, b, facts))
  }

  private static func gapToBestRange(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    return try gaps(statement, table, try facts.datasets(table), facts)
  }

  private static func gaps(
    _ statement: Statement, _ table: SeedTable, _ datasets: [String], _ facts: Facts
  ) throws -> Judgment {
    let gaps = try datasets.map { try gap(table, $0, facts) * -1 }
    guard !gaps.isEmpty else { return .notCheckable("no corpus is left") }
    let each = zip(datasets, gaps).map { "\($0) \(NumberText.oneDecimal($1.nominal))" }
    return .range(
      try statement.numbers(2, in: facts), gaps,
      "\(NumberText.oneDecimal(Interval.smallest(gaps).nominal)) to "
        + "\(NumberText.oneDecimal(Interval.largest(gaps).nominal)) (\(each.joined(separator: ", ")))")
  }

  /// Corpora on which the specialist differs from every general model by the paper's own test.
  static func significantCorpora(
    _ table: SeedTable, _ facts: Facts, _ p: (PublishedComparison) -> Double?
  ) throws -> [String] {
    let (general, specialist) = try facts.sides(table)
    return try facts.datasets(table).filter { dataset in
      try general.allSatisfy { model in
        (try p(facts.comparison(table, dataset, model, specialist))).map { $0 < 0.05 } ?? false
      }
    }
  }

  private static func significantGapRange(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let significant = try significantCorpora(table, facts) { $0.pBest }
    let all = try facts.datasets(table)
    let left = all.filter { !significant.contains($0) }
    let judgment = try gaps(statement, table, significant, facts)
    // The sentence speaks of four of five; another number of significant corpora is another statement.
    guard significant.count == all.count - 1 else {
      return .holds(
        false, "\(significant.count) of \(all.count) significant: \(significant.joined(separator: ", "))")
    }
    return judgment.noting("if \(left.joined(separator: ", ")), which is not significant, is excluded")
  }

  private static func meanDifferenceRange(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let (a, b) = (try statement.required("a", facts), try statement.required("b", facts))
    let differences = try facts.datasets(table).map { dataset in
      ((try facts.scores(table, dataset, a).mean - facts.scores(table, dataset, b).mean) * 100).magnitude
    }
    let (low, high) = (Interval.smallest(differences), Interval.largest(differences))
    return Judgment.range(
      try statement.numbers(2, in: facts), differences,
      "\(NumberText.twoDecimals(low.nominal)) to \(NumberText.twoDecimals(high.nominal)) points"
    ).reading("none exceeds \(NumberText.twoDecimals(high.high)) under any rounding")
  }

  private static func largestDifference(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let dataset = try statement.required("dataset", facts)
    let means = try facts.models(table).map { try facts.scores(table, dataset, $0).mean }
    let differences = means.pairs.map { (($0 - $1) * 100).magnitude }
    let largest = Interval.largest(differences)
    return .bound(
      statement.relation, try statement.number(in: facts), [largest],
      "largest difference \(NumberText.twoDecimals(largest.nominal))")
  }

  // MARK: Places

  private static func lastPlaces(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let datasets = statement.mentioned(of: try facts.datasets(table))
    let last = try lastBySpeakers(table, facts).filter(datasets.contains)
    var judgment = Judgment.count(
      try statement.number(in: facts), last.count, "\(last.count) of \(datasets.count) by point estimate")
    try facts.beside {
      for dataset in datasets {
        let (general, specialist) = try facts.sides(table)
        for model in general {
          let reading = try facts.comparison(table, dataset, model, specialist)
          if let p = reading.p, let corrected = reading.pCorrected, p >= 0.05 {
            judgment = judgment.reading(
              "\(dataset), \(model): \(NumberText.oneDecimal(reading.difference)) points, corrected p "
                + NumberText.probability(corrected))
          }
        }
      }
    }
    return judgment
  }

  // MARK: p-values

  private static func pairedP(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let readings = try pairs(statement, table, facts)
    let known = readings.compactMap(\.pInterval)
    guard known.count == readings.count, !known.isEmpty else {
      return .notCheckable("the differences of a pair do not vary, so there is no t")
    }
    let text = readings.map(\.pText).joined(separator: ", ")
    let published = try statement.numbers(in: facts)
    let judgment: Judgment
    switch statement.relation {
    case .equal where published.count == 1: judgment = .equal(published[0], known[0], text)
    case .range where published.count == 2: judgment = .range(published, known, text)
    case .less, .atMost, .greater, .atLeast:
      let limit = try statement.number(in: facts)
      let parts = zip(readings, known).map { reading, p in
        Judgment.bound(statement.relation, limit, [p], text, printed: true)
          .naming(readings.count > 1 ? "\(reading.dataset) \(reading.pair)" : "")
      }
      judgment = Judgment.joint(parts).noting(looseness(statement.relation, limit, known))
    default: judgment = .notCheckable("the relation '\(statement.relation.rawValue)' says nothing of a p")
    }
    let corrected = try facts.beside {
      let family = try facts.comparisons(table)
      return readings.map { reading in
        (family.first { $0.dataset == reading.dataset && $0.a == reading.a && $0.b == reading.b } ?? reading)
          .correctedText(named: readings.count > 1)
      }
    }
    return judgment.reading(corrected.joined(separator: "; "))
  }

  /// Where a *p* is said to be above a limit, and all are above twice as much.
  private static func looseness(
    _ relation: Statement.Relation, _ limit: PrintedNumber, _ known: [Interval]
  ) -> String {
    let smallest = Interval.smallest(known).nominal
    guard relation == .greater || relation == .atLeast, smallest > 2 * limit.value else { return "" }
    return "true but loose: the smallest is \(NumberText.probability(smallest))"
  }

  /// The comparisons that a statement names: its pairs, or `a` with `b`, on one, several or all corpora.
  private static func pairs(_ statement: Statement, _ table: SeedTable, _ facts: Facts) throws
    -> [PublishedComparison]
  {
    var datasets = statement.texts("datasets") + statement.texts("dataset").filter { $0 != "all" }
    if datasets.isEmpty { datasets = try facts.datasets(table) }
    var pairs: [(String, String)] = []
    for a in statement.texts("a") { for b in statement.texts("b") { pairs.append((a, b)) } }
    if pairs.isEmpty {
      pairs = try facts.models(table).pairs
    }
    return try datasets.flatMap { dataset in
      try pairs.map { try facts.comparison(table, dataset, $0.0, $0.1) }
    }
  }

  // MARK: What they share

  static func seedTable(_ statement: Statement, _ facts: Facts) throws(PublishedFileError) -> SeedTable {
    guard let table = SeedTable(key: statement["table"]) else {
      throw .wrongKind(
        file: facts.file.name, path: statement.path["table"],
        expected: "one of table3, table4, tableS3, tableS4",
        found: statement["table"].map { "'\($0)'" } ?? "nothing")
    }
    return table
  }

  private static func cell(_ statement: Statement, _ facts: Facts) throws -> (SeedTable, String, String) {
    (
      try seedTable(statement, facts), try statement.required("dataset", facts),
      try statement.required("model", facts)
    )
  }

  /// The corrected readings of a corpus' two comparisons with the specialist.
  private static func corrected(_ table: SeedTable, _ dataset: String, _ facts: Facts) throws -> String {
    let (general, specialist) = try facts.sides(table)
    return try general.map { try correctedPair(table, dataset, $0, specialist, facts, named: true) }
      .joined(separator: "; ")
  }

  private static func correctedPair(
    _ table: SeedTable, _ dataset: String, _ a: String, _ b: String, _ facts: Facts, named: Bool = false
  ) throws -> String {
    try facts.beside {
      try facts.comparisons(table).first { $0.dataset == dataset && $0.a == a && $0.b == b }
        .map { $0.correctedText(named: named) } ?? ""
    }
  }
}

extension Statement {
  /// A text field that the statement must have.
  func required(_ field: String, _ facts: Facts) throws(PublishedFileError) -> String {
    guard let text = self[field] else { throw .missing(file: facts.file.name, path: path[field]) }
    return text
  }
}

extension Judgment {
  /// The judgment if the same number is printed alike in two places; else they contradict each other.
  func against(_ published: PrintedNumber, _ other: PrintedNumber) throws -> Judgment {
    guard abs(published.value - other.value) > published.tolerance else { return self }
    return Judgment(
      verdict: .doesNotReproduce, recomputed: recomputed,
      reason: "\(published.text) in the statement, \(other.text) at \(other.path)",
      corrected: corrected)
  }
}
