// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Almost stochastic order: how far *a* is from scoring higher than *b* at every quantile.
///
/// *a* is stochastically greater if each quantile of its scores is at least *b*'s. The violation ratio is the share of the
/// squared distance between the two quantile functions where *b* is ahead: 0 if *a* is stochastically greater, 1 if *b* is.
/// Null hypothesis: the ratio is at least 1/2. The ratio's spread is that of bootstrap samples, and ``upperBound(confidence:comparisons:)``
/// is what published work calls ε_min.
///
/// Scores of *a* and *b* are taken for independent samples; their pairing, if they have one, is not used, and scores of
/// splits that overlap are too much alike: see ``reservation``. On a handful of scores the normal approximation is rough.
///
/// What deep-significance does otherwise, and is put right here:
/// - For *m* comparisons it raises the confidence to 0.95 + 0.05/*m*, which weakens as *m* grows past 2; here it is
///   1 - 0.05/*m*. Its `multi_aso` on two systems so takes a confidence of 1, and finds ε_min = 1 both ways.
/// - It sums on a grid of 199 points, and leaves the first out of the numerator but not of the denominator; here the
///   quantile functions, which are steps, are integrated exactly.
/// - It gives 1/2 for systems with the same scores; here that is an error, for there is nothing to order.
/// - A spread of 0 (no overlap in any bootstrap sample) makes its ε_min 0 even for two scores a side; here too, but *p*
///   stays at one over the samples drawn plus one, and ``reservation`` says why.
///
/// - Source: Álvarez-Esteban et al. (2017); del Barrio et al. (2018); Dror et al. (2019), "Deep dominance"; deep-significance
///   1.2.8.
public struct AlmostStochasticOrder: HypothesisTest {
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

  /// The order of *a* and *b*.
  ///
  /// - Parameters:
  ///   - a: Scores of the system suspected to be better; higher is better.
  ///   - b: Scores of the other system; not necessarily as many.
  ///   - plan: How the scores were resampled, for ``reservation``; it does not change a number.
  ///   - draws: Bootstrap samples.
  ///   - generator: Gives one word a score and sample, rarely more.
  /// - Throws: ``StatisticsError`` for fewer than two scores on a side, a value that is not finite, the same scores on both
  ///   sides, or a plan of every possible split.
  /// - Precondition: `draws` is at least 2.
  /// - Complexity: O(`draws` · *n* log *n*).
  public init(
    _ a: [Double], _ b: [Double], plan: ResamplingPlan? = nil, draws: Int = 1000,
    using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try self.init(a, b, plan: plan, draws: draws, form: .exact, ratio: ViolationRatio.exact) { values, _ in
      values.map { _ in values[Int.random(in: 0..<values.count, using: &generator)] }
    }
  }

  /// The order of *a* and *b* as deep-significance 1.2.8 computes it, defects and all, from the same random numbers.
  ///
  /// - Parameters:
  ///   - a: Scores of the system suspected to be better; higher is better.
  ///   - b: Scores of the other system; not necessarily as many.
  ///   - seed: The `seed` of `aso`: sample *i*, counted from 1, draws from NumPy's legacy generator of `seed` + *i*.
  ///   - draws: The `num_bootstrap_iterations` of `aso`.
  ///   - gridStep: The `dt` of `aso`.
  /// - Throws: As the other initializer.
  /// - Precondition: `draws` is at least 2, `seed + draws` below 2³², and 0 < `gridStep` < 0.5.
  public init(
    deepSignificance a: [Double], _ b: [Double], seed: UInt32, draws: Int = 1000, gridStep: Double = 0.005
  ) throws(StatisticsError) {
    precondition(gridStep > 0 && gridStep < 0.5, "AlmostStochasticOrder: a grid step of \(gridStep)")
    precondition(
      draws <= Int(UInt32.max - seed), "AlmostStochasticOrder: seed \(seed) and \(draws) draws pass 2^32")
    var sample = 0
    var generator = NumPyLegacyGenerator(seed: seed)
    try self.init(
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
  }

  private init(
    _ a: [Double], _ b: [Double], plan: ResamplingPlan?, draws: Int, form: Form,
    ratio: ([Double], [Double]) -> Double, resample: (_ values: [Double], _ isFirst: Bool) -> [Double]
  ) throws(StatisticsError) {
    precondition(draws >= 2, "AlmostStochasticOrder: \(draws) draws; needs at least 2")
    try plan?.requireSample(for: "almost stochastic order")
    for scores in [a, b] {
      guard scores.count >= 2 else { throw .tooFewPairs(found: scores.count, needed: 2) }
      if let index = scores.firstIndex(where: { !($0.magnitude <= largestMagnitude / 2) }) {
        throw .notFinite(index: index)
      }
    }
    let scores = a + b
    let (low, high) = (scores.min() ?? 0, scores.max() ?? 0)
    guard high > low, form == .deepSignificance || !ViolationRatio.isSame(a, b) else {
      throw .constant(what: "the difference between the two distributions of scores, 0 everywhere,")
    }
    // The ratio has no unit; in units of the range no square can overflow or vanish.
    let unit = { (scores: [Double]) in scores.map { ($0 - low) / (high - low) } }
    let (first, second) = (unit(a), unit(b))
    violationRatio = ratio(first, second)
    var samples: [Double] = []
    samples.reserveCapacity(draws)
    for _ in 0..<draws {
      let sampled = resample(first, true)
      samples.append(ratio(sampled, resample(second, false)))
    }
    let center = samples.reduce(0, +) / Double(draws)
    let isConstant = samples.allSatisfy { $0 == samples[0] }
    standardError =
      isConstant
      ? 0 : (samples.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(draws)).squareRoot()
    self.draws = draws
    self.form = form
    self.plan = plan
    independentUnits = plan?.units ?? (a.count + b.count)
  }

  /// The violation ratio.
  public var statistic: Double { violationRatio }

  /// The probability of a ratio as small if the true one is 1/2, by the normal distribution; at least
  /// ``smallestAttainableP``.
  public var pValue: Double {
    guard standardError > 0 else {
      return violationRatio < 0.5 ? smallestAttainableP : violationRatio > 0.5 ? 1 : 0.5
    }
    return max(smallestAttainableP, Normal().lowerTail((violationRatio - 0.5) / standardError))
  }

  /// The normal distribution.
  public var pValueSource: PValueSource {
    .distribution("normal, with the spread of \(draws) bootstrap samples")
  }

  /// One over the samples plus one: a bootstrap sees no smaller probability.
  public var smallestAttainableP: Double { 1 / Double(draws + 1) }

  /// The smallest violation ratio that is not excluded: ε_min. Below 1/2, *a* is almost stochastically greater.
  ///
  /// - Parameters:
  ///   - confidence: One-sided, such as 0.95.
  ///   - comparisons: The size of the family; the confidence becomes 1 - (1 - `confidence`)/`comparisons`, or in the form
  ///     of deep-significance what that makes of it.
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
    return min(1, max(0, violationRatio + standardError * Normal().upperQuantile(error)))
  }

  /// The violation ratio ± its standard error times a normal quantile, within 0...1.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    requireLevel(level)
    let half = Normal().upperQuantile((1 - level) / 2) * standardError
    return max(0, violationRatio - half)...min(1, violationRatio + half)
  }

  /// That splits share units, or that no bootstrap sample has the two systems overlap; else nil.
  public var reservation: String? {
    if let plan { return sharedUnits(in: plan) }
    guard standardError == 0 else { return nil }
    return "the violation ratio is the same in every bootstrap sample, so its spread is not known; "
      + "add scores, or report the ratio alone"
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
