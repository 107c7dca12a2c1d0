// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore
internal import SERReport

/// Statements about corpora, splits and counts.
extension Rule {
  static let design: [Rule] = [
    Rule(ids: "abs-pairs-12") { statement, facts in
      let languages = try facts.count(PublishedPath("protocol", "transfer", "languages"))
      let published = try statement.number(in: facts)
      return try Judgment.count(
        published, languages * (languages - 1), "\(languages) × \(languages - 1) ordered pairs"
      ).against(published, facts.number(PublishedPath("protocol", "transfer", "ordered_pairs")))
    },
    Rule(ids: "4.4-no-inversion") { statement, facts in
      let published = try statement.number(in: facts)
      return try Judgment.notCheckable("the accuracies of the 12 pairs are not printed")
        .against(published, facts.number(PublishedPath("protocol", "transfer", "ordered_pairs")))
    },
    Rule(ids: "1-five-seeds") { statement, facts in
      let seeds = try facts.numbers(PublishedPath("protocol", "seeds", "value")).count
      let published = try statement.number(in: facts)
      return try Judgment.count(published, seeds, "\(seeds) seeds")
        .against(published, facts.number(PublishedPath("protocol", "n_seeds", "value")))
    },
    Rule(ids: "2.1-e2v-hours") { statement, facts in
      let cell = try facts.cell("table2", "emotion2vec_base", column: "pretraining hours")
      return .equal(
        try statement.number(in: facts), cell.interval, "\(NumberText.short(cell.value)) in Table 2")
    },
    Rule(ids: "2.3-speakers") { statement, facts in
      let speakers = try facts.speakers()
      let published = try statement.number(in: facts)
      return try Judgment.count(published, speakers, "Table 1 adds up to \(speakers)")
        .against(published, facts.number(PublishedPath("protocol", "inlp", "speakers_total")))
    },
    Rule(ids: "3.1-families") { statement, facts in
      let stated = try facts.texts(PublishedPath("protocol", "languages", "families_stated"))
      let families = Set(stated.map { CorpusFacts.family(of: $0) })
      let branches = stated.filter { CorpusFacts.family(of: $0) != $0 }
      return Judgment.count(
        try statement.number(in: facts), families.count,
        "\(families.count): \(families.sorted().joined(separator: ", "))"
      ).noting(
        branches.map { "\($0) is a branch of \(CorpusFacts.family(of: $0))" }.joined(separator: ", "))
    },
    Rule(ids: "3.1-table1-esd") { statement, facts in
      let cell = try facts.number(PublishedPath("protocol", "esd_subsampling", "per_cell")).value
      let speakers = try facts.cell("table1", "ESD-ZH", column: "speakers").value
      let emotions = try facts.number(PublishedPath("protocol", "taxonomies", "ESD-ZH")).value
      let printed = try facts.cell("table1", "ESD-ZH", column: "utterances")
      let published = try statement.number(in: facts)
      let product = speakers * emotions * cell
      let factors = [speakers, emotions, cell].map { NumberText.short($0) }.joined(separator: " × ")
      return try Judgment.equal(
        published, Interval(product), "\(factors) = \(NumberText.short(product))"
      ).against(published, printed)
        .reading(
          "\(NumberText.short(published.value)) is the four-class subset, or the sample was taken "
            + "after the other emotions "
            + "were left out; other rows count full corpora")
    },
    Rule(ids: "3.1-thai-records") { statement, facts in
      let stated = try facts.number(PublishedPath("protocol", "thai", "records"))
      let published = try statement.number(in: facts)
      return try Judgment.notCheckable("the agreement scores are not in the paper").against(published, stated)
    },
    Rule(ids: "3.2-thai-languages") { statement, facts in
      let stated = try facts.number(PublishedPath("protocol", "thai", "emobox_languages"))
      return try Judgment.notCheckable("a count of another paper")
        .against(try statement.number(in: facts), stated)
    },
    Rule(ids: "3.5-93-62") { statement, facts in
      let published = try statement.numbers(2, in: facts)
      let speakers = try facts.speakers()
      guard let plan = try facts.plan(speakers: speakers) else {
        return .holds(false, "\(speakers) speakers", "a side would be empty")
      }
      let stated = [
        try facts.number(PublishedPath("protocol", "inlp", "speakers_fit")),
        try facts.number(PublishedPath("protocol", "inlp", "speakers_held_out")),
      ]
      return .joint([
        try .count(published[0], plan.trainingUnits, "\(plan.trainingUnits) of \(speakers)")
          .against(published[0], stated[0]),
        try .count(published[1], plan.testUnits, "\(plan.testUnits) held out")
          .against(published[1], stated[1]),
      ])
    },
    Rule(ids: "3.4-shots") { statement, facts in
      let classes = try facts.count(PublishedPath("protocol", "transfer", "classes"))
      let shots = try facts.shots().filter { $0 > 0 }
      let published = try statement.numbers(shots.count, in: facts)
      let used = published.map { ($0.value / Double(max(1, classes))).rounded(.up) * Double(classes) }
      let holds = zip(published, used).allSatisfy { $0.value == $1 } && published.map(\.value) == shots
      return .holds(
        holds, used.map { NumberText.short($0) }.joined(separator: ", ") + " labels",
        holds ? "" : "⌈K/\(classes)⌉ per class is not K where \(classes) does not divide K")
    },
    Rule(ids: "3.6-same-split", judge: sameSplit),
    Rule(ids: "3.1-no-target-class") { statement, facts in
      let parts = try zip(statement.numbers(CorpusFacts.order.count, in: facts), CorpusFacts.order).map {
        published, corpus in
        let stated = try facts.number(PublishedPath("protocol", "four_class_counts")[corpus])
        let composition = CorpusFacts.fourClasses[corpus] ?? []
        return try Judgment.count(
          published, composition.reduce(0, +),
          "\(corpus) " + composition.map(String.init).joined(separator: " + ")
        ).against(published, stated)
      }
      return .joint(parts)
    },
    Rule(ids: "A-chance") { statement, facts in
      try chance(statement, "speakers_fit", facts)
    },
    Rule(ids: "A-chance-holdout") { statement, facts in
      let published = try statement.number(in: facts)
      let stated = try facts.number(PublishedPath("protocol", "inlp", "chance_holdout"))
      return try chance(statement, "speakers_held_out", facts).against(published, stated)
    },
    Rule(ids: "A-cap") { statement, facts in
      let cap = try facts.number(PublishedPath("protocol", "inlp", "cap"))
      let rounds = try facts.rows("table8").map { try facts.cell("table8", $0, column: "iters").value }
      return try Judgment.holds(
        (rounds.max() ?? 0) <= cap.value, "at most \(NumberText.short(rounds.max() ?? 0)) rounds"
      ).against(try statement.number(in: facts), cap)
    },
    Rule(ids: "A-80") { statement, facts in
      let fraction = try facts.number(PublishedPath("protocol", "inlp", "global_probe_train_fraction"))
      let other = try facts.number(PublishedPath("protocol", "rsa", "global_probe_train_fraction"))
      let speakers = Double(try facts.speakers())
      let trained = fraction.value * speakers
      return try Judgment.holds(
        trained == trained.rounded() && fraction.value == other.value,
        "\(NumberText.short(trained)) of \(NumberText.short(speakers)) speakers"
      ).against(try statement.number(in: facts), fraction)
    },
    Rule(ids: "A-utterances") { statement, facts in
      let sum = try facts.pooledUtterances()
      let speakers = try facts.speakers()
      return .about(
        try statement.number(in: facts), [Interval(Double(sum))], "\(sum) utterances, \(speakers) speakers")
    },
  ]

  private static func chance(_ statement: Statement, _ speakers: String, _ facts: Facts) throws -> Judgment {
    let count = try facts.count(PublishedPath("protocol", "inlp", speakers))
    guard count > 0 else { return .notCheckable("there are no speakers") }
    let exact = 1 / Double(count)
    return .equal(
      try statement.number(in: facts), Interval(exact), "1/\(count) = \(NumberText.decimals(5, of: exact))"
    ).reading(
      "always naming the speaker with most utterances scores about "
        + NumberText.fraction(
          try loudest(speakers == "speakers_fit" ? "split_train_fraction" : "split_test_fraction", facts)))
  }

  /// The seeds are those of the tables, and every accuracy of EmoDB and RAVDESS is a share of what their
  /// splits test.
  private static func sameSplit(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let seeds = try facts.numbers(PublishedPath("protocol", "seeds", "value")).map(\.value)
    let published = try statement.numbers(in: facts).map(\.value)
    var parts: [Judgment] = [.holds(published == seeds, "", published == seeds ? "" : "other seeds")]
    for table in SeedTable.allCases {
      let columns = try facts.numbers(PublishedPath("tables", table.perSeed, "seeds")).map(\.value)
      parts.append(.holds(columns == seeds, "", columns == seeds ? "" : "\(table.perSeed) has other seeds"))
      for dataset in ["EmoDB", "RAVDESS"] {
        let models = try facts.models(table)
        let off = try models.flatMap { try facts.scores(table, dataset, $0).offGrid }
        let cells = models.count * columns.count
        parts.append(
          .holds(
            off.isEmpty,
            "\(table.perSeed) \(dataset): \(cells - off.count) of \(cells) are shares of the test utterances")
        )
      }
    }
    return .joint(parts)
  }
}
