// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

/// Statements about Table 8 and appendix A: speakers removed by iterative null-space projection.
extension Rule {
  static let removal: [Rule] = [
    Rule(ids: "1-inlp-loss", "4.5-drop") { statement, facts in
      let drops = try models(facts).map { try facts.removalDrop($0, "emo_pre", "emo_post") }
      return Judgment.range(try statement.numbers(2, in: facts), drops, try list(drops, facts))
        .reading(
          "one seed, and unequal numbers of rounds: matched controls that remove no speaker are missing")
    },
    Rule(ids: "4.5-holdout-drop") { statement, facts in
      let drops = try models(facts).map {
        try facts.removalDrop($0, "spk_holdout_pre", "spk_holdout_post")
      }
      return .range(try statement.numbers(2, in: facts), drops, try list(drops, facts))
    },
    Rule(ids: "abs-inlp-order") { statement, facts in
      let names = try facts.texts(statement.path["published"])
      let scores = try names.map { try removal($0, "emo_post", facts).value }
      return Judgment.holds(
        zip(scores, scores.dropFirst()).allSatisfy { $0 > $1 },
        scores.map { NumberText.fraction($0) }.joined(separator: " > ")
      ).reading("one seed, no interval; unequal rounds")
    },
    Rule(ids: "4.5-swap") { statement, facts in
      var parts: [Judgment] = []
      for (index, column) in ["emo_pre", "emo_post"].enumerated() {
        let names = try facts.texts(statement.path["published"][index])
        let scores = try names.map { try removal($0, column, facts).value }
        parts.append(
          .holds(
            zip(scores, scores.dropFirst()).allSatisfy { $0 > $1 },
            scores.map { NumberText.fraction($0) }.joined(separator: " > ")))
      }
      return .joint(parts)
    },
    Rule(ids: "4.5-third") { statement, facts in
      let (general, specialist) = try facts.sides()
      let columns = try ["emo_pre", "emo_post"].filter { column in
        let own = try removal(specialist, column, facts).value
        return try general.allSatisfy { try removal($0, column, facts).value > own }
      }
      return Judgment.count(
        try statement.number(in: facts), columns.count, "\(columns.count) of 2"
      ).reading("one seed, no interval")
    },
    Rule(ids: "4.5-above-chance") { statement, facts in
      let scores = try models(facts).map { try removal($0, "emo_post", facts).interval }
      return .bound(
        statement.relation, try statement.number(in: facts), scores,
        "lowest \(NumberText.fraction(Interval.smallest(scores).nominal))"
      ).reading(
        "always naming the most frequent emotion scores \(NumberText.fraction(CorpusFacts.largestClassShare))"
      )
    },
    Rule(ids: "4.5-orthogonal") { statement, facts in
      let (general, specialist) = try facts.sides()
      let names = [specialist] + general
      let cells = try names.map { try removal($0, "spk_holdout_post", facts) }
      let own = cells[0].value
      let parts = try zip(statement.numbers(cells.count, in: facts), cells).map { published, cell in
        try Judgment(verdict: .reproduces, recomputed: NumberText.fraction(cell.value)).against(
          published, cell)
      }
      return Judgment.joint(
        parts + [.holds(cells.dropFirst().allSatisfy { $0.value > own }, "the specialist's is the lowest")]
      ).reading("after unequal numbers of rounds")
    },
    Rule(ids: "4.5-lang-dataset") { statement, facts in
      let model = try statement.required("model", facts)
      let published = try statement.number(in: facts)
      let cell = try removal(model, "dataset", facts)
      // What is left of the pooled utterances when the training share is rounded down.
      let pooled = try facts.pooledUtterances()
      let share = try facts.number(PublishedPath("protocol", "split_train_fraction", "value")).value
      let test = pooled - Int(max(0, min(1, share)) * Double(pooled))
      let shares = published.shares(of: test)
      let found = shares.first
      return .joint([
        .holds(
          found != nil, found.map { "\(Int((($0) * Double(test)).rounded()))/\(test)" } ?? "",
          found == nil ? "no share of \(test) utterances prints so" : ""),
        .holds(cell.prints(published.value), "prints as \(NumberText.fraction(cell.value)) in Table 8"),
      ])
    },
    Rule(ids: "A-threshold") { statement, facts in
      let column = try statement.required("column", facts)
      let threshold = try statement.number(in: facts)
      let stated = try facts.number(PublishedPath("protocol", "inlp", "threshold"))
      let scores = try models(facts).map { try removal($0, column, facts).interval }
      return try Judgment.bound(statement.relation, threshold, scores, try reached(facts))
        .against(threshold, stated)
        .reading(
          "always naming the speaker with most utterances scores about "
            + "\(NumberText.fraction(try loudest("split_train_fraction", facts))): "
            + "\(NumberText.short(threshold.value)) is not well above it")
    },
    Rule(ids: "A-iterations") { statement, facts in
      let threshold = try facts.number(PublishedPath("protocol", "inlp", "threshold")).value
      let cap = try facts.count(PublishedPath("protocol", "inlp", "cap"))
      let names = statement.texts("models")
      var parts: [Judgment] = []
      for (published, model) in zip(try statement.numbers(names.count, in: facts), names) {
        let rounds = try removal(model, "iters", facts)
        let score = try removal(model, "spk_train_post", facts).value
        parts.append(
          try Judgment.holds(
            score < threshold && rounds.value <= Double(cap),
            "\(model) \(NumberText.short(rounds.value)) rounds to \(NumberText.fraction(score))",
            score < threshold
              ? "" : "\(model) stopped at the cap of \(cap), above \(NumberText.short(threshold))"
          ).against(published, rounds))
      }
      return .joint(parts)
    },
    Rule(ids: "A-to-chance", "3.5-to-chance") { statement, facts in
      let chance = try statement.number(in: facts)
      let scores = try models(facts).map { try removal($0, "spk_train_post", facts).interval }
      let floor = try loudest("split_train_fraction", facts)
      let list = try zip(models(facts), scores).map { model, score in
        "\(model) \(NumberText.fraction(score.nominal)), "
          + "\(NumberText.oneDecimal(score.nominal / chance.value)) times"
      }
      return Judgment.about(chance, scores, list.joined(separator: "; "))
        .reading(
          "always naming the speaker with most utterances scores about \(NumberText.fraction(floor)): "
            + "1/\(NumberText.short((1 / chance.value).rounded())) is the wrong baseline")
    },
    Rule(ids: "A-rank") { statement, facts in
      let published = try statement.number(in: facts)
      let shape = try facts.numbers(PublishedPath("protocol", "inlp", "W_shape"), count: 2)
      let rounds = try models(facts).map { try removal($0, "iters", facts).value }
      let most = (shape[1].value / max(1, shape[0].value)).rounded(.down)
      let means = rounds.map { NumberText.short(((shape[1].value - 1) / max(1, $0)).rounded(.down)) }
      let holds = (rounds.max() ?? 0) * shape[0].value < shape[1].value
      let reported = rounds.map { NumberText.short($0) }.joined(separator: ", ")
      return try Judgment.holds(
        holds,
        "\(NumberText.short(most)) × \(NumberText.short(shape[0].value)) = "
          + "\(NumberText.short(most * shape[0].value)) of "
          + "\(NumberText.short(shape[1].value)) dimensions; nothing is left after round "
          + "\(NumberText.short(most + 1))",
        holds ? "" : "\(reported) rounds are reported"
      ).against(published, shape[0])
        .reading(
          "a dimension survives only if the mean rank of a round is at most "
            + means.joined(separator: ", "))
    },
    Rule(ids: "A-multinomial") { statement, facts in
      let classifier = try facts.text(PublishedPath("protocol", "inlp", "classifier"))
      guard classifier.contains("SGDClassifier"), statement.sentence.contains("multinomial") else {
        return .notCheckable("nothing is known of \(classifier)")
      }
      return .holds(
        false, "SGDClassifier with log loss is one-versus-rest",
        "one binary problem a class, so the rank is that of the classes and not one less")
    },
    Rule(ids: "3.5-shortcut") { _, facts in
      let chance = 1 / Double(try facts.count(PublishedPath("protocol", "inlp", "speakers_held_out")))
      let scores = try models(facts).map { try removal($0, "spk_holdout_post", facts).value }
      let text =
        "held-out speakers are told apart at \(NumberText.fraction(scores.min() ?? 0)) to "
        + NumberText.fraction(scores.max() ?? 0)
      return scores.allSatisfy { $0 < 2 * chance }
        ? Judgment(verdict: .reproduces, recomputed: text)
        : .notCheckable("not shown: speakers never heard can still be told apart", recomputed: text)
    },
  ]

  static func removal(_ model: String, _ column: String, _ facts: Facts) throws -> PrintedNumber {
    try facts.cell("table8", model, column: column)
  }

  private static func models(_ facts: Facts) throws -> [String] {
    let sides = try facts.sides()
    return sides.general + [sides.specialist]
  }

  private static func list(_ drops: [Interval], _ facts: Facts) throws -> String {
    zip(try models(facts), drops).map { "\($0) \(NumberText.oneDecimal($1.nominal))" }.joined(separator: ", ")
  }

  private static func reached(_ facts: Facts) throws -> String {
    try models(facts).map { "\($0) \(NumberText.fraction(try removal($0, "spk_train_post", facts).value))" }
      .joined(separator: ", ")
  }

  /// What naming one speaker of the corpus with most utterances a speaker scores among a share of all
  /// speakers, if that share has as large a share of the utterances.
  static func loudest(_ share: String, _ facts: Facts) throws -> Double {
    try facts.beside {
      var most = 0.0
      for corpus in try facts.rows("table1") {
        let utterances = Double(try facts.count(PublishedPath("protocol", "four_class_counts")[corpus]))
        let speakers = Double(try facts.count("table1", corpus, column: "speakers"))
        most = max(most, utterances / max(1, speakers))
      }
      let fraction = try facts.number(PublishedPath("protocol", share, "value")).value
      return most / max(1, fraction * Double(try facts.pooledUtterances()))
    }
  }
}
