// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Two systems compared by a test that is valid for the plan of their scores.
///
/// ```swift
/// let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)
/// let comparison = try PairedComparison(hubert, emotion2vec, plan: plan)
/// let test = try comparison.test()                 // the corrected resampled t test
/// try comparison.equivalence(margin: 0.02).pValue  // by the same standard error
/// try comparison.test(.pairedT)                    // throws: ... use the corrected resampled t test
/// ```
///
/// The tests themselves can be made for any scores, as published analyses made them, with a `caveat`; here a
/// test that the plan does not carry is refused. ``selection`` has the rules.
public struct PairedComparison: Hashable, Sendable {
  /// The tests that are valid for the scores, and why not others.
  public let selection: TestSelection
  private let a: [Double]
  private let b: [Double]

  /// The comparison of *a* with *b* over splits.
  ///
  /// - Parameters:
  ///   - a: One score a split, or one a unit.
  ///   - b: The scores of the other system on the same splits or units, in the same order.
  ///   - plan: How the splits were drawn.
  ///   - scores: What each score was measured on.
  /// - Throws: ``StatisticsError`` for unequal counts, no scores, a value that is not finite, or more scores
  ///   one a unit than the plan has units.
  public init(
    _ a: [Double], _ b: [Double], plan: ResamplingPlan, scores: ScoreUnit = .split
  ) throws(StatisticsError) {
    if scores == .unit, a.count > plan.units {
      throw .unequalSizes(what: "scores, one a \(plan.unit.rawValue),", found: a.count, expected: plan.units)
    }
    try self.init(a, b, plan, scores)
  }

  /// The comparison of *a* with *b* over independent units, such as speakers or languages.
  ///
  /// Not for scores of splits, which share units: these need their plan.
  ///
  /// - Parameters:
  ///   - a: One score a unit.
  ///   - b: The scores of the other system on the same units, in the same order.
  /// - Throws: ``StatisticsError`` for unequal counts, no scores, or a value that is not finite.
  public init(perUnit a: [Double], _ b: [Double]) throws(StatisticsError) { try self.init(a, b, nil, .unit) }

  private init(
    _ a: [Double], _ b: [Double], _ plan: ResamplingPlan?, _ scores: ScoreUnit
  ) throws(StatisticsError) {
    _ = try PairedDifferences(a, b, needed: 1)
    self.a = a
    self.b = b
    selection = TestSelection(plan: plan, scores: scores, pairs: a.count)
  }

  /// The default test, or another that is valid for the scores.
  ///
  /// - Parameter kind: Nil for the default.
  /// - Throws: ``StatisticsError``: the refusal of a test that the scores do not carry, or what the test
  ///   throws, such as for differences that do not vary.
  public func test(_ kind: PairedTestKind? = nil) throws(StatisticsError) -> any PairedTest {
    // Where there is no default, the refusal of the one for such scores says what to do.
    let kind = kind ?? selection.defaultTest ?? (selection.scores == .unit ? .signFlip : .correctedResampledT)
    try require(kind)
    switch kind {
    case .correctedResampledT: return try corrected()
    case .pairedT: return try PairedTTest(a, b)
    case .signFlip: return try SignFlipTest(a, b)
    case .signedRank: return try WilcoxonSignedRankTest(a, b)
    case .fiveByTwoT: return try FiveByTwoTTest(a, b, plan: requiredPlan())
    case .fiveByTwoF: return try FiveByTwoFTest(a, b, plan: requiredPlan())
    }
  }

  /// The sign-flip test for any number of pairs: exact up to ``SignFlipTest/largestEnumerated``, sampled past
  /// it.
  ///
  /// - Throws: ``StatisticsError``: the refusal, if the scores do not carry it.
  public func signFlip(
    draws: Int = 99_999, using generator: inout NumPyGenerator
  ) throws(StatisticsError) -> any PairedTest {
    // Both flip units; of these two only the exact flip is refused for their number.
    try require(.signedRank)
    if a.count <= SignFlipTest.largestEnumerated { return try SignFlipTest(a, b) }
    return try SampledSignFlipTest(a, b, draws: draws, using: &generator)
  }

  /// Whether the difference is shown to be within ± `margin`, by the *t* test that the scores carry.
  ///
  /// - Throws: ``StatisticsError``: the refusal, if they carry none, or what the tests throw.
  public func equivalence(margin: Double) throws(StatisticsError) -> EquivalenceTest {
    if selection.refusal(of: .pairedT) == nil {
      return try EquivalenceTest(of: PairedTTest(a, b), margin: margin)
    }
    try require(.correctedResampledT)
    return try EquivalenceTest(of: corrected(), margin: margin)
  }

  private func require(_ kind: PairedTestKind) throws(StatisticsError) {
    if let refusal = selection.refusal(of: kind) { throw refusal }
  }

  private func corrected() throws(StatisticsError) -> CorrectedResampledTTest {
    try CorrectedResampledTTest(a, b, plan: requiredPlan())
  }

  /// The plan of tests that are refused without one.
  private func requiredPlan() -> ResamplingPlan {
    guard let plan = selection.plan else {
      preconditionFailure("a test of splits was carried without a plan")
    }
    return plan
  }
}
