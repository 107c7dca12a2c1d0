// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A number computed from rounded ones: from the printed values, and at least and at most under any rounding.
///
/// Interval arithmetic: sums, differences and multiples of numbers that were rounded each on its own.
struct Interval: Hashable, Sendable {
  /// From the values that are printed, or pinned by counts.
  var nominal: Double
  /// The least that unrounded values can give.
  var low: Double
  /// The most that unrounded values can give.
  var high: Double

  init(nominal: Double, low: Double, high: Double) {
    self.nominal = nominal
    self.low = min(low, nominal)
    self.high = max(high, nominal)
  }

  /// A number without rounding.
  init(_ exact: Double) { (nominal, low, high) = (exact, exact, exact) }

  static func + (a: Interval, b: Interval) -> Interval {
    Interval(nominal: a.nominal + b.nominal, low: a.low + b.low, high: a.high + b.high)
  }

  static func - (a: Interval, b: Interval) -> Interval {
    Interval(nominal: a.nominal - b.nominal, low: a.low - b.high, high: a.high - b.low)
  }

  static func * (a: Interval, factor: Double) -> Interval {
    let ends = [a.low * factor, a.high * factor]
    return Interval(nominal: a.nominal * factor, low: min(ends[0], ends[1]), high: max(ends[0], ends[1]))
  }

  /// The absolute value.
  var magnitude: Interval {
    Interval(
      nominal: abs(nominal), low: low <= 0 && high >= 0 ? 0 : min(abs(low), abs(high)),
      high: max(abs(low), abs(high)))
  }

  /// The mean of numbers that were rounded each on its own.
  static func mean(_ values: [Interval]) -> Interval {
    precondition(!values.isEmpty, "Interval.mean: no values")
    let n = Double(values.count)
    return Interval(
      nominal: values.reduce(0) { $0 + $1.nominal } / n, low: values.reduce(0) { $0 + $1.low } / n,
      high: values.reduce(0) { $0 + $1.high } / n)
  }

  /// The smallest.
  static func smallest(_ values: [Interval]) -> Interval {
    precondition(!values.isEmpty, "Interval.smallest: no values")
    return Interval(
      nominal: values.map(\.nominal).min()!, low: values.map(\.low).min()!, high: values.map(\.high).min()!)
  }

  /// The largest.
  static func largest(_ values: [Interval]) -> Interval {
    precondition(!values.isEmpty, "Interval.largest: no values")
    return Interval(
      nominal: values.map(\.nominal).max()!, low: values.map(\.low).max()!, high: values.map(\.high).max()!)
  }

  /// A function of rounded numbers that rises or falls in each of them: its extremes are at corners of the
  /// box.
  ///
  /// - Complexity: O(2ⁿ) calls.
  static func corners<Failure: Error>(
    _ values: [Interval], _ function: ([Double]) throws(Failure) -> Double
  ) throws(Failure) -> Interval {
    precondition(values.count <= 12, "Interval.corners: \(values.count) values have too many corners")
    let nominal = try function(values.map(\.nominal))
    var (low, high) = (nominal, nominal)
    for corner in 0..<(1 << values.count) {
      let at = try function(values.enumerated().map { corner >> $0 & 1 == 0 ? $1.low : $1.high })
      guard at.isFinite else { continue }
      (low, high) = (min(low, at), max(high, at))
    }
    return Interval(nominal: nominal, low: low, high: high)
  }
}
