// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension ResamplingPlan {
  /// Refuses every possible split: past a few speakers there are hundreds, and their *p* would be as small as one likes.
  func requireSample(for test: String) throws(StatisticsError) {
    if scheme == .exhaustive { throw .planNotCarried(test: test, plan: self) }
  }

  /// Refuses splits of which nobody knows, or no formula says, how they overlap.
  func requireKnownOverlap(for test: String) throws(StatisticsError) {
    guard isOverlapKnown else { throw .planNotCarried(test: test, plan: self) }
  }

  /// Whether a formula says how much the scores of the splits have in common.
  var isOverlapKnown: Bool {
    switch scheme {
    case .repeatedRandom, .partition, .leaveOneOut: true
    case .exhaustive, .given: false
    }
  }

  /// What to do instead of a test that does not hold for scores of such splits.
  var remedy: String {
    switch scheme {
    case .repeatedRandom, .partition, .leaveOneOut: "use the corrected resampled t test"
    case .exhaustive: "compare \(unit.rawValue) by \(unit.rawValue) with a sign-flip test"
    case .given: "give the plan that they were drawn under and use the corrected resampled t test"
    }
  }

  /// All that stand on either side of a split.
  var units: Int { trainingUnits + testUnits }
}

/// What is wrong with taking scores that were resampled by `plan` for independent observations, and what it does to *p*.
func sharedUnits(in plan: ResamplingPlan) -> String {
  switch plan.scheme {
  case .repeatedRandom, .partition, .leaveOneOut:
    "\(sharing(of: plan)) and the p-value is too small; \(plan.remedy)"
  case .exhaustive: "\(sharing(of: plan)); report their mean"
  case .given: "\(sharing(of: plan)) and the p-value may be too small; \(plan.remedy)"
  }
}

/// What scores that were resampled by `plan` have in common.
func sharing(of plan: ResamplingPlan) -> String {
  let units = "\(plan.unit.rawValue)s"
  return switch plan.scheme {
  case .repeatedRandom:
    "the splits overlap: each draws \(plan.testUnits) of the same \(plan.units) \(units) for testing, so scores are not "
      + "independent"
  case .partition, .leaveOneOut:
    "the training sides overlap: each holds \(plan.trainingUnits) of the same \(plan.units) \(units), so scores are not "
      + "independent"
  case .exhaustive:
    "the splits are all that the \(plan.units) \(units) allow, so scores are no sample"
  case .given:
    "nothing says how the given splits overlap, so scores may not be independent"
  }
}
