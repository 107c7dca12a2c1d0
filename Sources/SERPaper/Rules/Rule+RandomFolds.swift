// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

/// Statements about Table 5: random folds, and the published baseline.
extension Rule {
  static let randomFolds: [Rule] = [
    Rule(ids: "4.2-weakest-random") { statement, facts in
      let (last, all) = (try lastByFolds(facts), try facts.rows("table5"))
      return .count(try statement.number(in: facts), last.count, "\(last.count) of \(all.count)")
    },
    Rule(ids: "1-line2-last-both") { statement, facts in
      let folds = try lastByFolds(facts)
      let speakers = try lastBySpeakers(.fullTaxonomy, facts)
      let all = try facts.datasets(.fullTaxonomy)
      let exceptions =
        try facts.rows("table5").filter { !folds.contains($0) }.map { "\($0) by random folds" }
        + all.filter { !speakers.contains($0) }.map { "\($0) by speakers" }
      return Judgment.count(
        try statement.number(in: facts), folds.count + speakers.count,
        "speaker-independent: \(speakers.joined(separator: ", ")) (\(speakers.count) of \(all.count)); "
          + "random folds: \(folds.count) of \(try facts.rows("table5").count)"
      ).noting(exceptions.isEmpty ? "" : "not on \(exceptions.joined(separator: ", "))")
    },
    Rule(ids: "4.2-published-e2v-wavlm") { statement, facts in
      try percents(statement, facts) { dataset in
        [
          try facts.cell("table5", dataset, column: "published_emotion2vec"),
          try facts.cell("table5", dataset, column: "published_wavlm"),
        ]
      }
    },
    Rule(ids: "4.2-wavlm-vs-published") { statement, facts in
      try percents(statement, facts) { dataset in
        [
          try facts.folds(dataset, "WavLM"),
          try facts.cell("table5", dataset, column: "published_wavlm"),
        ]
      }
    },
    Rule(ids: "4.2-cv-e2v-best") { statement, facts in
      let (general, specialist) = try facts.sides()
      return try percents(statement, facts) { dataset in
        let best = try general.map { try facts.folds(dataset, $0) }.max { $0.value < $1.value }
        return [try facts.folds(dataset, specialist)] + (best.map { [$0] } ?? [])
      }
    },
    Rule(ids: "4.2-published-gap", "2.1-advantage") { statement, facts in
      let gaps = try publishedAdvantage(facts)
      return .range(try statement.numbers(2, in: facts), gaps.map(\.gap), each(gaps))
    },
    Rule(ids: "1-claim-25-45") { statement, facts in
      // The sentence speaks of languages other than English, so English corpora are left out.
      let gaps = try publishedAdvantage(facts).filter {
        try facts.text("table1", $0.dataset, column: "language") != "English"
      }
      return Judgment.range(try statement.numbers(2, in: facts), gaps.map(\.gap), each(gaps))
        .reading(
          "corpora that are not English: \(each(gaps)); against WavLM only, which alone is "
            + "reported; the other "
            + "languages are not printed")
    },
    Rule(ids: "1-line2-wavlm-36-51") { statement, facts in
      let source = try Statement("4.2-wavlm-vs-published", in: facts)
      let gaps = try facts.rows("table5").map { dataset in
        let pair = try source.numbers(of: dataset, in: facts)
        return (dataset: dataset, gap: try difference(pair, source, dataset, facts))
      }
      return .range(try statement.numbers(2, in: facts), gaps.map(\.gap), each(gaps))
    },
    Rule(ids: "4.2-e2v-within-8", "1-line2-e2v-matches") { statement, facts in
      let gaps = try ownLessPublished(facts)
      return .bound(
        .atMost, try statement.number(in: facts), gaps.map { $0.gap.magnitude }, each(gaps, signed: true))
    },
    Rule(ids: "4.2-one-cell") { statement, facts in
      let specialist = try facts.sides().specialist
      var cells = try ownLessPublished(facts).filter { $0.gap.nominal < 0 }.map {
        "\(specialist) \($0.dataset) \(NumberText.points($0.gap.nominal))"
      }
      for dataset in try facts.rows("table5") {
        let published = try facts.cell("table5", dataset, column: "published_wavlm").value
        let own = try facts.folds(dataset, "WavLM").value
        if own < published { cells.append("WavLM \(dataset) \(NumberText.points((own - published) * 100))") }
      }
      return .count(
        try statement.number(in: facts), cells.count, "\(cells.count): \(cells.joined(separator: ", "))")
    },
    Rule(ids: "5-88-96") { statement, facts in
      let dataset = statement.mentioned(of: try facts.rows("table5"))[0]
      let scores = try facts.texts(facts.table("table5")["models"]).map {
        try facts.folds(dataset, $0).interval * 100
      }
      return .range(try statement.numbers(2, in: facts), scores, ends(scores))
    },
    Rule(ids: "5-obscures", judge: obscures),
    Rule(kind: "per_fold_paired_t_p", relations: [.equal]) { statement, facts in
      let dataset = try statement.required("dataset", facts)
      let part = try foldPart(statement, dataset, facts)
      return foldJudgment([part], "\(dataset): ")
    },
    Rule(kind: "per_fold_paired_t_p", relations: [.atLeast, .greater]) { statement, facts in
      let parts = try facts.rows("table5").map { try foldPart(statement, $0, facts) }
      return foldJudgment(parts, "")
    },
  ]

  // MARK: Places

  private static func lastByFolds(_ facts: Facts) throws -> [String] {
    let (general, specialist) = try facts.sides()
    return try facts.rows("table5").filter { dataset in
      let own = try facts.folds(dataset, specialist).value
      return try general.allSatisfy { try facts.folds(dataset, $0).value > own }
    }
  }

  static func lastBySpeakers(_ table: SeedTable, _ facts: Facts) throws -> [String] {
    let (general, specialist) = try facts.sides(table)
    return try facts.datasets(table).filter { dataset in
      let own = try facts.printedMean(table, dataset, specialist).value
      return try general.allSatisfy { try facts.printedMean(table, dataset, $0).value > own }
    }
  }

  // MARK: Percentages of the text and fractions of the table

  /// Every percentage of the text rounds to the fraction of the table.
  private static func percents(
    _ statement: Statement, _ facts: Facts, _ cells: (String) throws -> [PrintedNumber]
  ) throws -> Judgment {
    var parts: [Judgment] = []
    for dataset in try facts.keys(statement.path["published"]) {
      let printed = try statement.numbers(of: dataset, in: facts)
      let cells = try cells(dataset)
      guard printed.count == cells.count else {
        throw PublishedFileError.wrongCount(
          file: facts.file.name, path: statement.path["published"][dataset], expected: cells.count,
          found: printed.count)
      }
      for (percent, cell) in zip(printed, cells) {
        let fraction = percent.interval * 0.01
        parts.append(
          .holds(
            cell.meets(fraction) || cell.prints(percent.value / 100),
            "\(dataset) \(NumberText.twoDecimals(percent.value))",
            cell.meets(fraction) ? "" : "\(cell.path) is \(NumberText.fraction(cell.value))"))
      }
    }
    var joint = Judgment.joint(parts)
    if joint.verdict == .reproduces { joint.reason = "all round to Table 5" }
    return joint
  }

  private static func difference(
    _ pair: [PrintedNumber], _ statement: Statement, _ dataset: String, _ facts: Facts
  ) throws -> Interval {
    guard pair.count == 2 else {
      throw PublishedFileError.wrongCount(
        file: facts.file.name, path: statement.path["published"][dataset], expected: 2, found: pair.count)
    }
    return pair[0].interval - pair[1].interval
  }

  static func publishedAdvantage(_ facts: Facts) throws -> [(dataset: String, gap: Interval)] {
    let source = try Statement("4.2-published-e2v-wavlm", in: facts)
    return try facts.rows("table5").map { dataset in
      (dataset, try difference(source.numbers(of: dataset, in: facts), source, dataset, facts))
    }
  }

  /// The specialist by random folds less what its own paper reports.
  private static func ownLessPublished(_ facts: Facts) throws -> [(dataset: String, gap: Interval)] {
    let own = try Statement("4.2-cv-e2v-best", in: facts)
    let published = try Statement("4.2-published-e2v-wavlm", in: facts)
    return try facts.rows("table5").map { dataset in
      let pair =
        try own.numbers(of: dataset, in: facts).prefix(1)
        + published.numbers(of: dataset, in: facts).prefix(1)
      return (dataset, try difference(Array(pair), own, dataset, facts))
    }
  }

  private static func each(_ gaps: [(dataset: String, gap: Interval)], signed: Bool = false) -> String {
    gaps.map { gap in
      let value = gap.gap.nominal
      return "\(gap.dataset) \(signed ? NumberText.points(value) : NumberText.twoDecimals(value))"
    }.joined(separator: ", ")
  }

  // MARK: Inflation

  /// Random folds raise accuracy; they obscure differences if they make the gap to the best smaller.
  private static func obscures(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let (general, specialist) = try facts.sides(.fullTaxonomy)
    var raises: [Double] = []
    var gaps: [(dataset: String, folds: Double, speakers: Double)] = []
    for dataset in try facts.rows("table5") {
      func means(_ mean: (String) throws -> PrintedNumber) throws -> (own: Double, best: Double) {
        (try mean(specialist).value, try general.map { try mean($0).value }.max() ?? 0)
      }
      let folds = try means { try facts.folds(dataset, $0) }
      let speakers = try means { try facts.printedMean(.fullTaxonomy, dataset, $0) }
      for model in general + [specialist] {
        let raise =
          try facts.folds(dataset, model).value - facts.printedMean(.fullTaxonomy, dataset, model).value
        raises.append(raise * 100)
      }
      gaps.append((dataset, (folds.best - folds.own) * 100, (speakers.best - speakers.own) * 100))
    }
    let inflates = raises.allSatisfy { $0 > 0 }
    let obscures = gaps.allSatisfy { $0.folds < $0.speakers }
    let list = gaps.map {
      "\($0.dataset) \(NumberText.oneDecimal($0.folds)) against \(NumberText.oneDecimal($0.speakers))"
    }
    let raised = raises.map { Interval($0) }
    return .holds(
      inflates && obscures,
      "accuracy \(NumberText.points(raises.min() ?? 0)) to \(NumberText.points(raises.max() ?? 0)) "
        + "(\(raised.count) "
        + "cells); gap to the best, random folds against speakers: \(list.joined(separator: ", "))",
      obscures ? "" : "the gap does not shrink under random folds")
  }

  // MARK: p-values over folds

  private static func foldPart(
    _ statement: Statement, _ dataset: String, _ facts: Facts
  ) throws -> (judgment: Judgment, corrected: String) {
    let (a, b) = (try statement.required("a", facts), try statement.required("b", facts))
    let published = try statement.number(in: facts)
    let count = try statement.settings("n", in: facts).first ?? 10
    let difference = try exactFolds(dataset, a, facts) - exactFolds(dataset, b, facts)
    let reading = FoldReading(
      p: published, difference: difference, a: try facts.foldDeviation(dataset, a).interval,
      b: try facts.foldDeviation(dataset, b).interval, count: count)
    guard let reading else { return (.notCheckable("\(dataset): there is no t of such numbers"), "") }
    let isBound = statement.relation != .equal
    let isPossible =
      isBound
      ? reading.correlations.high >= -1
      : reading.correlations.high >= -1 && reading.correlations.low <= 1
    let sign = isBound ? "at most " : ""
    let text =
      "\(dataset) t(\(NumberText.short(count - 1))) = \(NumberText.twoDecimals(reading.t)), SD of differences "
      + "\(NumberText.fourDecimals(reading.deviation)), fold correlation \(sign)"
      + "\(NumberText.points(reading.correlation)) (\(NumberText.points(reading.correlations.low)) to "
      + "\(NumberText.points(reading.correlations.high)) under rounding)"
    func corrected(validation: Bool) -> String {
      NumberText.probability(reading.correctedP(validation: validation))
    }
    let judgment: Judgment =
      isPossible
      ? .notCheckable("possible; the accuracies of the folds are not printed", recomputed: text)
      : .holds(false, text, "no correlation between folds can give it")
    return (
      judgment,
      isBound
        ? ""
        : "corrected p over \(NumberText.short(count)) folds \(corrected(validation: true)), or "
          + "\(corrected(validation: false)) trained on all but one, as released"
    )
  }

  /// Table 5's mean with the two more digits that a sentence prints of some.
  private static func exactFolds(_ dataset: String, _ model: String, _ facts: Facts) throws -> Interval {
    let cell = try facts.folds(dataset, model)
    var printed: [PrintedNumber] = []
    for id in ["4.2-cv-e2v-best", "4.2-wavlm-vs-published"] where facts.file.statementIDs.contains(id) {
      let statement = try Statement(id, in: facts)
      guard try facts.keys(statement.path["published"]).contains(dataset) else { continue }
      printed += try statement.numbers(of: dataset, in: facts)
    }
    // Which of a sentence's numbers is the model's, the cell says: it is that number, rounded.
    let exact = printed.map { $0.interval * 0.01 }.filter { cell.meets($0) && $0.high - $0.low < cell.half }
    return exact.first ?? cell.interval
  }

  private static func foldJudgment(
    _ parts: [(judgment: Judgment, corrected: String)], _ prefix: String
  ) -> Judgment {
    let corrected = parts.map(\.corrected).filter { !$0.isEmpty }.map { prefix + $0 }
    return Judgment.joint(parts.map(\.judgment)).reading(corrected.joined(separator: "; "))
  }
}
