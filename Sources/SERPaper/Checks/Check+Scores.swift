// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore
internal import SERReport

extension Check {
  /// Every accuracy by seed is a share of the utterances that its split tests.
  static func seedTables(_ facts: Facts) throws -> [Check] {
    var checks: [Check] = []
    for table in SeedTable.allCases {
      for dataset in try facts.datasets(table) where try facts.testSizes(table, dataset) != nil {
        for model in try facts.models(table) {
          let path = PublishedPath("tables", table.perSeed, "rows")[dataset][model]
          for seed in try facts.numbers(path).indices {
            checks.append(
              Check("share of test utterances: \(path[seed])", "an accuracy is k of n utterances") { facts in
                let number = try facts.number(path[seed])
                guard let sizes = try facts.testSizes(table, dataset), sizes.indices.contains(seed) else {
                  return "no test size is known"
                }
                guard number.shares(of: sizes[seed]).isEmpty else { return nil }
                return "\(NumberText.fraction(number.value)) is no share of \(sizes[seed])"
              })
          }
        }
      }
      checks += captions(table)
    }
    return checks
  }

  private static func captions(_ table: SeedTable) -> [Check] {
    [
      Check("caption of Table \(table.number)", "the caption's range of SDs is that of the seeds") { facts in
        let caption = try facts.numbers(
          PublishedPath("tables", table.means, "caption_sd_range_percent"), count: 2)
        let judgment = Judgment.range(caption, try facts.deviations(table), "")
        return judgment.verdict == .doesNotReproduce ? judgment.reason : nil
      },
      Check("seeds of Table \(table.perSeed.dropFirst(5))", "all tables have the protocol's seeds") { facts in
        let seeds = try facts.numbers(PublishedPath("protocol", "seeds", "value")).map(\.value)
        let own = try facts.numbers(PublishedPath("tables", table.perSeed, "seeds")).map(\.value)
        return own == seeds ? nil : "they differ"
      },
    ]
  }

  /// What is in bold in Tables 5 and 6 is the best of its row or column.
  static let bold: [Check] = [
    Check("bold in Table 5", "the best model of each corpus is in bold") { facts in
      let models = try facts.texts(facts.table("table5")["models"])
      for dataset in try facts.rows("table5") {
        let marked = try facts.text(facts.table("table5")["bold"][dataset])
        let best = try models.map { try facts.folds(dataset, $0).value }.max()
        guard models.contains(marked), try facts.folds(dataset, marked).value == best else {
          return "\(marked) on \(dataset)"
        }
      }
      return nil
    },
    Check("bold in Table 6", "the best model is in bold") { facts in
      let models = try facts.rows("table6")
      let marked = try facts.text(facts.table("table6")["bold"])
      let best = try models.map { try facts.thai($0).value }.max()
      return try models.contains(marked) && facts.thai(marked).value == best ? nil : marked
    },
  ]

  /// The head's differences are of accuracies of one seed, so all of a corpus are shares of what that seed
  /// tests.
  static let heads: [Check] = ["EmoDB", "RAVDESS"].map { dataset in
    Check("heads on \(dataset)", "differences of accuracies of one seed are k of its test utterances") {
      facts in
      let deltas = try facts.rows("tableS1").map {
        try facts.cell("tableS1", $0, column: dataset)
      }
      guard let sizes = try facts.testSizes(.fullTaxonomy, dataset) else { return nil }
      let fits = sizes.contains { size in
        deltas.allSatisfy { delta in
          let magnitude = PrintedNumber(value: abs(delta.value), half: delta.half, path: delta.path)
          return !magnitude.shares(of: size).isEmpty
        }
      }
      return fits ? nil : deltas.map(\.text).joined(separator: ", ")
    }
  }

  /// Accuracies over equal folds are shares of all utterances; those of the text have two more digits.
  static func foldShares(_ facts: Facts) throws -> [Check] {
    var checks: [Check] = []
    for id in ["4.2-cv-e2v-best", "4.2-wavlm-vs-published"] where facts.file.statementIDs.contains(id) {
      let own = id == "4.2-cv-e2v-best" ? 2 : 1
      let statement = PublishedPath("statements", id)["published"]
      for dataset in try facts.keys(statement) {
        for index in 0..<own {
          let path = statement[dataset][index]
          checks.append(
            Check("share of equal folds: \(path)", "over equal folds, an accuracy is k of all utterances") {
              facts in
              let total = try facts.count("table1", dataset, column: "utterances")
              let folds = try facts.count(PublishedPath("protocol", "random_cv", "folds"))
              guard folds > 0, total % folds == 0 else { return nil }
              let number = try facts.number(path)
              let share = PrintedNumber(value: number.value / 100, half: 0.00005, path: path)
              guard share.shares(of: total).isEmpty else { return nil }
              return "\(number.value) % is no share of \(total)"
            })
        }
      }
    }
    return checks + repeatedPercentages(facts)
  }

  /// Percentages that two sentences print.
  private static func repeatedPercentages(_ facts: Facts) -> [Check] {
    let ids = ["4.2-published-e2v-wavlm", "4.2-wavlm-vs-published", "4.2-cv-e2v-best"]
    guard ids.allSatisfy(facts.file.statementIDs.contains) else { return [] }
    @Sendable func path(_ id: Int, _ dataset: String, _ index: Int) -> PublishedPath {
      PublishedPath("statements", ids[id])["published"][dataset][index]
    }
    return ["EmoDB", "RAVDESS", "SUBESCO"].flatMap { dataset -> [Check] in
      var checks = [
        Check(
          "baseline printed twice: \(dataset)", "a number that two sentences print is one number",
          equal: {
            (try $0.number(path(0, dataset, 1)).value, try $0.number(path(1, dataset, 1)).value)
          })
      ]
      if dataset != "EmoDB" {
        checks.append(
          Check(
            "WavLM printed twice: \(dataset)", "a number that two sentences print is one number",
            equal: {
              (try $0.number(path(1, dataset, 0)).value, try $0.number(path(2, dataset, 1)).value)
            }))
      }
      return checks
    }
  }

  /// Accuracies are from 0 to 1, correlations from -1 to 1, deviations and *p*-values not negative.
  static func ranges(_ facts: Facts) throws -> [Check] {
    let accuracies = ["table3", "table4", "table5", "table6", "table7", "table8", "tableS3", "tableS4"]
    let signed = ["tableS1", "tableS2"]
    return facts.file.numberPaths.compactMap { path in
      let table = path.key(at: 1)
      guard path.top == "tables", path.key(at: 2) == "rows" || path.key(at: 2).hasPrefix("published_"),
        accuracies.contains(table) || signed.contains(table), !(table == "table8" && path.isLast(index: 3))
      else { return nil }
      let low = signed.contains(table) ? -1.0 : 0
      return Check("range: \(path)", "\(low == 0 ? "a share is from 0" : "it is from -1") to 1") { facts in
        let value = try facts.number(path).value
        return (low...1).contains(value) ? nil : NumberText.short(value)
      }
    }
  }
}

extension PublishedPath {
  func isLast(index: Int) -> Bool { parts.last == .index(index) }
}
