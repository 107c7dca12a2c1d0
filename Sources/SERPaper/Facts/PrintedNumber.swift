// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

/// A number as it was printed: what it stands for lies within half a unit of its last digit.
struct PrintedNumber: Hashable, Sendable {
  /// The number.
  var value: Double
  /// Half a unit of its last printed digit; 0 for counts and settings, which are exact.
  var half: Double
  /// Where it stands.
  var path: PublishedPath

  /// What the printed number can stand for.
  var interval: Interval { Interval(nominal: value, low: value - half, high: value + half) }

  /// Whether an exact number is printed so; on a tie either neighbor will do.
  func prints(_ exact: Double) -> Bool { abs(exact - value) <= half + tolerance }

  /// The number with as many decimals as were printed.
  var text: String {
    let decimals = (0...9).first { Self.half(decimals: $0) <= half * 1.001 }
    return decimals.map { NumberText.decimals($0, of: value) } ?? NumberText.short(value)
  }

  /// Rounding noise of sums of a few printed numbers.
  var tolerance: Double { max(half * 1e-6, 1e-12 * max(1, abs(value))) }

  /// Half a unit at a number of decimals.
  static func half(decimals: Int) -> Double {
    var half = 0.5
    for _ in 0..<decimals { half /= 10 }
    return half
  }
}
