// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A test of a number, such as a difference, which therefore has an interval: the numbers that it does not
/// reject.
///
/// Tests of ranks, of agreement and of association have none: their statistic is what they found.
public protocol IntervalTest: HypothesisTest {
  /// The numbers that the test does not reject at 1 - `level`, two-sided.
  ///
  /// It holds 0 exactly if ``HypothesisTest/pValue`` is above 1 - `level`, unless the type says otherwise; it
  /// is all numbers where so few units can reject none.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  func confidenceInterval(level: Double) -> ClosedRange<Double>
}
