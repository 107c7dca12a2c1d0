// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Why a statistic is not defined for the numbers given.
///
/// A caller that fills a table writes an empty field for it; none of these cases has a number that would be
/// honest.
public enum StatisticsError: Error, Hashable, Sendable {
  /// Fewer values, or pairs of values, than the statistic needs.
  case tooFewPairs(found: Int, needed: Int)
  /// The two sides of a paired comparison have different counts.
  case unequalCounts(a: Int, b: Int)
  /// The differences are all the same, up to the rounding of the scores they come from: a *t* would divide by
  /// zero.
  case noVariation(meanDifference: Double)
  /// The value at this index is infinite, not a number, or too large to be squared and summed.
  case notFinite(index: Int)
  /// More pairs than an exact test can go through.
  case tooManyPairsToEnumerate(found: Int, limit: Int)
  /// More units of some kind, in the plural, than an exact test can go through, and the initializer that
  /// draws patterns.
  case tooManyUnitsToEnumerate(kind: String, found: Int, limit: Int, instead: String)
  /// Fewer units of some kind than the statistic needs: clusters, classes, languages.
  case tooFewUnits(kind: String, found: Int, needed: Int)
  /// A column, row or table in which nothing varies, so that the statistic would divide by zero.
  case constant(what: String)
  /// A value outside the range in which the statistic is defined, such as a probability of 2 or a count
  /// below 0.
  case outOfRange(what: String, value: Double, allowed: String)
  /// Two inputs that belong together have different sizes.
  case unequalSizes(what: String, found: Int, expected: Int)
  /// The splits that the scores come from were drawn in a way that this test has no variance for.
  case planNotCarried(test: String, plan: ResamplingPlan)
  /// Not the test for these scores, and which one is.
  case testNotCarried(test: String, reason: String, instead: String)
  /// A matrix that belongs to the statistic, such as a precision, cannot be decomposed.
  case unusableMatrix(what: String, LinearAlgebraError)
}

extension StatisticsError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .tooFewPairs(let found, let needed):
      "\(found) value(s), but this statistic needs \(needed); add units, such as speakers or languages: "
        + "more seeds or folds of the same ones are no new observations"
    case .unequalCounts(let a, let b):
      "\(a) values on one side and \(b) on the other; pair each score with the one of the same split"
    case .noVariation(let difference):
      "all differences are \(difference), so nothing says how much they vary; report the difference without a test"
    case .notFinite(let index):
      "the value at index \(index) is infinite, not a number or too large; leave the pair out or repair its source"
    case .tooManyPairsToEnumerate(let found, let limit):
      "\(found) pairs have too many sign patterns to go through (at most \(limit) pairs); "
        + "use SampledSignFlipTest, which draws patterns at random"
    case .tooManyUnitsToEnumerate(let kind, let found, let limit, let instead):
      "\(found) \(kind) have too many sign patterns to go through (at most \(limit) \(kind)); "
        + "use \(instead), which draws patterns at random"
    case .tooFewUnits(let kind, let found, let needed):
      "\(found) \(kind), but this statistic needs at least \(needed)"
    case .constant(let what):
      "\(what) does not vary, so the statistic is not defined; leave it out, or report the value itself"
    case .outOfRange(let what, let value, let allowed):
      "\(what) is \(value); it must be \(allowed)"
    case .unequalSizes(let what, let found, let expected):
      "\(found) \(what) where there should be \(expected)"
    case .planNotCarried(let test, let plan):
      switch plan.scheme {
      case .exhaustive:
        "the \(test) does not hold for every possible split of the same \(plan.trainingUnits + plan.testUnits) "
          + "\(plan.unit.rawValue)s: scores are not a sample; report their mean, or compare \(plan.unit.rawValue) by "
          + "\(plan.unit.rawValue) with a sign-flip test"
      case .given:
        "the \(test) needs to know how splits overlap, which a file of splits does not say; "
          + "give the plan that they were drawn under and use the corrected resampled t test, or report the mean"
      case .repeatedRandom, .partition, .leaveOneOut:
        "the \(test) does not hold for splits of the scheme '\(plan.scheme.rawValue)'; use the corrected resampled t test"
      }
    case .testNotCarried(let test, let reason, let instead):
      "the \(test) is not for these scores: \(reason); \(instead)"
    case .unusableMatrix(let what, let error): "\(what): \(error)"
    }
  }
}
