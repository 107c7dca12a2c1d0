// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Which paired tests are valid for the scores of a plan, which one to take, and why not another.
///
/// | plan | scores | default | also |
/// | --- | --- | --- | --- |
/// | repeated random, partition, leave one out | one a split | corrected *t* | 5×2cv *t* and *F*, see below |
/// | every possible split | one a split | none: the scores are no sample | |
/// | given by a file | one a split | none: nothing says how splits overlap | |
/// | any of speakers or groups | one a unit | sign flip; paired *t* past 40 units | signed rank |
/// | any of utterances | one a unit | none: utterances of a speaker are alike, take ``ClusterTTest`` | |
/// | none: units such as languages | one a unit | sign flip; paired *t* past 40 units | signed rank |
///
/// The 5×2cv tests take ten scores: those of two-fold cross-validation, repeated five times. Past 40 units
/// ``PairedComparison/signFlip(draws:using:)`` draws sign patterns in place of the exact test.
///
/// ```swift
/// let selection = plan.selection(scores: .split, pairs: 5)
/// selection.defaultTest          // .correctedResampledT
/// selection.refusal(of: .pairedT) // the paired t test is not for these scores: the splits overlap ...
/// ```
///
/// Where each part of a partition is a single unit the corrected *t* finds less than the scores allow:
/// ``advice`` says so.
///
/// Scores one a unit from splits that overlap come from models that shared training units. The tests take
/// them for independent all the same: what differs between units is mostly the units.
///
/// - Source: Dietterich (1998), Nadeau and Bengio (2003), Bouckaert and Frank (2004); paper notes A4 to A6.
public struct TestSelection: Hashable, Sendable {
  /// How the splits were drawn; nil for units that were not resampled.
  public let plan: ResamplingPlan?
  /// What each score was measured on.
  public let scores: ScoreUnit
  /// The number of scores of each system.
  public let pairs: Int

  /// The tests for so many scores.
  ///
  /// - Parameters:
  ///   - plan: How the splits were drawn; nil for independent units, such as languages, which `scores` is
  ///     then taken for.
  ///   - scores: What each score was measured on.
  ///   - pairs: The number of scores of each system.
  public init(plan: ResamplingPlan?, scores: ScoreUnit, pairs: Int) {
    self.plan = plan
    self.scores = plan == nil ? .unit : scores
    self.pairs = pairs
  }

  /// The test to take if nothing speaks for another; nil if none is valid for the scores.
  public var defaultTest: PairedTestKind? {
    if isOfUtterances { return nil }
    guard scores == .split, let plan else {
      return pairs <= SignFlipTest.largestEnumerated ? .signFlip : .pairedT
    }
    return plan.isOverlapKnown ? .correctedResampledT : nil
  }

  /// The tests that are valid for the scores, the default first.
  public var allowed: [PairedTestKind] {
    let kinds = PairedTestKind.allCases.filter { refusal(of: $0) == nil }
    return kinds.filter { $0 == defaultTest } + kinds.filter { $0 != defaultTest }
  }

  /// Why this test is not valid for the scores, in a sentence that names the one to take; else nil.
  public func refusal(of kind: PairedTestKind) -> StatisticsError? {
    if isOfUtterances {
      return .testNotCarried(
        test: kind.description,
        reason: "they are one an utterance, and utterances of one speaker are not independent",
        instead: "use ClusterTTest over the speakers")
    }
    guard scores == .split, let plan else { return refusalForUnits(of: kind) }
    switch kind {
    case .correctedResampledT:
      return plan.isOverlapKnown ? nil : .planNotCarried(test: kind.description, plan: plan)
    case .pairedT, .signFlip, .signedRank:
      guard plan.isOverlapKnown else { return .planNotCarried(test: kind.description, plan: plan) }
      return .testNotCarried(
        test: kind.description, reason: sharing(of: plan), instead: plan.remedy)
    case .fiveByTwoT, .fiveByTwoF:
      guard plan.isOverlapKnown else { return .planNotCarried(test: kind.description, plan: plan) }
      guard plan.isTwoFold, pairs == 10 else {
        return .testNotCarried(
          test: kind.description,
          reason: "it needs the ten scores of two-fold cross-validation repeated five times",
          instead: plan.remedy)
      }
      return nil
    }
  }

  /// What would tell more than the default on these scores; nil if nothing would.
  public var advice: String? {
    if isOfUtterances {
      return "the scores are one an utterance; use ClusterTTest over the speakers"
    }
    guard scores == .split, let plan else {
      guard let floor = exactFloor(of: pairs) else { return nil }
      return
        "\(pairs) units cannot give an exact p-value below \(floor); report the difference of each unit beside it"
    }
    if let sharedSpeakers = plan.sharedSpeakers { return sharedSpeakers }
    let unit = plan.unit.rawValue
    let floor = exactFloor(of: plan.units).map { ", but its p-value cannot be below \($0)" } ?? ""
    let flips =
      "a sign-flip test over the \(plan.units) \(unit)s needs no formula for how splits overlap" + floor
    return plan.testUnits == 1 && plan.scheme != .repeatedRandom
      ? "each score is one \(unit)'s: given as scores one a unit, \(flips)"
      : "with scores \(unit) by \(unit), \(flips)"
  }

  /// Whether each score is an utterance's: no paired test is for these, whatever the splits.
  private var isOfUtterances: Bool { scores == .unit && plan?.unit == .utterance }

  /// The smallest exact *p* over so many units, where it is above 0.05.
  private func exactFloor(of units: Int) -> Double? {
    (1...5).contains(units) ? min(1, 2 / Double(1 << units)) : nil
  }

  private func refusalForUnits(of kind: PairedTestKind) -> StatisticsError? {
    let instead = "use the \((defaultTest ?? .signFlip).description)"
    switch kind {
    case .pairedT, .signedRank: return nil
    case .signFlip:
      guard pairs > SignFlipTest.largestEnumerated else { return nil }
      return .testNotCarried(
        test: "exact sign-flip test",
        reason:
          "\(pairs) units have too many sign patterns to go through (at most \(SignFlipTest.largestEnumerated) units)",
        instead:
          "use signFlip(draws:using:), which draws patterns at random, or the \(PairedTestKind.pairedT)")
    case .correctedResampledT:
      return .testNotCarried(
        test: kind.description,
        reason: plan == nil
          ? "nothing was resampled, so there is no overlap to correct for"
          : "they are one a unit and not one a split, and its ratio is that of splits",
        instead: instead)
    case .fiveByTwoT, .fiveByTwoF:
      return .testNotCarried(
        test: kind.description, reason: "it needs the scores of splits, and these are one a unit",
        instead: instead)
    }
  }
}

extension ResamplingPlan {
  /// Which paired tests are valid for scores of this plan, which one to take, and why not another.
  public func selection(scores: ScoreUnit, pairs: Int) -> TestSelection {
    TestSelection(plan: self, scores: scores, pairs: pairs)
  }
}
