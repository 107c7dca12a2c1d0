// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

/// Statements about Table 6: four models on Thai.
extension Rule {
  static let thai: [Rule] = [
    Rule(kind: "rank", tables: ["table6"]) { statement, facts in
      let model = try statement.required("model", facts)
      let own = try facts.thai(model).value
      let rank = try facts.rows("table6").filter { try facts.thai($0).value > own }.count + 1
      return .count(try statement.number(in: facts), rank, "place \(rank)")
    },
    Rule(kind: "order", tables: ["table6"]) { statement, facts in
      let names = try facts.texts(statement.path["published"])
      let scores = try names.map { try facts.thai($0).value }
      let order = Judgment.holds(
        zip(scores, scores.dropFirst()).allSatisfy { $0 > $1 },
        scores.map { NumberText.short($0) }.joined(separator: ", "))
      return statement.sentence.contains("same ranking")
        ? .joint([order, try onEveryLanguage(facts)]) : order
    },
    Rule(kind: "gap", tables: ["table6"]) { statement, facts in
      let (a, b) = (try statement.required("a", facts), try statement.required("b", facts))
      let gap = (try facts.thai(a).interval - facts.thai(b).interval) * 100
      return .equal(try statement.number(in: facts), gap, NumberText.oneDecimal(gap.nominal))
    },
    Rule(kind: "gap_range", tables: ["table6"]) { statement, facts in
      let gaps = try thaiGaps(facts).map(\.gap)
      return Judgment.range(try statement.numbers(2, in: facts), gaps, ends(gaps))
        .reading("\(ends(gaps)) points, which rounds to \(rounded(gaps))")
    },
    Rule(kind: "sd", tables: ["table6"]) { statement, facts in
      let deviations = try facts.rows("table6").map { try facts.thaiDeviation($0).interval * 100 }
      return .bound(
        statement.relation, try statement.number(in: facts), deviations,
        "largest \(NumberText.oneDecimal(Interval.largest(deviations).nominal))")
    },
    Rule(kind: "sd_range", tables: ["table6"]) { statement, facts in
      let deviations = try facts.rows("table6").map { try facts.thaiDeviation($0).interval * 100 }
      return .range(try statement.numbers(2, in: facts), deviations, ends(deviations))
    },
    Rule(kind: "ratio_range", tables: ["table6"], judge: sigma),
  ]

  private static let plus = "emotion2vec_plus_base"

  /// What the others are ahead of the fine-tuned variant, in points.
  private static func thaiGaps(_ facts: Facts) throws -> [(model: String, gap: Interval)] {
    let own = try facts.thai(plus).interval
    return try facts.rows("table6").filter { $0 != plus }.map { model in
      (model, (try facts.thai(model).interval - own) * 100)
    }
  }

  /// A gap over a standard deviation: over the variant's own, or over the root sum of squares of both.
  private static func sigma(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let published = try statement.numbers(2, in: facts)
    let own = try facts.thaiDeviation(plus).interval * 100
    let gaps = try thaiGaps(facts)
    let single = gaps.map { gap in Interval.corners([gap.gap, own]) { $0[0] / $0[1] } }
    let both = try gaps.map { gap in
      Interval.corners([gap.gap, own, try facts.thaiDeviation(gap.model).interval * 100]) {
        $0[0] / ($0[1] * $0[1] + $0[2] * $0[2]).squareRoot()
      }
    }
    guard (single + both).allSatisfy({ $0.nominal.isFinite }) else {
      return .notCheckable("an SD of 0 has no ratio")
    }
    let text = "own SD: \(ends(single)); root sum of squares: \(ends(both))"
    let readings = [Judgment.range(published, single, text), .range(published, both, text)]
    return (readings.first { $0.verdict != .doesNotReproduce } ?? readings[0])
      .reading("a gap over an SD is not a test")
  }

  /// The specialist is last on every language of Table 3, as on Thai; which general model leads may differ.
  private static func onEveryLanguage(_ facts: Facts) throws -> Judgment {
    let (general, specialist) = try facts.sides()
    var last = 0
    var leaders: [String: [String]] = [:]
    let languages = try facts.languages()
    for language in languages {
      let own = try facts.mean(specialist, on: language).nominal
      let others = try general.map { ($0, try facts.mean($0, on: language).nominal) }
      if others.allSatisfy({ $0.1 > own }) { last += 1 }
      if let best = others.max(by: { $0.1 < $1.1 }) { leaders[best.0, default: []].append(language) }
    }
    let led = leaders.sorted { $0.key < $1.key }.map {
      "\($0.key) leads on \($0.value.joined(separator: ", "))"
    }
    return Judgment.holds(
      last == languages.count, "\(specialist) last on \(last) of \(languages.count) languages of Table 3",
      last < languages.count ? "not on every language" : ""
    )
    .noting(leaders.count > 1 ? "true but loose: \(led.joined(separator: ", "))" : "")
  }

  /// `7 to 11`.
  private static func rounded(_ values: [Interval]) -> String {
    "\(NumberText.decimals(0, of: Interval.smallest(values).nominal)) to "
      + NumberText.decimals(0, of: Interval.largest(values).nominal)
  }

  /// `7.1 to 10.7`.
  static func ends(_ values: [Interval]) -> String {
    "\(NumberText.oneDecimal(Interval.smallest(values).nominal)) to "
      + NumberText.oneDecimal(Interval.largest(values).nominal)
  }
}
