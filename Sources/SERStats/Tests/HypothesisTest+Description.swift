// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

extension HypothesisTest {
  /// The limit of *p* in words, such as "no p-value below 0.0625 on data of this size"; nil where there is
  /// none.
  public var smallestAttainablePInWords: String? {
    smallestAttainableP > 0 ? "no p-value below \(short(smallestAttainableP)) on data of this size" : nil
  }

  /// The whole test on a few lines: its type, statistic, *p* with its source and limit, interval and caveat.
  ///
  /// ```
  /// SignFlipTest
  ///   statistic      0.0872
  ///   p              0.0625, exact over 32 arrangements; no p-value below 0.0625 on data of this size
  ///   95 % interval  all numbers: none is rejected
  /// ```
  ///
  /// Degrees of freedom are in the source of *p*. The interval is that of an ``IntervalTest``; a caveat is
  /// shown if there is one. Numbers have four digits: ask the test for all of them.
  public var description: String {
    let limit = smallestAttainablePInWords.map { "; \($0)" } ?? ""
    var lines = [
      "\(Self.self)", "  statistic      \(short(statistic))",
      "  p              \(short(pValue)), \(pValueSource)\(limit)",
    ]
    if let test = self as? any IntervalTest {
      lines.append("  95 % interval  \(inWords(test.confidenceInterval(level: 0.95)))")
    }
    if let caveat { lines.append("  caveat         \(caveat)") }
    return lines.joined(separator: "\n")
  }
}

private func inWords(_ interval: ClosedRange<Double>) -> String {
  if interval == -.infinity ... .infinity { return "all numbers: none is rejected" }
  return "\(short(interval.lowerBound)) to \(short(interval.upperBound))"
}

/// A number to four digits, with an exponent only if it is tiny or huge.
private func short(_ value: Double) -> String { String(format: "%.4g", value) }
