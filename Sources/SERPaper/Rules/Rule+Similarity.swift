// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERStats
internal import SERReport

/// Statements about Table S2 and appendix D: how alike the emotions are arranged in four languages.
extension Rule {
  static let similarity: [Rule] = [
    Rule(where: { $0["table"] == "tableS2" && $0["column"] == "mean_rho" }) { statement, facts in
      try similarityCell(statement, facts) { cell in
        let sums = RankNulls.sums(printedAs: cell, over: 210)
        guard let sum = sums.first else {
          return .holds(false, "", "no ranks without ties have this mean correlation (1 - S/210, S even)")
        }
        return Judgment(
          verdict: .reproduces,
          recomputed: "1 - \(sum)/210 = \(NumberText.fourDecimals(1 - Double(sum) / 210))",
          reason: "attainable by ranks without ties",
          corrected: "exact p over 720³ random rankings \(NumberText.probability(RankNulls.meanP(sum: sum)))")
      }
    },
    Rule(where: { $0["table"] == "tableS2" && $0["column"] == "null_mean" }) { statement, facts in
      try similarityCell(statement, facts) { cell in
        let error = RankNulls.meanDeviation / (try permutations(facts)).squareRoot()
        return sampled(cell, exact: 0, error: error, "mean of random rankings")
      }
    },
    Rule(where: { $0["table"] == "tableS2" && $0["column"] == "null_sd" }) { statement, facts in
      try similarityCell(statement, facts) { cell in
        let deviation = RankNulls.meanDeviation
        let error = deviation / (2 * (try permutations(facts))).squareRoot()
        return sampled(cell, exact: deviation, error: error, "1/√30 of random rankings")
      }
    },
    Rule(where: { $0["table"] == "tableS2" && $0["column"] == "p" }) { statement, facts in
      let model = try statement.required("model", facts)
      let rho = try facts.cell("tableS2", model, column: "mean_rho")
      return try similarityCell(statement, facts) { cell in
        let draws = try permutations(facts)
        guard let sum = RankNulls.sums(printedAs: rho, over: 210).first else {
          return .notCheckable("its mean correlation is not attainable")
        }
        let exact = RankNulls.meanP(sum: sum)
        let count = (cell.value * draws).rounded()
        let error = (exact * (1 - exact) / draws).squareRoot()
        return sampled(cell, exact: exact, error: error, "exact p over 720³ random rankings")
          .reading(
            "with the observed ranking counted \(NumberText.probability((count + 1) / (draws + 1))); "
              + "relabelling the emotions is the null that matters, and needs the rankings")
      }
    },
    Rule(ids: "D-range") { statement, facts in
      let rhos = try facts.rows("tableS2").map { try facts.cell("tableS2", $0, column: "mean_rho").interval }
      let (low, high) = (Interval.smallest(rhos).nominal, Interval.largest(rhos).nominal)
      return .range(
        try statement.numbers(2, in: facts), rhos,
        "\(NumberText.fraction(low)) to \(NumberText.fraction(high))")
    },
    Rule(ids: "D-p") { statement, facts in
      let rows = try facts.rows("tableS2")
      let cells = try rows.map { try facts.cell("tableS2", $0, column: "p") }
      let judgment = Judgment.bound(
        statement.relation, try statement.number(in: facts), cells.map(\.interval),
        cells.map { NumberText.fraction($0.value) }.joined(separator: ", "), printed: true)
      let draws = try facts.beside { try permutations(facts) }
      let corrected = cells.map { min(1, max(0, ($0.value * draws + 1) / (draws + 1))) }
      func list(_ values: [Double]) -> String {
        values.map { NumberText.fourDecimals($0) }.joined(separator: ", ")
      }
      return judgment.reading(
        "with the observed ranking counted \(list(corrected)); after Holm \(list(holm(corrected)))")
    },
    Rule(ids: "1-rsa-above-chance") { _, facts in
      let cells = try facts.rows("tableS2").map { try facts.cell("tableS2", $0, column: "p").value }
      guard cells.allSatisfy({ $0 <= 0.05 }) else {
        return .holds(false, cells.map { NumberText.fraction($0) }.joined(separator: ", "))
      }
      return .notCheckable(
        "above random rankings, yes; that none is better than the others was not tested",
        recomputed: cells.map { NumberText.fraction($0) }.joined(separator: ", "))
    },
    Rule(ids: "D-null-sd") { statement, facts in
      let published = try statement.number(in: facts)
      let stated = try facts.number(PublishedPath("protocol", "rsa", "per_pair_null_sd"))
      let exact = 1 / Double(RankNulls.entries - 1).squareRoot()
      return try Judgment.equal(published, Interval(exact), "1/√5 = \(NumberText.fourDecimals(exact))")
        .against(published, stated)
    },
    Rule(ids: "D-dezh", judge: highestPair),
    Rule(ids: "D-dezh-p") { statement, facts in
      let published = try statement.number(in: facts)
      let nulls = try deZhNulls(facts)
      let judgments = nulls.map { null in
        Judgment.bound(
          statement.relation, published, null.p.map { Interval($0) },
          "\(null.name): \(null.p.map { NumberText.probability($0) }.joined(separator: ", "))", printed: true)
      }
      let text = judgments.map(\.recomputed).joined(separator: "; ")
      let passing = zip(nulls, judgments).filter { $1.verdict != .doesNotReproduce }.map(\.0)
      // A least value below the limit leaves the p itself open.
      let (exact, possible) = (passing.filter { !$0.isLeast }, passing.filter(\.isLeast))
      let reason =
        (exact.map { "by \($0.name)" } + possible.map { "possible by \($0.name)" })
        .joined(separator: "; ")
      guard let best = zip(nulls, judgments).first(where: { !$0.isLeast && $1.verdict != .doesNotReproduce })
      else {
        return possible.isEmpty ? .holds(false, text, "by no null") : .notCheckable(reason, recomputed: text)
      }
      return Judgment(verdict: best.1.verdict, recomputed: text, reason: reason)
        .reading("relabelling gives multiples of 1/24 only")
    },
    Rule(kind: "correction", judge: correction),
    Rule(ids: "D-pair-not-distinguishable") { statement, facts in
      let ends = try statement.numbers(2, in: facts)
      let (low, high) = (ends[0].value - ends[0].half, ends[1].value + ends[1].half)
      let sums = stride(from: 0, through: 70, by: 2).filter {
        let rho = 1 - Double($0) / 35
        return rho > low && rho < high
      }
      let list = sums.reversed().map {
        "\(NumberText.fourDecimals(1 - Double($0) / 35)) \(NumberText.fraction(RankNulls.pairP(sum: $0)))"
      }
      return .holds(
        sums.allSatisfy { RankNulls.pairP(sum: $0) > 0.05 },
        "exact one-sided p: \(list.joined(separator: ", "))")
    },
  ]

  private static func similarityCell(
    _ statement: Statement, _ facts: Facts, _ judge: (PrintedNumber) throws -> Judgment
  ) throws -> Judgment {
    let cell = try facts.cell(
      "tableS2", try statement.required("model", facts), column: try statement.required("column", facts))
    return try judge(cell).against(try statement.number(in: facts, half: cell.half), cell)
  }

  /// Which models survive a Bonferroni correction, by some null.
  private static func correction(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let published = statement.truths
    let family = try statement.settings("m", in: facts).first ?? 1
    let nulls = try deZhNulls(facts)
    guard nulls.allSatisfy({ $0.p.count == published.count }) else {
      return .notCheckable("not one truth value a model is published")
    }
    var agreeing: [String] = []
    for null in nulls where null.p.map({ $0 * family <= 0.05 }) == published { agreeing.append(null.name) }
    let text = nulls.map { null in
      "\(null.name): " + null.p.map { NumberText.probability(min(1, $0 * family)) }.joined(separator: ", ")
    }
    return Judgment.holds(
      !agreeing.isEmpty, "times \(NumberText.short(family)): \(text.joined(separator: "; "))",
      agreeing.isEmpty ? "by no null" : "only by \(agreeing.joined(separator: " and "))"
    ).reading("relabelling four emotions gives at least 1/24: no pair can survive, whatever the data")
  }

  /// Draws of the permutation test; at least 1.
  private static func permutations(_ facts: Facts) throws -> Double {
    max(1, Double(try facts.count(PublishedPath("protocol", "rsa", "permutations"))))
  }

  /// A number from random draws against its exact counterpart: four Monte-Carlo errors are allowed.
  private static func sampled(
    _ cell: PrintedNumber, exact: Double, error: Double, _ name: String
  ) -> Judgment {
    let distance = max(0, abs(cell.value - exact) - cell.half) / max(error, 1e-300)
    return .holds(
      distance <= 4, "\(name) \(exact == 0 ? "0" : NumberText.short(exact))",
      "\(NumberText.oneDecimal(distance)) Monte-Carlo errors apart, if labels shuffled are random rankings")
  }

  /// The correlation of a pair is one that six ranks can have, and the highest of a model is not below its
  /// mean over pairs.
  private static func highestPair(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    let models = statement.texts("models")
    let rhos = try statement.numbers(models.count, in: facts)
    var certain: [String] = []
    let parts = try zip(models, rhos).map { model, rho -> Judgment in
      guard let sum = RankNulls.sums(printedAs: rho, over: 35).first else {
        return .holds(false, "", "\(rho.text) is no correlation of six ranks without ties")
      }
      let mean = try facts.cell("tableS2", model, column: "mean_rho")
      guard rho.interval.high >= mean.interval.low else {
        return .holds(false, "", "\(model): \(rho.text) is below \(mean.text), the mean over the pairs")
      }
      if sum == 0 { certain.append(model) }
      return Judgment(
        verdict: .reproduces, recomputed: "1 - \(sum)/35 = \(NumberText.fourDecimals(1 - Double(sum) / 35))")
    }
    let open = models.filter { !certain.contains($0) }
    return Judgment.joint(parts).noting(
      open.isEmpty
        ? "nothing exceeds 1"
        : "attainable; that it is the highest pair of \(open.joined(separator: " and ")) cannot be checked")
  }

  /// The *p*-values of the German-Mandarin pair, by each null that the appendix can have meant.
  private static func deZhNulls(_ facts: Facts) throws -> [(name: String, p: [Double], isLeast: Bool)] {
    let rhos = try Statement("D-dezh", in: facts).numbers(in: facts).map { rho in
      RankNulls.sums(printedAs: rho, over: 35).first.map { 1 - Double($0) / 35 } ?? min(1, max(-1, rho.value))
    }
    let exact = rhos.map { RankNulls.pairP(sum: Int((35 * (1 - $0)).rounded())) }
    return [
      ("the two-sided t approximation", rhos.map { RankNulls.approximateP($0) }, false),
      ("the one-sided p over 720 orders of ranks", exact, false),
      ("the least p over 24 relabellings", rhos.map { _ in 1 / 24.0 }, true),
    ]
  }
}
