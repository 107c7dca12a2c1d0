// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERAudit
internal import SERReport

/// Statements about Figure S1, table S1 and appendices B, C and E.
extension Rule {
  static let configuration: [Rule] = [
    Rule(kind: "mean", tables: ["tableS1"]) { statement, facts in
      let deltas = try headDeltas(facts)
      let mean = Interval.mean(deltas.map(\.interval))
      let negative = deltas.count { $0.value < 0 }
      return Judgment.equal(
        try statement.number(in: facts), mean, String(format: "%.5f", mean.nominal)
      ).noting("\(negative) of \(deltas.count) are negative").reading("a single seed")
    },
    Rule(kind: "gap", tables: ["tableS1"]) { statement, facts in
      let deltas = try headDeltas(facts).map { ($0.interval * 100).magnitude }
      let largest = Interval.largest(deltas)
      return Judgment.bound(
        statement.relation, try statement.number(in: facts), [largest],
        "largest \(NumberText.oneDecimal(largest.nominal))"
      ).reading("at least \(NumberText.twoDecimals(largest.low)) before rounding; a single seed")
    },
    Rule(ids: "4.5-layer0-most", "1-layer-most") { statement, facts in
      let path = PublishedPath("figures", "figureS1", "alpha0_emotion2vec")
      let corpora = try facts.keys(path)
      let weights = try corpora.map { try facts.number(path[$0]).interval }
      let states = try facts.count(PublishedPath("protocol", "hidden_states", "emotion2vec_base"))
      let above = weights.count { $0.nominal > 0.5 }
      return Judgment.bound(
        statement.relation, try statement.number(in: facts), weights,
        zip(corpora, weights).map { "\($0) \(NumberText.twoDecimals($1.nominal))" }.joined(separator: ", ")
      ).noting("above one half on \(above) of \(weights.count)").reading(
        "mean \(NumberText.twoDecimals(Interval.mean(weights).nominal)); uniform would be 1/\(states)")
    },
    Rule(ids: "E-alpha0", judge: layerWeights),
    Rule(ids: "E-argmax-e2v") { statement, facts in
      let layers = try facts.numbers(
        PublishedPath("figures", "figureS1", "argmax_layers", "emotion2vec_base"))
      let corpora = try facts.rows("table1").count
      let published = try statement.number(in: facts)
      guard layers.allSatisfy({ $0.value == 0 }), published.value == Double(corpora) else {
        return .holds(
          false,
          "layers \(layers.map { NumberText.short($0.value) }.joined(separator: ", ")), \(corpora) corpora")
      }
      return try firstWeightIsLargest(facts)
    },
    Rule(ids: "E-argmax-general") { statement, facts in
      var parts: [Judgment] = [.notCheckable("the weights are not printed")]
      for model in try facts.sides().general {
        let layers = try facts.numbers(PublishedPath("figures", "figureS1", "argmax_layers")[model])
        for (published, layer) in zip(try statement.numbers(layers.count, in: facts), layers) {
          parts.append(try Judgment(verdict: .notCheckable, recomputed: "").against(published, layer))
        }
      }
      return .joint(parts)
    },
    Rule(ids: "C-192") { statement, facts in
      let published = try statement.number(in: facts)
      let stated = try facts.number(PublishedPath("protocol", "sweep", "configurations"))
      return try sweep(published).against(published, stated).reading(released)
    },
    Rule(ids: "4.2-192") { statement, facts in
      let published = try statement.numbers(2, in: facts)
      let stated = try facts.number(PublishedPath("protocol", "sweep", "configurations"))
      return try sweep(published[0]).against(published[0], stated).reading(released)
    },
    Rule(ids: "C-base-plus") { statement, facts in
      let baseline = try Statement("4.2-published-e2v-wavlm", in: facts)
      let names = ["EmoDB", "RAVDESS", "SUBESCO"]
      let gains = try zip(statement.numbers(names.count, in: facts), names).map { plus, dataset in
        plus.value - (try baseline.numbers(of: dataset, in: facts).last?.value ?? 0)
      }
      // Marginal against what is claimed: the smallest published advantage.
      let claimed = try publishedAdvantage(facts).map(\.gap.nominal).min() ?? 0
      let most = gains.max() ?? 0
      let holds = gains.allSatisfy { $0 > 0 && $0 < claimed }
      return .holds(
        holds, gains.map { NumberText.points($0) }.joined(separator: ", "),
        holds && most > 1 ? "true but loose: \(NumberText.points(most)) points are not marginal" : "")
    },
    Rule(ids: "C-emobox") { statement, facts in
      let published = try statement.numbers(2, in: facts)
      let cell = try facts.cell("table5", "RAVDESS", column: "published_wavlm")
      let gap = published[0].value - published[1].value
      return .holds(
        cell.meets(published[1].interval * 0.01) && gap > 0, "\(NumberText.oneDecimal(gap)) points")
    },
  ]

  private static let released = "as released: 96 runs of WavLM and 96 of emotion2vec, last layer only"

  /// A weight above one half is the largest; one below an even share cannot be.
  private static func firstWeightIsLargest(_ facts: Facts) throws -> Judgment {
    let path = PublishedPath("figures", "figureS1", "alpha0_emotion2vec")
    let states = Double(try facts.count(PublishedPath("protocol", "hidden_states", "emotion2vec_base")))
    var (shown, excluded, open): ([String], [String], [String]) = ([], [], [])
    for corpus in try facts.keys(path) {
      let weight = try facts.number(path[corpus]).interval
      if weight.low > 0.5 {
        shown.append(corpus)
      } else if weight.high < 1 / states {
        excluded.append(corpus)
      } else {
        open.append(corpus)
      }
    }
    let text = shown.isEmpty ? "" : "more than half of all weight on \(shown.joined(separator: ", "))"
    guard excluded.isEmpty else {
      return .holds(
        false, text,
        "on \(excluded.joined(separator: ", ")) less than an even share, 1/\(NumberText.short(states))")
    }
    return open.isEmpty
      ? .holds(true, text)
      : .notCheckable(
        "on \(open.joined(separator: ", ")) possible; the other weights are not printed", recomputed: text)
  }

  static func headDeltas(_ facts: Facts) throws -> [PrintedNumber] {
    try facts.rows("tableS1").flatMap { model in
      try facts.texts(facts.table("tableS1")["datasets"]).map {
        try facts.cell("tableS1", model, column: $0)
      }
    }
  }

  /// Two rates, two standardizations, two aggregations and two heads are in every full grid.
  private static func sweep(_ published: PrintedNumber) -> Judgment {
    guard published.value > 0, published.value.truncatingRemainder(dividingBy: 16) == 0 else {
      return .holds(false, "", "no full grid over two rates, standardizations, aggregations and heads")
    }
    return .notCheckable(
      "the budgets and corpora of the grid are not printed",
      recomputed: "2 × 2 × 2 × 2 = 16, and \(NumberText.short(published.value)) = 16 × "
        + NumberText.short(published.value / 16))
  }

  /// Adam moves a logit by about its rate a step, so few steps bound a softmax weight.
  private static func layerWeights(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let path = PublishedPath("figures", "figureS1", "alpha0_emotion2vec")
    func setting(_ name: String) throws -> Double {
      try facts.number(PublishedPath("protocol", name, "value")).value
    }
    let states = Double(try facts.count(PublishedPath("protocol", "hidden_states", "emotion2vec_base")))
    var parts: [Judgment] = [
      .notCheckable(
        "possible; the trained weights are not printed", recomputed: "by the number of steps of Adam")
    ]
    for corpus in try facts.keys(statement.path["published"]) {
      let cell = try facts.number(path[corpus])
      let utterances = Double(try facts.count(PublishedPath("protocol", "four_class_counts")[corpus]))
      let batches =
        (utterances * (try setting("split_train_fraction")) / max(1, try setting("batch_size")))
        .rounded(.up)
      let logit = try setting("learning_rate") * setting("epochs") * batches
      let bound = 1 / (1 + (states - 1) * exp(-2 * logit))
      let published = try statement.numbers(of: corpus, in: facts)
      guard let printed = published.first else { continue }
      let judgment: Judgment =
        cell.value - cell.half <= bound && cell.value > 0 && cell.value <= 1
        ? Judgment(
          verdict: .notCheckable, recomputed: "\(corpus) at most \(NumberText.twoDecimals(bound))")
        : .holds(false, "\(corpus) at most \(NumberText.twoDecimals(bound))", "more than the steps allow")
      parts.append(try judgment.against(printed, cell))
    }
    return .joint(parts)
  }
}
