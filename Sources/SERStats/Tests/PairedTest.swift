// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A comparison of two systems on the same units: seeds, folds, languages.
///
/// The test *is* the result: make it from the two columns of scores, then ask it for one thing at a time. Differences
/// are *a* - *b* throughout, so a positive ``estimate`` says that *a* scored higher.
public protocol PairedTest: Hashable, Sendable {
  /// *a* - *b*, pair by pair.
  var differences: [Double] { get }
  /// The mean difference, in the unit of the scores.
  var estimate: Double { get }
  /// The number that is compared with its distribution under the null hypothesis.
  var statistic: Double { get }
  /// The two-sided *p*-value of the null hypothesis that *a* and *b* do not differ.
  var pValue: Double { get }
  /// Why the *p*-value should not be taken at its word, or nil.
  ///
  /// The test is computed all the same: published analyses that used it must be reproducible.
  var reservation: String? { get }

  /// The mean differences that the test does not reject at 1 - `level`, two-sided.
  ///
  /// It holds 0 exactly if ``pValue`` is above 1 - `level`.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  func confidenceInterval(level: Double) -> ClosedRange<Double>
}

extension PairedTest {
  /// The number of pairs.
  public var n: Int { differences.count }
}
