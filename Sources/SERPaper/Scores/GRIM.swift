// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The GRIM test, granularity-related inconsistency of means: a share of *n* is *k*/*n*, so few values can be
/// printed.
///
/// An accuracy over *n* utterances is the mean of *n* zeros and ones. Printed with a unit of 0.001, it is
/// consistent if some whole *k* has *k*/*n* within half a unit of it; for *n* below 1000 many printed values
/// have no such *k*. Where they have exactly one, the unrounded accuracy is known.
///
/// - Source: Brown and Heathers (2017), "The GRIM test: A simple technique detects numerous anomalies in the
///   reporting of results in psychology", Social Psychological and Personality Science 8(4), 363–369.
package enum GRIM {
  /// The shares *k*/*n* that print as a number, ascending; none if the number is inconsistent.
  ///
  /// - Parameters:
  ///   - n: How many zeros and ones the share is of.
  ///   - value: The number as printed, a fraction and not per cent.
  ///   - half: Half a unit of its last printed digit; a share on either end counts, as ties are rounded
  ///     either way.
  package static func shares(of n: Int, printedAs value: Double, half: Double) -> [Double] {
    guard n > 0, (0...1).contains(value) else { return [] }
    let first = Int(((value - half) * Double(n) - 1e-6).rounded(.up))
    let last = Int(((value + half) * Double(n) + 1e-6).rounded(.down))
    guard first <= last else { return [] }
    return (max(0, first)...max(0, min(n, last))).map { Double($0) / Double(n) }
  }
}

extension PrintedNumber {
  /// The shares of *n* that print as it does, by ``GRIM``.
  func shares(of n: Int) -> [Double] { GRIM.shares(of: n, printedAs: value, half: half) }
}
