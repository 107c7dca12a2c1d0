// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension ResamplingPlan {
  /// Refuses every possible split: past a few speakers there are hundreds, and their *p* would be as small as
  /// one likes.
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

  /// Why splits of utterances say nothing of new speakers; nil for any other unit.
  var sharedSpeakers: String? {
    unit == .utterance
      ? "the units are utterances and their speakers stand on both sides, so nothing is said of new speakers; "
        + "split by speaker"
      : nil
  }

  /// That the corrected *t* assumes a correlation between folds that they cannot confirm; nil for other
  /// splits.
  ///
  /// - Source: the calibration of this library, cross-validation over 20 speakers.
  var assumedCorrelation: String? {
    switch scheme {
    case .repeatedRandom, .exhaustive, .given: return nil
    case .partition, .leaveOneOut:
      let name = unit.rawValue
      let remedy =
        unit == .utterance
        ? ""
        : "; with scores \(name) by \(name), a sign-flip test over the \(units) \(name)s does not assume it"
      return
        "the correction takes folds for correlated by \(testUnits) in \(units), which folds cannot confirm: at 5 % it "
        + "rejects in 1 % of cases where training \(name)s teach nothing that differs, and in 11 to 17 % where they "
        + "matter twice as much as those tested" + remedy
    }
  }

  /// All that stand on either side of a split.
  var units: Int { trainingUnits + testUnits }
}

/// What is wrong with taking scores that were resampled by `plan` for independent observations, and what it
/// does to *p*.
func sharedUnits(in plan: ResamplingPlan) -> String {
  let sentence =
    switch plan.scheme {
    case .repeatedRandom, .partition, .leaveOneOut:
      "\(sharing(of: plan)) and the p-value is too small; \(plan.remedy)"
    case .exhaustive: "\(sharing(of: plan)); report their mean"
    case .given: "\(sharing(of: plan)) and the p-value may be too small; \(plan.remedy)"
    }
  return [sentence, plan.sharedSpeakers].compactMap(\.self).joined(separator: "; ")
}

/// What a test by the formula for splits that overlap still takes on trust; nil if nothing.
func assumptions(of plan: ResamplingPlan) -> String? {
  let parts = [plan.assumedCorrelation, plan.sharedSpeakers].compactMap(\.self)
  return parts.isEmpty ? nil : parts.joined(separator: "; ")
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
