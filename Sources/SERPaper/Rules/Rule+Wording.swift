// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

internal import SERStats

/// Statements in words that numbers of several tables decide, and those that nothing in the paper decides.
extension Rule {
  static let wording: [Rule] = [
    Rule(ids: "abs-significant-4") { statement, facts in
      let table = try seedTable(statement, facts)
      let naive = try significantCorpora(table, facts) { $0.pBest }
      let corrected = try facts.beside {
        let family = try facts.comparisons(table)
        func known(_ reading: PublishedComparison) -> PublishedComparison? {
          family.first { $0.dataset == reading.dataset && $0.a == reading.a && $0.b == reading.b }
        }
        return (
          try significantCorpora(table, facts) { $0.pCorrected },
          try significantCorpora(table, facts) { known($0)?.pCorrectedHolm }
        )
      }
      let surviving = try facts.beside {
        try facts.comparisons(table).filter { ($0.pCorrectedHolm ?? 1) < 0.05 }.map {
          "\($0.dataset) \($0.pair)"
        }
      }
      return Judgment.count(
        try statement.number(in: facts), naive.count,
        "\(naive.count) with p < 0.05 against both: \(naive.joined(separator: ", "))"
      ).reading(
        "against both by the corrected t \(named(corrected.0)), after Holm over the table "
          + "\(named(corrected.1)); "
          + "single comparisons after Holm: \(named(surviving))")
    },
    Rule(ids: "abs-accuracy-range") { statement, facts in
      let general = try facts.sides().general
      let means = try facts.datasets(.fourClass).flatMap { dataset in
        try general.map { try facts.printedMean(.fourClass, dataset, $0).interval }
      }
      let (low, high) = (Interval.smallest(means).nominal, Interval.largest(means).nominal)
      return .range(
        try statement.numbers(2, in: facts), means,
        "\(NumberText.fraction(low)) to \(NumberText.fraction(high))")
    },
    Rule(ids: "1-match-or-outperform") { _, facts in
      let (general, specialist) = try facts.sides()
      let below = try places(facts).flatMap { place in
        general.compactMap { model -> (text: String, gap: Double)? in
          guard let own = place.scores[specialist], let other = place.scores[model], other < own else {
            return nil
          }
          let gap = (other - own) * 100
          return ("\(model) in \(place.name) \(NumberText.points(gap))", gap)
        }
      }
      let text = below.isEmpty ? "nowhere below" : "below: \(below.map(\.text).joined(separator: ", "))"
      if below.contains(where: { $0.gap < -1 }) { return .holds(false, text, "by more than a point") }
      return .holds(true, text, below.isEmpty ? "" : "true but loose: matched within a point")
    },
    Rule(ids: "4.1-sd-overlap") { statement, facts in
      let table = try seedTable(statement, facts)
      let (a, b) = (try statement.required("a", facts), try statement.required("b", facts))
      let datasets = try facts.datasets(table)
      let overlap = try datasets.filter { dataset in
        let (first, second) = (try facts.scores(table, dataset, a), try facts.scores(table, dataset, b))
        let distance = (first.mean - second.mean).magnitude.nominal
        return try distance <= (first.standardDeviation + second.standardDeviation).nominal
      }
      return .holds(overlap.count == datasets.count, "\(overlap.count) of \(datasets.count)")
    },
    Rule(ids: "4.1-subesco-tie") { statement, facts in
      let dataset = try statement.required("dataset", facts)
      let readings = try facts.models(.fourClass).pairs.map {
        try facts.comparison(.fourClass, dataset, $0, $1)
      }
      let different = readings.filter { ($0.pBest ?? 1) < 0.05 }
      let list = readings.map { "\($0.pair) \(NumberText.probability($0.pEquivalence))" }
      let corrected = readings.map { "\($0.pair) \(NumberText.probability($0.pEquivalenceCorrected))" }
      let text = "equivalence within 2 points: \(list.joined(separator: ", "))"
      let judgment: Judgment =
        !different.isEmpty
        ? .holds(false, text, "\(different.map(\.pair).joined(separator: ", ")) differ")
        : readings.allSatisfy { ($0.pEquivalence ?? 1) < 0.05 }
          ? Judgment(verdict: .reproduces, recomputed: text)
          : .notCheckable("not shown: no difference was found, and no equivalence either", recomputed: text)
      return judgment.reading("corrected: \(corrected.joined(separator: ", "))")
    },
    Rule(ids: "5-same-ranking") { _, facts in sameRanking(try places(facts), try facts.sides()) },
    Rule(ids: "6-preserve-ranking") { _, facts in
      let corpora = try facts.datasets(.fullTaxonomy)
      return sameRanking(
        try places(facts).filter {
          $0.group == "Table 4" || $0.group == "Table 3" && corpora.contains($0.detail)
        },
        try facts.sides())
    },
    Rule(ids: "4.2-not-load-bearing") { _, facts in
      // Load-bearing would be a head or a scheme that alone gives the advantage which is published.
      let specialist = try facts.sides().specialist
      let claimed = try publishedAdvantage(facts).map(\.gap.nominal).min() ?? 0
      func lead(_ score: (String) throws -> PrintedNumber) throws -> Double {
        try (score(specialist).value - score("WavLM").value) * 100
      }
      let corpora = try facts.rows("table5")
      let folds = try corpora.map { dataset in try lead { try facts.folds(dataset, $0) } }
      let speakers = try corpora.map { dataset in
        try lead { try facts.printedMean(.fullTaxonomy, dataset, $0) }
      }
      let heads = try corpora.map { dataset in
        try lead { try facts.cell("tableS1", $0, column: dataset) }
      }
      func list(_ leads: [Double]) -> String {
        zip(corpora, leads).map { "\($0) \(NumberText.points($1))" }.joined(separator: ", ")
      }
      let text =
        "\(specialist) less WavLM: by speakers \(list(speakers)); by random folds \(list(folds)); "
        + "by the second head "
        + "\(list(heads)); published at least \(NumberText.points(claimed))"
      guard (folds + speakers).allSatisfy({ $0 < claimed }), heads.allSatisfy({ abs($0) < claimed }) else {
        return .holds(false, text, "one reaches the published advantage")
      }
      return .notCheckable(
        "nothing comes near the published advantage, but no test was made, and the heads had one seed",
        recomputed: text)
    },
    Rule(ids: "F-trails-every-seed") { statement, facts in
      let table = try seedTable(statement, facts)
      let (general, specialist) = try facts.sides(table)
      var (trails, all) = (0, 0)
      for dataset in statement.mentioned(of: try facts.datasets(table)) {
        let own = try facts.scores(table, dataset, specialist).printed
        for model in general {
          for (score, other) in zip(own, try facts.scores(table, dataset, model).printed) {
            all += 1
            if score.value < other.value { trails += 1 }
          }
        }
      }
      return Judgment.count(try statement.number(in: facts), trails, "\(trails) of \(all) comparisons")
        .reading("five seeds cannot reach 0.05 by the exact sign flip: 0.0625 at least")
    },
    Rule(ids: "F-20260506") { statement, facts in
      let table = try seedTable(statement, facts)
      let seeds = try facts.numbers(PublishedPath("tables", table.perSeed, "seeds")).map(\.value)
      let dataset = statement.mentioned(of: try facts.datasets(table))[0]
      guard let seed = seeds.firstIndex(where: { Numerals(in: statement.sentence).contain($0) }) else {
        return .holds(false, "", "the sentence names no seed of the table")
      }
      let lowest = try facts.models(table).filter { model in
        let scores = try facts.scores(table, dataset, model).printed.map(\.value)
        return scores[seed] == scores.min()
      }
      let all = try facts.models(table).count
      return .holds(lowest.count == all, "lowest seed for \(lowest.count) of \(all)")
    },
    Rule(ids: "F-largest-swing") { statement, facts in
      let table = try seedTable(statement, facts)
      let swings = try facts.datasets(table).map { dataset in
        (
          dataset,
          Interval.mean(
            try facts.models(table).map { try facts.scores(table, dataset, $0).standardDeviation * 100 }
          ).nominal
        )
      }.sorted { $0.1 > $1.1 }
      let named = Set(try facts.texts(statement.path["published"]))
      return .holds(
        Set(swings.prefix(named.count).map(\.0)) == named,
        swings.map { "\($0.0) \(NumberText.oneDecimal($0.1))" }.joined(separator: ", "))
    },
    Rule(ids: "F-swing-together", judge: swingTogether),
    Rule(ids: "F-harder-splits") { statement, facts in
      let table = try facts.datasets(.fourClass)
      let shares = try table.map { "\($0) \(NumberText.twoDecimals(try seedShare($0, facts)))" }
      return .notCheckable(
        "a seed decides the split and the first weights alike, so the two cannot be told apart",
        recomputed: "of each model's variance over seeds, all models share: \(shares.joined(separator: ", "))"
      )
    },
    Rule(ids: "D-indistinguishable") { _, facts in
      let rhos = try facts.rows("tableS2").map { model in
        "\(model) \(try facts.cell("tableS2", model, column: "mean_rho").text)"
      }
      return .notCheckable(
        "no test between the models was made", recomputed: "mean rho: \(rhos.joined(separator: ", "))")
    },
    Rule(ids: ["1-inlp-first"], notCheckable: "a claim of priority; no number decides it"),
    Rule(ids: ["3.2-no-overlap"], notCheckable: "the list of pretraining corpora is not in the file"),
    Rule(
      ids: ["C-25-45-none"],
      notCheckable: "the 192 accuracies are not printed; it would follow from the two sentences after it"),
    Rule(
      ids: ["2.1-nine-languages", "4.4-not-easy-pairs", "C-every-setting", "C-subesco-6", "C-thin"],
      notCheckable: "the accuracies behind it are not printed"),
  ]

  /// Where models are ranked: a corpus in a table, Thai, or a number of examples.
  private struct Place {
    var group: String
    var detail: String
    var scores: [String: Double]

    var name: String { detail.isEmpty ? group : "\(group), \(detail)" }
  }

  /// Every comparison of the specialist with the general models that tables print.
  private static func places(_ facts: Facts) throws -> [Place] {
    func place(
      _ group: String, _ detail: String, _ models: [String], _ score: (String) throws -> PrintedNumber
    ) throws -> Place {
      var scores: [String: Double] = [:]
      for model in models { scores[model] = try score(model).value }
      return Place(group: group, detail: detail, scores: scores)
    }
    var places: [Place] = []
    for table in SeedTable.allCases {
      for dataset in try facts.datasets(table) {
        places.append(
          try place("Table \(table.number)", dataset, facts.models(table)) {
            try facts.printedMean(table, dataset, $0)
          })
      }
    }
    let models = try facts.models(.fourClass)
    for dataset in try facts.rows("table5") {
      places.append(try place("Table 5", dataset, models) { try facts.folds(dataset, $0) })
    }
    places.append(try place("Thai", "", models) { try facts.thai($0) })
    for shots in try facts.shots() {
      places.append(
        try place("transfer", "K = \(NumberText.short(shots))", models) {
          try facts.transfer($0, shots: shots)
        })
    }
    return places
  }

  /// A ranking is kept if the specialist is last everywhere; that general models change places is loose.
  private static func sameRanking(
    _ places: [Place], _ sides: (general: [String], specialist: String)
  ) -> Judgment {
    func isLast(_ place: Place) -> Bool {
      let own = place.scores[sides.specialist] ?? -.infinity
      return sides.general.allSatisfy { place.scores[$0] ?? -.infinity > own }
    }
    var groups: [String] = []
    for place in places where !groups.contains(place.group) { groups.append(place.group) }
    let counts = groups.map { group in
      let own = places.filter { $0.group == group }
      return "\(group) \(own.count(where: isLast)) of \(own.count)"
    }
    let elsewhere = places.filter { !isLast($0) }.map(\.name)
    let leaders = Set(
      places.compactMap { place in sides.general.max { place.scores[$0] ?? 0 < place.scores[$1] ?? 0 } })
    let swap = leaders.count > 1 ? "\(leaders.sorted().joined(separator: " and ")) change places" : ""
    let text = "\(sides.specialist) last: \(counts.joined(separator: ", "))"
    guard elsewhere.isEmpty else {
      return Judgment.holds(false, text, swap).noting("not last in \(elsewhere.joined(separator: "; "))")
    }
    return .holds(true, text, swap.isEmpty ? "" : "true but loose: \(swap)")
  }

  /// The share of the variance of accuracies around their models' means that is the seeds'.
  private static func seedShare(_ dataset: String, _ facts: Facts) throws -> Double {
    let centered = try facts.models(.fourClass).map { model in
      let values = try facts.scores(.fourClass, dataset, model).best
      let mean = try mean(values)
      return values.map { $0 - mean }
    }
    let models = Double(centered.count)
    let seeds = centered[0].indices.map { seed in centered.reduce(0) { $0 + $1[seed] } / models }
    let total = centered.joined().reduce(0) { $0 + $1 * $1 }
    return total > 0 ? models * seeds.reduce(0) { $0 + $1 * $1 } / total : 0
  }

  private static func named(_ corpora: [String]) -> String {
    corpora.isEmpty ? "none" : corpora.joined(separator: ", ")
  }

  /// A seed is hard for all if the accuracies of every two models go up and down together.
  private static func swingTogether(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let models = try facts.models(table)
    var apart: [String] = []
    var text: [String] = []
    for dataset in try facts.datasets(table) {
      var values: [String] = []
      for (a, b) in models.pairs {
        let value = try pearsonCorrelation(
          try facts.scores(table, dataset, a).printed.map(\.value),
          try facts.scores(table, dataset, b).printed.map(\.value))
        values.append(value.map { NumberText.points($0) } ?? "–")
        if value ?? 0 <= 0 { apart.append("\(a) and \(b) on \(dataset)") }
      }
      text.append("\(dataset) \(values.joined(separator: " "))")
    }
    return .holds(
      apart.isEmpty, "correlations over seeds: \(text.joined(separator: "; "))",
      apart.isEmpty ? "" : "not together: \(apart.joined(separator: "; "))")
  }
}
