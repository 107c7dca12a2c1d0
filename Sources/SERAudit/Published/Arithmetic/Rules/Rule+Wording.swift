// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Statements in words that numbers of several tables decide, and those that nothing in the paper decides.
extension Rule {
  static let wording: [Rule] = [
    Rule(ids: "abs-significant-4") { statement, facts in
      let table = try seedTable(statement, facts)
      let naive = try significantCorpora(table, facts) { $0.pBest }
      let corrected = try facts.beside {
        let family = try facts.readings(table)
        func known(_ reading: PairedReading) -> PairedReading? {
          family.first { $0.dataset == reading.dataset && $0.a == reading.a && $0.b == reading.b }
        }
        return (
          try significantCorpora(table, facts) { $0.pCorrected },
          try significantCorpora(table, facts) { known($0)?.pCorrectedHolm }
        )
      }
      return Judgment.count(
        try statement.number(in: facts), naive.count,
        "\(naive.count) with p < 0.05 against both: \(naive.joined(separator: ", "))"
      ).reading("by the corrected t \(named(corrected.0)); after Holm over the table \(named(corrected.1))")
    },
    Rule(ids: "abs-accuracy-range") { statement, facts in
      let general = try facts.sides().general
      let means = try facts.datasets(.fourClass).flatMap { dataset in
        try general.map { try facts.printedMean(.fourClass, dataset, $0).bounds }
      }
      let (low, high) = (Bounds.smallest(means).nominal, Bounds.largest(means).nominal)
      return .range(
        try statement.numbers(2, in: facts), means, "\(Figures.fraction(low)) to \(Figures.fraction(high))")
    },
    Rule(ids: "1-match-or-outperform") { _, facts in
      var below: [String] = []
      for table in SeedTable.allCases {
        let (general, specialist) = try facts.sides(table)
        for dataset in try facts.datasets(table) {
          let own = try facts.printedMean(table, dataset, specialist).value
          for model in general {
            let gap = (try facts.printedMean(table, dataset, model).value - own) * 100
            if gap < 0 {
              below.append("\(model) on \(dataset) (Table \(table.number)) \(Figures.points(gap))")
            }
            if gap < -1 { return .holds(false, below.joined(separator: ", "), "more than a point below") }
          }
        }
      }
      return .holds(
        true, below.isEmpty ? "nowhere below" : "below: \(below.joined(separator: ", "))",
        below.isEmpty ? "" : "true but loose: within a point")
    },
    Rule(ids: "4.1-sd-overlap") { statement, facts in
      let table = try seedTable(statement, facts)
      let (a, b) = (try statement.required("a", facts), try statement.required("b", facts))
      let datasets = try facts.datasets(table)
      let overlap = try datasets.filter { dataset in
        let (first, second) = (try facts.scores(table, dataset, a), try facts.scores(table, dataset, b))
        let distance = (first.mean - second.mean).magnitude.nominal
        return distance <= (first.standardDeviation + second.standardDeviation).nominal
      }
      return .holds(overlap.count == datasets.count, "\(overlap.count) of \(datasets.count)")
    },
    Rule(ids: "4.1-subesco-tie") { statement, facts in
      let dataset = try statement.required("dataset", facts)
      let models = try facts.models(.fourClass)
      var readings: [PairedReading] = []
      for (index, a) in models.enumerated() {
        for b in models[(index + 1)...] { readings.append(try facts.reading(.fourClass, dataset, a, b)) }
      }
      let different = readings.filter { ($0.pBest ?? 1) < 0.05 }
      let list = readings.map { "\($0.pair) \(Figures.probability($0.pEquivalence))" }
      let corrected = readings.map { "\($0.pair) \(Figures.probability($0.pEquivalenceCorrected))" }
      let text = "equivalence within 2 points: \(list.joined(separator: ", "))"
      let judgment: Judgment =
        !different.isEmpty
        ? .holds(false, text, "\(different.map(\.pair).joined(separator: ", ")) differ")
        : readings.allSatisfy { ($0.pEquivalence ?? 1) < 0.05 }
          ? Judgment(verdict: .reproduces, recomputed: text)
          : .notCheckable("not shown: no difference was found, and no equivalence either", recomputed: text)
      return judgment.reading("corrected: \(corrected.joined(separator: ", "))")
    },
    Rule(ids: "5-same-ranking") { _, facts in
      var orders: [(place: String, order: [String])] = []
      for table in SeedTable.allCases {
        for dataset in try facts.datasets(table) {
          orders.append(
            (
              "Table \(table.number) \(dataset)",
              try order(facts.models(table)) { try facts.printedMean(table, dataset, $0).value }
            ))
        }
      }
      let models = try facts.models(.fourClass)
      orders.append(("Thai", try order(models) { try facts.thai($0).value }))
      for shots in try facts.shots() {
        orders.append(
          ("K = \(Figures.short(shots))", try order(models) { try facts.transfer($0, shots: shots).value }))
      }
      return sameOrders(orders)
    },
    Rule(ids: "6-preserve-ranking") { _, facts in
      var orders: [(place: String, order: [String])] = []
      for dataset in try facts.datasets(.fullTaxonomy) {
        for table in SeedTable.allCases {
          orders.append(
            (
              "Table \(table.number) \(dataset)",
              try order(facts.models(table)) { try facts.printedMean(table, dataset, $0).value }
            ))
        }
      }
      return sameOrders(orders)
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
          Bounds.mean(
            try facts.models(table).map { try facts.scores(table, dataset, $0).standardDeviation * 100 }
          ).nominal
        )
      }.sorted { $0.1 > $1.1 }
      let named = Set(try facts.texts(statement.path["published"]))
      return .holds(
        Set(swings.prefix(named.count).map(\.0)) == named,
        swings.map { "\($0.0) \(Figures.oneDecimal($0.1))" }.joined(separator: ", "))
    },
    Rule(ids: "F-swing-together", judge: swingTogether),
    Rule(
      ids: [
        "1-inlp-first", "3.2-no-overlap", "2.1-nine-languages", "4.2-not-load-bearing", "4.4-not-easy-pairs",
        "D-indistinguishable", "F-harder-splits", "C-25-45-none", "C-every-setting", "C-subesco-6", "C-thin",
      ], notCheckable: "the numbers behind it are not printed"),
  ]

  private static func named(_ corpora: [String]) -> String {
    corpora.isEmpty ? "none" : corpora.joined(separator: ", ")
  }

  private static func order(_ models: [String], _ score: (String) throws -> Double) rethrows -> [String] {
    try models.map { ($0, try score($0)) }.sorted { $0.1 > $1.1 }.map(\.0)
  }

  private static func sameOrders(_ orders: [(place: String, order: [String])]) -> Judgment {
    let distinct = Set(orders.map(\.order))
    let list = distinct.map { order in
      "\(order.joined(separator: " > ")): "
        + orders.filter { $0.order == order }.map(\.place).joined(separator: ", ")
    }.sorted()
    return .holds(
      distinct.count == 1, list.joined(separator: "; "),
      distinct.count == 1 ? "" : "\(distinct.count) rankings")
  }

  /// A seed is hard for all if the accuracies of every two models go up and down together.
  private static func swingTogether(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let table = try seedTable(statement, facts)
    let models = try facts.models(table)
    var apart: [String] = []
    var text: [String] = []
    for dataset in try facts.datasets(table) {
      var values: [String] = []
      for (index, a) in models.enumerated() {
        for b in models[(index + 1)...] {
          let value = correlation(
            try facts.scores(table, dataset, a).printed.map(\.value),
            try facts.scores(table, dataset, b).printed.map(\.value))
          values.append(value.map { Figures.points($0) } ?? "–")
          if value ?? 0 <= 0 { apart.append("\(a) and \(b) on \(dataset)") }
        }
      }
      text.append("\(dataset) \(values.joined(separator: " "))")
    }
    return .holds(
      apart.isEmpty, "correlations over seeds: \(text.joined(separator: "; "))",
      apart.isEmpty ? "" : "not \(apart.joined(separator: ", "))")
  }

  private static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
    let (first, second) = (BoxMoments.moments(a), BoxMoments.moments(b))
    let product = zip(a, b).reduce(0) { $0 + ($1.0 - first.mean) * ($1.1 - second.mean) }
    let scale = first.standardDeviation * second.standardDeviation * Double(a.count - 1)
    return scale > 0 ? product / scale : nil
  }
}
