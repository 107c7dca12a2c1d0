// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Almost stochastic order: how far *a* is from scoring higher than *b* at every quantile.
///
/// *a* is stochastically greater if each quantile of its scores is at least *b*'s. The violation ratio is the
/// share of the squared distance between the two quantile functions where *b* is ahead: 0 if *a* is
/// stochastically greater, 1 if *b* is. ``upperBound(confidence:comparisons:)`` is what published work calls
/// ε_min and holds against 1/2.
///
/// Null hypothesis of ``pValue``: both systems' scores have one distribution. Alternative: *a* is closer to
/// being ahead throughout. Scores are reassigned to the two systems at random, so the level holds for any
/// number of scores. Deals are compared by *a*'s lead, the squared distance on which *a* is ahead less that
/// on which *b* is, which is positive if the ratio is below 1/2. The ratio itself would not do: one deal in
/// *n* + 1 has a ratio of 0, however small its lead.
///
/// Scores of *a* and *b* are taken for independent samples; their pairing, if they have one, is not used, and
/// scores of splits that overlap are too much alike: see ``caveat``.
///
/// What deep-significance does otherwise, and is put right or named here:
/// - For *m* comparisons it raises the confidence to 0.95 + 0.05/*m*, which weakens as *m* grows past 2; here
///   it is 1 - 0.05/*m*. Its `multi_aso` on two systems so takes a confidence of 1, and finds ε_min = 1 both
///   ways.
/// - It sums on a grid of 199 points, and leaves the first out of the numerator but not of the denominator;
///   here the quantile functions, which are steps, are integrated exactly.
/// - It gives 1/2 for systems with the same scores; here that is an error, for there is nothing to order.
/// - A spread of 0 (no overlap in any bootstrap sample) makes ε_min 0 even for two scores a side; ``caveat``
///   says so.
/// - ε_min below 1/2 is taken for significant at 0.05, but for two systems of one normal distribution it
///   happens in 17 to 20 % of cases (2,000 simulated of 5, 10, 20 and 60 scores a side), since the ratio is
///   not normal near equality. Here *p* does not come from it.
///
/// - Source: Álvarez-Esteban et al. (2017); del Barrio et al. (2018); Dror et al. (2019), "Deep dominance";
///   deep-significance 1.2.8.
public struct AlmostStochasticOrder: IntervalTest {
  /// How the ratio is computed, and its bound for several comparisons.
  public enum Form: String, Hashable, Codable, Sendable {
    /// The exact integral and the Bonferroni bound.
    case exact
    /// As deep-significance 1.2.8, to compare with published values.
    case deepSignificance
  }

  /// How the ratio is computed.
  public let form: Form
  /// The violation ratio, 0...1: small if *a* is ahead.
  public let violationRatio: Double
  /// The standard deviation of the violation ratio over bootstrap samples.
  public let standardError: Double
  /// The bootstrap samples.
  public let draws: Int
  /// How the scores were resampled; nil for scores that were not.
  public let plan: ResamplingPlan?
  /// The units that the plan resampled, or the scores of both systems.
  public let independentUnits: Int
  /// *a*'s lead against those of scores reassigned at random; nil in the form of deep-significance.
  private let relabelings: RandomizationTally?
  /// The smallest *p*-value that so many scores could have given.
  ///
  /// One over the ways to deal them out to the two systems, 1/252 for five each, or over the draws plus one
  /// if that is more. The form of deep-significance knows no ways, only the draws.
  public let smallestAttainableP: Double

  /// The order of *a* and *b*.
  ///
  /// - Parameters:
  ///   - a: Scores of the system suspected to be better; higher is better.
  ///   - b: Scores of the other system; not necessarily as many.
  ///   - plan: How the scores were resampled, for ``caveat``; it does not change a number.
  ///   - draws: Bootstrap samples, and as many reassignments.
  ///   - generator: Gives the samples first, then the reassignments.
  /// - Throws: ``StatisticsError`` for fewer than two scores on a side, a value that is not finite, the same
  ///   scores on both sides, fewer than two draws, or a plan of every possible split.
  /// - Complexity: O(`draws` · *n* log *n*).
  public init(
    _ a: [Double], _ b: [Double], plan: ResamplingPlan? = nil, draws: Int = 1000,
    using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    let result = try ViolationBootstrap(
      a, b, plan: plan, draws: draws, form: .exact, ratio: ViolationRatio.exact
    ) {
      values, _ in
      generator.integers(below: values.count, count: values.count).map { values[$0] }
    }
    var pool = a + b
    // The same scores are refused by now, so the range is not 0.
    let range = (pool.max() ?? 1) - (pool.min() ?? 0)
    // Leads of equal reassignments differ by the rounding of a sum of squares of at most 1.
    var tally = RandomizationTally(
      observed: ViolationRatio.lead(of: a, over: b, range: range), rounding: 1e-13)
    for _ in 0..<draws {
      generator.shuffle(&pool)
      tally.count(
        ViolationRatio.lead(of: Array(pool[..<a.count]), over: Array(pool[a.count...]), range: range))
    }
    let floor = smallestShare(
      tally.source(of: .sampling), .greater, of: numberOfDeals([a.count, b.count]))
    self.init(
      result, form: .exact, plan: plan, draws: draws, units: plan?.units ?? pool.count, tally, floor: floor)
  }

  /// The order of *a* and *b* as deep-significance 1.2.8 computes it, defects and all, from the same random
  /// numbers.
  ///
  /// - Parameters:
  ///   - a: Scores of the system suspected to be better; higher is better.
  ///   - b: Scores of the other system; not necessarily as many.
  ///   - seed: The `seed` of `aso`: sample *i*, counted from 1, draws from NumPy's legacy generator of
  ///     `seed` + *i*.
  ///   - draws: The `num_bootstrap_iterations` of `aso`.
  ///   - gridStep: The `dt` of `aso`.
  /// - Throws: As the other initializer.
  /// - Precondition: `seed + draws` is below 2³², and 0 < `gridStep` < 0.5.
  public init(
    deepSignificance a: [Double], _ b: [Double], seed: UInt32, draws: Int = 1000, gridStep: Double = 0.005
  ) throws(StatisticsError) {
    precondition(gridStep > 0 && gridStep < 0.5, "AlmostStochasticOrder: a grid step of \(gridStep)")
    precondition(
      draws <= Int(UInt32.max - seed), "AlmostStochasticOrder: seed \(seed) and \(draws) draws pass 2^32")
    var sample = 0
    var generator = NumPyLegacyGenerator(seed: seed)
    let result = try ViolationBootstrap(
      a, b, plan: nil, draws: draws, form: .deepSignificance,
      ratio: { ViolationRatio.onGrid($0, $1, step: gridStep) }
    ) { values, isFirst in
      if isFirst {
        sample += 1
        generator = NumPyLegacyGenerator(seed: seed + UInt32(sample))
      }
      let sorted = values.sorted()
      return values.map { _ in ViolationRatio.quantile(generator.uniform(), of: sorted) }
    }
    self.init(
      result, form: .deepSignificance, plan: nil, draws: draws, units: a.count + b.count, nil,
      floor: 1 / Double(draws + 1))
  }

  private init(
    _ result: ViolationBootstrap, form: Form, plan: ResamplingPlan?, draws: Int, units: Int,
    _ relabelings: RandomizationTally?, floor: Double
  ) {
    violationRatio = result.ratio
    standardError = result.standardError
    self.form = form
    self.plan = plan
    self.draws = draws
    independentUnits = units
    self.relabelings = relabelings
    smallestAttainableP = floor
  }

  /// The violation ratio.
  public var statistic: Double { violationRatio }

  /// The share of reassignments with as large a lead of *a*, (*b* + 1)/(*m* + 1), and at least
  /// ``smallestAttainableP``, which drawn reassignments may by chance fall short of.
  ///
  /// In the form of deep-significance, the level at which ε_min reaches 1/2.
  public var pValue: Double {
    if let relabelings { return max(smallestAttainableP, relabelings.pValue(.greater, of: .sampling)) }
    guard standardError > 0 else {
      return violationRatio < 0.5 ? smallestAttainableP : violationRatio > 0.5 ? 1 : 0.5
    }
    return max(smallestAttainableP, NormalDistribution().lowerTail((violationRatio - 0.5) / standardError))
  }

  /// The reassignments, or in the form of deep-significance the normal distribution.
  public var pValueSource: PValueSource {
    relabelings?.source(of: .sampling)
      ?? .distribution("normal, with the spread of \(draws) bootstrap samples")
  }

  /// An upper bound of the violation ratio, ε_min: below 1/2, published work calls *a* almost stochastically
  /// greater.
  ///
  /// - Parameters:
  ///   - confidence: One-sided, such as 0.95.
  ///   - comparisons: The size of the family; the confidence becomes 1 - (1 - `confidence`)/`comparisons`, or
  ///     in the form of deep-significance what that makes of it.
  /// - Precondition: 0 < `confidence` < 1, and at least one comparison.
  public func upperBound(confidence: Double = 0.95, comparisons: Int = 1) -> Double {
    requireLevel(confidence)
    precondition(comparisons > 0, "upperBound: \(comparisons) comparisons; needs at least one")
    let remaining = 1 - confidence
    let error: Double =
      switch form {
      case .exact: remaining / Double(comparisons)
      case .deepSignificance: comparisons == 1 ? remaining : remaining - remaining / Double(comparisons)
      }
    guard standardError > 0 else { return violationRatio }
    return min(1, max(0, violationRatio + standardError * NormalDistribution().upperQuantile(error)))
  }

  /// The violation ratio ± its standard error times a normal quantile, within 0...1.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let half = NormalDistribution().upperQuantile((1 - level) / 2) * standardError
    return max(0, violationRatio - half)...min(1, violationRatio + half)
  }

  /// That splits share units, that ε_min has no spread, or what deep-significance takes for significant; else
  /// nil.
  public var caveat: String? {
    if let plan { return sharedUnits(in: plan) }
    if standardError == 0 {
      return "the violation ratio is the same in every bootstrap sample, so its bound says nothing; "
        + "add scores, or report the ratio alone"
    }
    return form == .exact
      ? nil
      : "by the normal distribution, systems of one distribution are ordered at 0.05 in about one case of five; "
        + "use the form that reassigns scores at random"
  }
}

/// The violation ratio of two samples and its spread.
private struct ViolationBootstrap {
  let ratio: Double
  let standardError: Double

  init(
    _ a: [Double], _ b: [Double], plan: ResamplingPlan?, draws: Int, form: AlmostStochasticOrder.Form,
    ratio: ([Double], [Double]) -> Double, resample: (_ values: [Double], _ isFirst: Bool) -> [Double]
  ) throws(StatisticsError) {
    guard draws >= 2 else {
      throw .outOfRange(what: "the number of drawn samples", value: Double(draws), allowed: "at least 2")
    }
    try plan?.requireSample(for: "almost stochastic order")
    for scores in [a, b] {
      guard scores.count >= 2 else { throw .tooFewPairs(found: scores.count, needed: 2) }
      if let index = scores.firstIndex(where: { !($0.magnitude <= largestMagnitude / 2) }) {
        throw .notFinite(index: index)
      }
    }
    guard form == .deepSignificance || !ViolationRatio.isSame(a, b) else {
      throw .constant(what: "the difference between the two distributions of scores, 0 everywhere,")
    }
    self.ratio = ratio(a, b)
    var samples: [Double] = []
    samples.reserveCapacity(draws)
    for _ in 0..<draws {
      let sampled = resample(a, true)
      samples.append(ratio(sampled, resample(b, false)))
    }
    let center = samples.reduce(0, +) / Double(draws)
    standardError =
      samples.allSatisfy { $0 == samples[0] }
      ? 0 : (samples.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(draws)).squareRoot()
  }
}

extension NumPyLegacyGenerator {
  /// The equal of `random_sample()`: 53 bits of two words.
  fileprivate mutating func uniform() -> Double {
    let high = next32() >> 5
    let low = next32() >> 6
    return (Double(high) * 0x1p26 + Double(low)) * 0x1p-53
  }
}
