// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A comparison of two systems on the same units: seeds, folds, languages.
///
/// Differences are *a* - *b* throughout, so a positive ``estimate`` says that *a* scored higher. The null
/// hypothesis is that *a* and *b* do not differ.
public protocol PairedTest: IntervalTest {
  /// *a* - *b*, pair by pair.
  var differences: [Double] { get }
  /// How the pairs were resampled; nil for pairs that were not, such as languages.
  var plan: ResamplingPlan? { get }
  /// The difference that the test is about, in the unit of the scores: the mean unless the type says
  /// otherwise.
  var estimate: Double { get }
}

extension PairedTest {
  /// The number of pairs.
  public var n: Int { differences.count }

  /// The units that the plan resampled, or the pairs if nothing was resampled.
  public var independentUnits: Int { plan.map { $0.trainingUnits + $0.testUnits } ?? n }
}
