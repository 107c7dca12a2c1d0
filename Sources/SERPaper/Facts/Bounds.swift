// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A number computed from rounded ones: from the printed values, and at least and at most under any rounding.
struct Bounds: Hashable, Sendable {
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

  static func + (a: Bounds, b: Bounds) -> Bounds {
    Bounds(nominal: a.nominal + b.nominal, low: a.low + b.low, high: a.high + b.high)
  }

  static func - (a: Bounds, b: Bounds) -> Bounds {
    Bounds(nominal: a.nominal - b.nominal, low: a.low - b.high, high: a.high - b.low)
  }

  static func * (a: Bounds, factor: Double) -> Bounds {
    let ends = [a.low * factor, a.high * factor]
    return Bounds(nominal: a.nominal * factor, low: min(ends[0], ends[1]), high: max(ends[0], ends[1]))
  }

  /// The absolute value.
  var magnitude: Bounds {
    Bounds(
      nominal: abs(nominal), low: low <= 0 && high >= 0 ? 0 : min(abs(low), abs(high)),
      high: max(abs(low), abs(high)))
  }

  /// The mean of numbers that were rounded each on its own.
  static func mean(_ values: [Bounds]) -> Bounds {
    precondition(!values.isEmpty, "Bounds.mean: no values")
    let n = Double(values.count)
    return Bounds(
      nominal: values.reduce(0) { $0 + $1.nominal } / n, low: values.reduce(0) { $0 + $1.low } / n,
      high: values.reduce(0) { $0 + $1.high } / n)
  }

  /// The smallest.
  static func smallest(_ values: [Bounds]) -> Bounds {
    precondition(!values.isEmpty, "Bounds.smallest: no values")
    return Bounds(
      nominal: values.map(\.nominal).min()!, low: values.map(\.low).min()!, high: values.map(\.high).min()!)
  }

  /// The largest.
  static func largest(_ values: [Bounds]) -> Bounds {
    precondition(!values.isEmpty, "Bounds.largest: no values")
    return Bounds(
      nominal: values.map(\.nominal).max()!, low: values.map(\.low).max()!, high: values.map(\.high).max()!)
  }

  /// A function of rounded numbers that rises or falls in each of them: its extremes are at corners of the box.
  ///
  /// - Complexity: O(2ⁿ) calls.
  static func corners(_ values: [Bounds], _ function: ([Double]) -> Double) -> Bounds {
    precondition(values.count <= 12, "Bounds.corners: \(values.count) values have too many corners")
    let nominal = function(values.map(\.nominal))
    var (low, high) = (nominal, nominal)
    for corner in 0..<(1 << values.count) {
      let at = function(values.enumerated().map { corner >> $0 & 1 == 0 ? $1.low : $1.high })
      guard at.isFinite else { continue }
      (low, high) = (min(low, at), max(high, at))
    }
    return Bounds(nominal: nominal, low: low, high: high)
  }
}
