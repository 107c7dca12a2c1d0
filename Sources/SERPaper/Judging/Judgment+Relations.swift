// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

/// How a recomputed number is held against a published one, by what the statement says of it.
extension Judgment {
  /// The published number is the recomputed one.
  static func equal(_ published: PrintedNumber, _ recomputed: Interval, _ text: String? = nil) -> Judgment {
    let text = text ?? NumberText.short(recomputed.nominal)
    if published.prints(recomputed.nominal) { return Judgment(verdict: .reproduces, recomputed: text) }
    guard published.meets(recomputed) else {
      return Judgment(
        verdict: .doesNotReproduce, recomputed: text,
        reason: "\(published.text) is published, \(NumberText.short(recomputed.nominal)) comes out"
          + Self.range(recomputed, " under any rounding"))
    }
    return Judgment(
      verdict: .withinRounding, recomputed: text,
      reason:
        "unrounded values between \(NumberText.short(recomputed.low)) and \(NumberText.short(recomputed.high)) "
        + "can print \(published.text)")
  }

  /// The published ends are the least and the greatest of the recomputed numbers.
  static func range(_ published: [PrintedNumber], _ recomputed: [Interval], _ text: String) -> Judgment {
    precondition(published.count == 2, "Judgment.range: \(published.count) ends")
    guard !recomputed.isEmpty else { return .notCheckable("nothing to compare", recomputed: text) }
    let (low, high) = (Interval.smallest(recomputed), Interval.largest(recomputed))
    return joint([
      end(published[0], low, isLow: true, text), end(published[1], high, isLow: false, text),
    ])
  }

  private static func end(_ published: PrintedNumber, _ bound: Interval, isLow: Bool, _ text: String)
    -> Judgment
  {
    let judgment = equal(published, bound, text)
    guard judgment.verdict == .doesNotReproduce else { return judgment }
    // A low end may be cut and a high end raised to the last printed digit: the range then still holds its
    // numbers.
    let distance = isLow ? bound.nominal - published.value : published.value - bound.nominal
    guard distance > 0, distance < 2 * published.half - published.tolerance else { return judgment }
    return Judgment(
      verdict: .withinRounding, recomputed: text,
      reason: "\(NumberText.short(bound.nominal)) is cut, not rounded, to \(published.text)")
  }

  /// Every recomputed number is on the published side of the published bound.
  ///
  /// - Parameter printed: Whether a number that prints as the bound reaches it, as *p* = 0.0205 reaches *p* ≤
  ///   0.020.
  static func bound(
    _ relation: Statement.Relation, _ published: PrintedNumber, _ recomputed: [Interval], _ text: String,
    printed: Bool = false
  ) -> Judgment {
    joint(
      recomputed.map { number -> Judgment in
        if compare(number.nominal, relation, published.value) {
          return Judgment(verdict: .reproduces, recomputed: text)
        }
        let includes = printed && (relation == .atMost || relation == .atLeast)
        if includes, published.prints(number.nominal) {
          return Judgment(
            verdict: .withinRounding, recomputed: text,
            reason: "\(NumberText.short(number.nominal)) prints as \(published.text)")
        }
        let best = relation == .less || relation == .atMost ? number.low : number.high
        // At the very end of a rounding interval no unrounded value stands.
        let reachable = best + (best < number.nominal ? 1 : -1) * published.tolerance
        if compare(reachable, relation, published.value) || includes && published.prints(reachable) {
          return Judgment(
            verdict: .withinRounding, recomputed: text,
            reason: "\(NumberText.short(number.nominal)) can be \(NumberText.short(best)) before rounding")
        }
        return Judgment(
          verdict: .doesNotReproduce, recomputed: text,
          reason: "\(NumberText.short(number.nominal)) is not \(relation.words) "
            + published.text + Self.range(number, " under any rounding"))
      })
  }

  private static func compare(_ value: Double, _ relation: Statement.Relation, _ bound: Double) -> Bool {
    switch relation {
    case .less: value < bound
    case .atMost, .within: value <= bound + 1e-12
    case .greater: value > bound
    case .atLeast: value >= bound - 1e-12
    case .equal, .range, .about, .count, .rank, .order, .set, .claim: false
    }
  }

  /// The recomputed numbers are near the published one: within a tenth, or loosely, within a quarter.
  static func about(_ published: PrintedNumber, _ recomputed: [Interval], _ text: String) -> Judgment {
    joint(
      recomputed.map { number -> Judgment in
        let distance = abs(number.nominal - published.value)
        let scale = max(abs(published.value), 1e-300)
        if published.prints(number.nominal) || distance <= 0.1 * scale {
          return Judgment(verdict: .reproduces, recomputed: text)
        }
        if distance <= 0.25 * scale {
          return Judgment(
            verdict: .reproduces, recomputed: text,
            reason:
              "true but loose: \(NumberText.short(number.nominal)) for about \(published.text)"
          )
        }
        return Judgment(
          verdict: .doesNotReproduce, recomputed: text,
          reason: "\(NumberText.short(number.nominal)) is not about \(published.text)")
      })
  }

  /// The published count is the recomputed one.
  static func count(_ published: PrintedNumber, _ recomputed: Int, _ text: String) -> Judgment {
    holds(
      published.value == Double(recomputed), text,
      published.value == Double(recomputed) ? "" : "\(published.text) is claimed")
  }

  private static func range(_ interval: Interval, _ suffix: String) -> String {
    guard interval.low < interval.high else { return "" }
    return "; \(NumberText.short(interval.low)) to \(NumberText.short(interval.high))\(suffix)"
  }
}

extension PrintedNumber {
  /// Whether some unrounded value of an interval is printed so.
  ///
  /// The ends of a rounding interval belong to it only by a tie, so an interval that merely touches it does
  /// not meet it.
  func meets(_ interval: Interval) -> Bool {
    let reach = half - tolerance
    return interval.high > value - reach && interval.low < value + reach
  }
}

extension Statement.Relation {
  /// The relation in words.
  var words: String {
    switch self {
    case .less: "below"
    case .atMost, .within: "at most"
    case .greater: "above"
    case .atLeast: "at least"
    case .equal, .range, .about, .count, .rank, .order, .set, .claim: rawValue
    }
  }
}
