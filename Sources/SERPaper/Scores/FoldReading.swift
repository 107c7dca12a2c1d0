// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERStats
internal import SERReport

/// What a published paired *p* says of the correlation that nobody printed, where only means and SDs are.
struct FoldReading {
  /// The SD of the differences that gives the published *p*.
  let deviation: Double
  /// The correlation that gives that SD, from the printed numbers.
  let correlation: Double
  /// The correlations that rounding allows.
  let correlations: Interval
  /// *t* of the published *p*.
  let t: Double
  /// Folds, or pairs of languages.
  let count: Double

  /// - Parameters:
  ///   - p: The published *p*, two-sided.
  ///   - difference: The mean difference.
  ///   - a: The SD of one model over the folds.
  ///   - b: The SD of the other.
  ///   - count: Folds, or pairs of languages.
  init?(p: PrintedNumber, difference: Interval, a: Interval, b: Interval, count: Double) {
    guard count > 1, count < 1e6, p.value > 0, p.value < 1 else { return nil }
    let reference = StudentTDistribution(degreesOfFreedom: count - 1)
    func quantile(_ p: Double) -> Double { reference.upperQuantile(min(max(p, 1e-300), 1) / 2) }
    let t = quantile(p.value)
    guard t > 0, t.isFinite else { return nil }
    func correlation(_ values: [Double]) -> Double {
      let deviation = abs(values[0]) * count.squareRoot() / quantile(values[3])
      return (values[1] * values[1] + values[2] * values[2] - deviation * deviation)
        / (2 * values[1] * values[2])
    }
    self.t = t
    self.count = count
    deviation = abs(difference.nominal) * count.squareRoot() / t
    let correlations = Interval.corners(
      [
        difference, a, b,
        Interval(nominal: p.value, low: max(p.value - p.half, 1e-300), high: p.value + p.half),
      ],
      correlation)
    guard correlations.nominal.isFinite else { return nil }
    self.correlation = correlations.nominal
    self.correlations = correlations
  }

  /// The *p* of Nadeau and Bengio's correction over the same folds; `nil` if no fold is left to train on.
  ///
  /// - Parameter validation: Whether a fold is held out for validation, so that *k* - 2 of *k* train and not
  ///   *k* - 1.
  func correctedP(validation: Bool) -> Double? {
    let training = count - (validation ? 2 : 1)
    guard training > 0 else { return nil }
    let corrected = t * (1 / count / (1 / count + 1 / training)).squareRoot()
    return 2 * StudentTDistribution(degreesOfFreedom: count - 1).upperTail(corrected)
  }

  /// What a bound on *p* over the pairs of languages asks of the two *K* whose SDs are printed, and whether
  /// it can be.
  static func possible(
    _ facts: Facts, _ a: String, _ b: String, _ p: PrintedNumber, relation: Statement.Relation, count: Double
  ) throws -> [(text: String, isPossible: Bool)] {
    let path = PublishedPath("figures", "figure1", "across_pair_sd")
    return try facts.keys(path).map { key in
      guard let shots = Double(key.dropFirst()) else {
        throw PublishedFileError.wrongKind(
          file: facts.file.name, path: path[key], expected: "a key such as K100", found: "'\(key)'")
      }
      let difference =
        try facts.transfer(a, shots: shots).interval - facts.transfer(b, shots: shots).interval
      let (first, second) = (try facts.number(path[key][a]).interval, try facts.number(path[key][b]).interval)
      guard
        let reading = FoldReading(p: p, difference: difference, a: first, b: second, count: count)
      else { return ("\(a) \(key): no t", false) }
      let atLeast = relation == .less || relation == .atMost
      let isPossible = atLeast ? reading.correlations.low <= 1 : reading.correlations.high >= -1
      let side = atLeast ? "at least" : "at most"
      let limit = atLeast ? reading.correlations.low : reading.correlations.high
      return (
        "\(a) \(key): t(\(NumberText.short(count - 1))) \(side) \(NumberText.twoDecimals(reading.t)), "
          + "correlation \(side) "
          + "\(NumberText.twoDecimals(reading.correlation)) (\(NumberText.twoDecimals(limit)) under rounding)",
        isPossible
      )
    }
  }
}
