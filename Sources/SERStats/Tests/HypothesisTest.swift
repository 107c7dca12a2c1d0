// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A test of a null hypothesis.
///
/// The test *is* the result: make it from the data, then ask it for one thing at a time, or print it.
public protocol HypothesisTest: Hashable, Sendable, CustomStringConvertible {
  /// The number that is compared with its distribution under the null hypothesis.
  var statistic: Double { get }
  /// The *p*-value of the null hypothesis, two-sided unless the type says otherwise.
  var pValue: Double { get }
  /// Where the *p*-value comes from.
  var pValueSource: PValueSource { get }
  /// How many units were free to differ: pairs, or the speakers that were resampled, or languages; not the
  /// number of scores that were made of them.
  var independentUnits: Int { get }
  /// The smallest *p*-value that any data of this size could have given; 0 for a test by a continuous
  /// distribution.
  var smallestAttainableP: Double { get }
  /// Why the *p*-value should not be taken at its word, or nil.
  ///
  /// The test is computed all the same: published analyses that used it must be reproducible.
  var caveat: String? { get }
}
