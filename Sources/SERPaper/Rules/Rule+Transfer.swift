// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERStats
internal import SERReport

/// Statements about Table 7 and Figure 1: transfer between languages.
extension Rule {
  static let transfer: [Rule] = [
    Rule(kind: "gain", tables: ["table7"]) { statement, facts in
      let model = try statement.required("model", facts)
      let printed = try facts.cell("table7", model, column: "gain")
      let published = try statement.number(in: facts, half: printed.half)
      let gain = try gain(model, facts)
      return try Judgment.equal(published, gain, NumberText.signed(gain.nominal)).against(published, printed)
    },
    Rule(ids: "1-line4-gap") { statement, facts in
      let ranges = try statement.numbers(2, in: facts)
      // The sentence goes on: "about 10 at K = 100".
      guard
        let shots = Numerals(after: "K = ", in: statement.sentence).all.first?.value,
        let few = Numerals(in: statement.sentence).all.first(where: { number in
          !ranges.contains { $0.value == number.value }
        })
      else { return .notCheckable("the sentence does not say how far behind at which K") }
      let (zero, later) = (try gaps(statement, facts), try gaps(at: [shots], facts))
      let about = PrintedNumber(
        value: few.value, half: PrintedNumber.half(decimals: few.decimals), path: statement.path)
      return .joint([
        .range(ranges, zero, ends(zero)),
        .about(about, later, "\(ends(later)) at K = \(NumberText.short(shots))"),
      ])
    },
    Rule(kind: "gap_range", tables: ["table7"]) { statement, facts in
      let gaps = try gaps(statement, facts)
      return .range(try statement.numbers(2, in: facts), gaps, ends(gaps))
    },
    Rule(kind: "gap", tables: ["table7"], relations: [.about]) { statement, facts in
      let gaps = try gaps(statement, facts)
      return .about(try statement.number(in: facts), gaps, ends(gaps))
    },
    Rule(ids: "abs-few-shot-accuracy") { statement, facts in
      let shots = try statement.settings("K", in: facts).first ?? 100
      let scores = try facts.sides().general.map { try facts.transfer($0, shots: shots).interval }
      return .about(
        try statement.number(in: facts), scores,
        scores.map { NumberText.fraction($0.nominal) }.joined(separator: ", "))
    },
    Rule(ids: "1-low-resource") { statement, facts in
      let shots = try statement.settings("K", in: facts).first ?? 100
      let (general, specialist) = try facts.sides()
      let published = try statement.numbers(2, in: facts)
      let parts = try general.map { try facts.transfer($0, shots: shots).interval }
        .map { Judgment.equal(published[0], $0, NumberText.fraction($0.nominal)) }
      let own = try facts.transfer(specialist, shots: shots).interval
      return .joint(parts + [.equal(published[1], own, NumberText.fraction(own.nominal))])
    },
    Rule(ids: "4.4-converge") { statement, facts in
      let general = try facts.sides().general
      let last = try statement.settings("K", in: facts).first ?? 100
      let scores = try general.map { try facts.transfer($0, shots: last) }
      let parts = try zip(statement.numbers(scores.count, in: facts), scores).map { published, cell in
        try Judgment(verdict: .reproduces, recomputed: NumberText.fraction(cell.value)).against(
          published, cell)
      }
      // They converge if no smaller number of examples brings them closer.
      let distances = try facts.shots().map { shots in
        let own = try general.map { try facts.transfer($0, shots: shots).value }
        return (shots: shots, distance: ((own.max() ?? 0) - (own.min() ?? 0)) * 100)
      }
      let least = distances.first { $0.shots == last }?.distance ?? 0
      let list = distances.map {
        "\(NumberText.oneDecimal($0.distance)) at K = \(NumberText.short($0.shots))"
      }
      return .joint(
        parts + [
          .holds(
            distances.allSatisfy { $0.distance >= least - 1e-9 },
            "points apart: \(list.joined(separator: ", "))")
        ])
    },
    Rule(ids: "1-line4-gain") { statement, facts in
      let names = try facts.texts(statement.path["published"])
      let gains = try names.map { try gain($0, facts).nominal }
      return Judgment.holds(
        zip(gains, gains.dropFirst()).allSatisfy { $0 > $1 },
        gains.map { NumberText.fraction($0) }.joined(separator: ", ")
      ).reading("K = 0 and K > 0 are scored on different test sets")
    },
    Rule(ids: "4.4-gain-compare") { statement, facts in
      let (general, specialist) = try facts.sides()
      let published = try statement.numbers(2, in: facts)
      let gains = [try gain(specialist, facts), try gain(general[0], facts)]
      let excess = (gains[0].nominal - gains[1].nominal) * 100
      return Judgment.joint(
        zip(published, gains).map { .equal($0, $1, NumberText.signed($1.nominal)) }
          + [.holds(excess > 0, "\(NumberText.oneDecimal(excess)) points more")]
      ).noting("'slightly' is loose: \(NumberText.short(excess / gains[1].nominal / 100)) of the other gain")
    },
    Rule(ids: "4.4-three-quarters", "5-three-quarters") { statement, facts in
      try closed(statement, try facts.sides().general, shots: 100, facts)
    },
    Rule(ids: "4.4-seven-tenths") { statement, facts in
      try closed(statement, [try statement.required("model", facts)], shots: 100, facts)
        .reading("English counts twice in the ceiling; it is of speakers never heard, the shots are not")
    },
    Rule(ids: "5-third-by-ten") { statement, facts in
      let sides = try facts.sides()
      return try closed(statement, sides.general + [sides.specialist], shots: 10, facts)
    },
    Rule(ids: "4.4-smaller-fraction") { _, facts in
      let (general, specialist) = try facts.sides()
      func share(_ model: String) throws -> Double {
        try facts.transfer(model, shots: 100).value / inLanguage(model, facts).nominal
      }
      let (own, others) = (try share(specialist), try general.map(share))
      return .holds(
        others.allSatisfy { $0 > own },
        (others + [own]).map { NumberText.fraction($0) }.joined(separator: ", "))
    },
    Rule(ids: "4.4-in-language") { statement, facts in
      let general = try facts.sides().general
      let corpora = try general.map { try inLanguage($0, facts) }
      let languages = try general.map { try byLanguage($0, facts) }
      func list(_ values: [Interval]) -> String {
        values.map { NumberText.fourDecimals($0.nominal) }.joined(separator: ", ")
      }
      let published = try statement.numbers(2, in: facts)
      let text = "five-corpus means \(list(corpora)); four-language means \(list(languages))"
      let judgment = Judgment.range(published, corpora + languages, text)
      let needsBoth = [corpora, languages].allSatisfy {
        Judgment.range(published, $0, text).verdict != .reproduces
      }
      return needsBoth && judgment.verdict != .doesNotReproduce
        ? judgment.noting("true but loose: over two kinds of mean taken together, over neither alone")
        : judgment
    },
    Rule(ids: "T7-trial-sd") { statement, facts in
      let caption = try facts.numbers(facts.table("table7")["caption_trial_sd_percent"], count: 2)
      return try zip(statement.numbers(2, in: facts, half: caption[0].half), caption).reduce(
        .notCheckable("the trials are not printed")
      ) { try $0.against($1.0, $1.1) }
    },
    Rule(ids: "4.4-sd-K0", "4.4-sd-K100") { statement, facts in
      let shots = try statement.settings("K", in: facts).first ?? 0
      let models = statement.texts("models")
      let cells = try models.map { try pairDeviation($0, shots: shots, facts) }
      return try zip(statement.numbers(cells.count, in: facts, half: cells.first?.half), cells).reduce(
        .notCheckable("the accuracies of the 12 pairs are not printed")
      ) { try $0.against($1.0, $1.1) }
    },
    Rule(where: { $0.kind == "paired_t_p" && $0["table"] == nil && $0["a"] != nil }, judge: pairsP),
    Rule(ids: "4.4-pairs-smallest") { statement, facts in
      let (general, specialist) = try facts.sides()
      let published = try statement.number(in: facts)
      let possible = try general.flatMap { model in
        try FoldReading.possible(
          facts, model, specialist, published, relation: .less,
          count: try statement.settings("n", in: facts).first ?? 12)
      }
      return pairsJudgment(possible, any: true)
    },
  ]

  // MARK: What they share

  static func gain(_ model: String, _ facts: Facts) throws -> Interval {
    try facts.transfer(model, shots: 100).interval - facts.transfer(model, shots: 0).interval
  }

  /// What the general models are ahead, in points, at the statement's numbers of examples, or at all.
  private static func gaps(_ statement: Statement, _ facts: Facts) throws -> [Interval] {
    let shots = try statement.settings("K", in: facts)
    return try gaps(at: shots.isEmpty ? facts.shots() : shots, facts)
  }

  private static func gaps(at shots: [Double], _ facts: Facts) throws -> [Interval] {
    let (general, specialist) = try facts.sides()
    return try shots.flatMap { shots in
      try general.map { model in
        (try facts.transfer(model, shots: shots).interval - facts.transfer(specialist, shots: shots).interval)
          * 100
      }
    }
  }

  /// Table 3's mean over corpora.
  static func inLanguage(_ model: String, _ facts: Facts) throws -> Interval {
    .mean(try facts.datasets(.fourClass).map { try facts.scores(.fourClass, $0, model).mean })
  }

  /// Table 3's mean over languages, of means over their corpora.
  private static func byLanguage(_ model: String, _ facts: Facts) throws -> Interval {
    .mean(try facts.languages().map { try facts.mean(model, on: $0) })
  }

  /// The share of the way from zero-shot to in-language accuracy.
  private static func closed(
    _ statement: Statement, _ models: [String], shots: Double, _ facts: Facts
  ) throws -> Judgment {
    func share(_ model: String, _ ceiling: Interval) throws -> Interval {
      let values = [
        try facts.transfer(model, shots: shots).interval, try facts.transfer(model, shots: 0).interval,
        ceiling,
      ]
      return Interval.corners(values) { ($0[0] - $0[1]) / ($0[2] - $0[1]) }
    }
    func list(_ values: [Interval]) -> String {
      zip(models, values).map { "\($0) \(NumberText.fraction($1.nominal))" }.joined(separator: ", ")
    }
    let shares = try models.map { try share($0, inLanguage($0, facts)) }
    guard shares.allSatisfy({ $0.nominal.isFinite }) else { return .notCheckable("there is no gap to close") }
    let others = try models.map { try share($0, byLanguage($0, facts)) }
    let text = "\(list(shares)) of the five-corpus ceiling"
    let judgment =
      statement.relation == .equal
      ? Judgment.equal(try statement.number(in: facts), shares[0], text)
      : .about(try statement.number(in: facts), shares, text)
    return judgment.reading("four languages: \(list(others))")
  }

  /// Figure 1's standard deviation over pairs.
  private static func pairDeviation(
    _ model: String, shots: Double, _ facts: Facts
  ) throws -> PrintedNumber {
    try facts.number(
      PublishedPath("figures", "figure1", "across_pair_sd")["K\(NumberText.short(shots))"][model])
  }

  private static func pairsP(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let possible = try FoldReading.possible(
      facts, try statement.required("a", facts), try statement.required("b", facts),
      try statement.number(in: facts), relation: statement.relation,
      count: try statement.settings("n", in: facts).first ?? 12)
    return pairsJudgment(possible, any: false)
  }

  private static func pairsJudgment(
    _ possible: [(text: String, isPossible: Bool)], any: Bool
  ) -> Judgment {
    let holds = any ? possible.contains { $0.isPossible } : possible.allSatisfy { $0.isPossible }
    let text = possible.map(\.text).joined(separator: "; ")
    let judgment: Judgment =
      holds
      ? .notCheckable("possible; the accuracies of the 12 pairs are not printed", recomputed: text)
      : .holds(false, text, "no correlation between the pairs can give it")
    return judgment.reading(
      "12 ordered pairs of 4 languages are not 12 observations: the smallest exact two-sided p is 0.125")
  }
}
