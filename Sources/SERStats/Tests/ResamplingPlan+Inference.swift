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
    switch scheme {
    case .repeatedRandom, .partition, .leaveOneOut: return
    case .exhaustive, .given: throw .planNotCarried(test: test, plan: self)
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

/// What is wrong with taking scores that were resampled by `plan` for independent observations.
func sharedUnits(in plan: ResamplingPlan) -> String {
  let units = "\(plan.unit.rawValue)s"
  let remedy = "the p-value is too small; use the corrected resampled t test"
  return switch plan.scheme {
  case .repeatedRandom:
    "the splits overlap: each draws \(plan.testUnits) of the same \(plan.testUnits + plan.trainingUnits) \(units) "
      + "for testing, so scores are not independent and \(remedy)"
  case .partition, .leaveOneOut:
    "the training sides overlap: each holds \(plan.trainingUnits) of the same "
      + "\(plan.testUnits + plan.trainingUnits) \(units), so scores are not independent and \(remedy)"
  case .exhaustive:
    "the splits are all that the \(plan.testUnits + plan.trainingUnits) \(units) allow, so scores are no sample; "
      + "report their mean"
  case .given:
    "nothing says how the given splits overlap, so scores may not be independent and the p-value may be too small; "
      + "give the plan that they were drawn under, and use the corrected resampled t test"
  }
}
