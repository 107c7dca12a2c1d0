// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A paired test by Student's *t*: ``StudentTest`` of the differences of two systems.
///
/// Assumed: differences are normal.
public protocol PairedStudentTest: PairedTest, StudentTest {
  /// The standard deviation of the differences, with *n* - 1.
  var standardDeviation: Double { get }
}

extension PairedStudentTest {
  /// *n* - 1, unless the type says otherwise.
  public var degreesOfFreedom: Double { Double(n - 1) }

  /// Cohen's *d* for paired data, *d*ᶻ: the mean difference in standard deviations of the differences.
  ///
  /// It does not depend on the test's standard error, so both *t* forms give the same.
  public var cohensDz: Double { estimate / standardDeviation }
}
