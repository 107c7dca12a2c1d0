// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Numbers as tables print them.
package enum NumberText {
  /// `0.912`.
  package static func fraction(_ value: Double) -> String { String(format: "%.3f", value) }

  /// `0.912`, or a dash.
  package static func fraction(_ value: Double?) -> String { value.map { fraction($0) } ?? "–" }

  /// `24`, or a dash.
  package static func count(_ value: Int?) -> String { value.map { String($0) } ?? "–" }

  /// `+0.021`.
  package static func signed(_ value: Double?) -> String { value.map { String(format: "%+.3f", $0) } ?? "–" }

  /// `-1.52`.
  package static func twoDecimals(_ value: Double) -> String { String(format: "%.2f", value) }

  /// `0.912 ± 0.017`, or `0.912` with a single seed.
  package static func spread(_ mean: Double, _ deviation: Double?) -> String {
    deviation.map { "\(fraction(mean)) ± \(fraction($0))" } ?? fraction(mean)
  }

  /// `0.159`, `0.0625`, `2.6e-05`: three decimals, four below 0.1, and two digits where these would be lost.
  package static func probability(_ p: Double?) -> String {
    guard let p else { return "–" }
    if p == 0 { return "0" }
    if p >= 0.1 { return String(format: "%.3f", p) }
    return p >= 0.0001 ? String(format: "%.4f", p) : String(format: "%.1e", p)
  }

  /// `0.9202`, `11.02`, `2.6e-05`: four significant digits, without zeros at the end.
  package static func short(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e9 { return String(Int(value)) }
    if abs(value) < 0.0001 || abs(value) >= 1e9 { return String(format: "%.1e", value) }
    return String(format: abs(value) < 0.01 ? "%.3g" : "%.4g", value)
  }

  /// `+3.38`.
  package static func points(_ value: Double) -> String { String(format: "%+.2f", value) }

  /// `1.8`.
  package static func oneDecimal(_ value: Double) -> String { String(format: "%.1f", value) }

  /// `0.020` for three decimals.
  package static func decimals(_ count: Int, of value: Double) -> String {
    String(format: "%.\(count)f", value)
  }

  /// `0.9202`.
  package static func fourDecimals(_ value: Double) -> String { String(format: "%.4f", value) }
}
