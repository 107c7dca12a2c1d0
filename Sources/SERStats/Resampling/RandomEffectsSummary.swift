// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// One effect over several corpora, each with its own standard error: a random-effects summary with Hartung
/// and Knapp's interval.
///
/// Corpora are taken for a sample: their true effects are normal about *μ*, with standard deviation *τ*. Null
/// hypothesis: *μ* is 0. The summary weighs by 1/(*s*² + *τ*²); its variance is the weighted spread of the
/// effects about it, and *t* has *k* - 1 degrees of freedom; ``Variance`` has a more cautious form. The
/// standard errors must be honest themselves: for overlapping splits
/// ``CorrectedResampledTTest/standardError``.
///
/// This holds its level where corpora are about equally precise. Where one is ten times as precise as four
/// others the estimate of *τ* is often 0, the summary is that one corpus, and what it says of the others is
/// too sure: of simulated summaries with *τ* half the standard error of the four, 27 % reject a true null at
/// 5 % (22 % in the cautious form). ``largestWeight`` shows it, and ``caveat`` says it.
///
/// ```swift
/// let summary = try RandomEffectsSummary(effects: differences, standardErrors: errors)
/// summary.confidenceInterval(level: 0.95)
/// summary.betweenStandardDeviation  // τ
/// ```
///
/// - Source: DerSimonian and Laird (1986); Paule and Mandel (1982); Hartung and Knapp (2001); Knapp
///   and Hartung (2003), whose correction bounds the variance from below; paper notes C5.
public struct RandomEffectsSummary: StudentTest {
  /// How *τ*² is estimated; 0 where the estimate would be negative.
  public enum Heterogeneity: String, Hashable, Codable, Sendable, CaseIterable {
    /// By one step of moments, in closed form.
    case derSimonianLaird
    /// As the value at which the weighted squares have their expectation, *k* - 1.
    case pauleMandel
  }

  /// How far the spread of the effects about the summary is trusted, *q* in units of what *τ* and the
  /// standard errors let expect.
  public enum Variance: String, Hashable, Codable, Sendable, CaseIterable {
    /// Hartung and Knapp's, whatever *q*: keeps its level where corpora are about equally precise.
    case hartungKnapp
    /// With *q* at least 1, so that effects that happen to lie close together make no shorter interval: far
    /// below its level where true effects are alike (0.4 % at 5 %).
    case atLeastExpected
  }

  /// The effects, one a corpus.
  public let effects: [Double]
  /// Their standard errors.
  public let standardErrors: [Double]
  /// How *τ*² was estimated.
  public let heterogeneity: Heterogeneity
  /// How far the spread of the effects was trusted.
  public let variance: Variance
  /// The largest share that one corpus has of all weights: 1/*k* if all are equally precise.
  public let largestWeight: Double
  /// The variance of true effects over corpora, *τ*².
  public let betweenVariance: Double
  /// Cochran's *Q*: the squares about the summary with *τ* = 0, in their standard errors.
  public let cochranQ: Double
  /// The summary, *μ*.
  public let estimate: Double
  /// Its standard error, by ``variance``; always positive.
  public let standardError: Double

  /// The summary of effects.
  ///
  /// - Parameters:
  ///   - effects: One a corpus, in one unit.
  ///   - standardErrors: Of each, in the same unit.
  ///   - heterogeneity: How *τ*² is estimated.
  ///   - variance: How far the spread of the effects is trusted.
  /// - Throws: ``StatisticsError`` for unequal counts, fewer than two effects, a value that is not finite, a
  ///   standard error that is not positive or below 1e-100 of the largest number, or effects that are all
  ///   equal.
  /// - Complexity: O(*k*), times about a hundred for Paule and Mandel.
  public init(
    effects: [Double], standardErrors: [Double], heterogeneity: Heterogeneity = .derSimonianLaird,
    variance: Variance = .hartungKnapp
  ) throws(StatisticsError) {
    guard effects.count == standardErrors.count else {
      throw .unequalSizes(what: "standard errors", found: standardErrors.count, expected: effects.count)
    }
    guard effects.count >= 2 else { throw .tooFewUnits(kind: "effects", found: effects.count, needed: 2) }
    for (index, (effect, error)) in zip(effects, standardErrors).enumerated() {
      guard effect.magnitude <= 1e100, error <= 1e100 else { throw .notFinite(index: index) }
      guard error >= 1e-100 else {
        throw .outOfRange(what: "the standard error at index \(index)", value: error, allowed: "positive")
      }
    }
    let moments = try SampleMoments(effects, needed: 2)
    let largest = effects.reduce(0) { max($0, $1.magnitude) }
    guard moments.standardDeviation > 4 * largest.ulp else {
      throw .noVariation(meanDifference: moments.mean)
    }
    // A power of two: in units of it squares of effects, weights and their products neither overflow nor
    // vanish.
    let unit = standardErrors.reduce(largest) { max($0, $1) }.binade
    if let index = standardErrors.firstIndex(where: { $0 < 1e-100 * unit }) {
      throw .outOfRange(
        what: "the standard error at index \(index)", value: standardErrors[index],
        allowed: "at least 1e-100 of the largest effect and standard error")
    }
    let scaled = effects.map { $0 / unit }
    let squares = standardErrors.map { $0 / unit * ($0 / unit) }
    let fixed = WeightedEffects(scaled, squares, between: 0)
    let k = Double(effects.count)
    let between =
      switch heterogeneity {
      case .derSimonianLaird: max(0, (fixed.squares - (k - 1)) / fixed.surplusWeight)
      case .pauleMandel: pauleMandel(scaled, squares)
      }
    let random = WeightedEffects(scaled, squares, between: between)
    self.effects = effects
    self.standardErrors = standardErrors
    self.heterogeneity = heterogeneity
    betweenVariance = between * unit * unit
    cochranQ = fixed.squares
    estimate = random.mean * unit
    self.variance = variance
    largestWeight = random.largestWeight / random.weight
    let spread = random.squares / (k - 1)
    let trusted = variance == .atLeastExpected ? max(1, spread) : spread
    standardError = (trusted / random.weight).squareRoot() * unit
    guard standardError > 0 else { throw .noVariation(meanDifference: moments.mean) }
  }

  /// *τ*, in the unit of the effects.
  public var betweenStandardDeviation: Double { betweenVariance.squareRoot() }

  /// *I*²: the share of the spread of effects that their standard errors do not explain, 0 ... 1.
  public var inconsistency: Double { cochranQ > 0 ? max(0, 1 - degreesOfFreedom / cochranQ) : 0 }

  /// *k* - 1.
  public var degreesOfFreedom: Double { Double(effects.count - 1) }

  /// The number of corpora.
  public var independentUnits: Int { effects.count }

  /// Said where one corpus has more than half of all weight; and, by Hartung and Knapp's variance alone,
  /// where effects happen to lie closer together than their standard errors allow, so that the interval is
  /// shorter than one with *τ* = 0 known.
  public var caveat: String? {
    var parts: [String] = []
    if largestWeight > 0.5 {
      parts.append(
        "one effect has \(rounded(100 * largestWeight)) % of all weight, so the summary is nearly that effect alone and "
          + "says little of other corpora: the p-value may be too small by far")
    }
    if variance == .hartungKnapp && cochranQ < degreesOfFreedom {
      parts.append(
        "the effects lie closer together than their standard errors let expect (Q \(rounded(cochranQ)) on "
          + "\(effects.count - 1) degrees of freedom), so Hartung and Knapp's interval may be too short")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

/// The weighted mean of effects at a given *τ*², and the weighted squares about it.
private struct WeightedEffects {
  var weight = 0.0
  var largestWeight = 0.0
  /// The sum of the weights, less that of their squares over it.
  var surplusWeight = 0.0
  var mean = 0.0
  var squares = 0.0

  init(_ effects: [Double], _ variances: [Double], between: Double) {
    var pairs = 0.0
    for (effect, variance) in zip(effects, variances) {
      let own = 1 / (variance + between)
      // Pair by pair, as a share: squares would cancel beside one dominant weight.
      pairs = pairs * (weight / (weight + own)) + 2 * own * (weight / (weight + own))
      weight += own
      largestWeight = max(largestWeight, own)
      mean += own * effect
    }
    surplusWeight = pairs
    mean /= weight
    for (effect, variance) in zip(effects, variances) {
      squares += (effect - mean) * (effect - mean) / (variance + between)
    }
  }
}

/// The *τ*² at which the weighted squares are *k* - 1: they fall as it grows.
private func pauleMandel(_ effects: [Double], _ variances: [Double]) -> Double {
  let expected = Double(effects.count - 1)
  let surplus = { WeightedEffects(effects, variances, between: $0).squares > expected }
  guard surplus(0) else { return 0 }
  // With all weights at most 1/τ² the squares cannot exceed those about the plain mean over τ².
  let center = effects.reduce(0, +) / Double(effects.count)
  var low = 0.0
  var high = effects.reduce(0) { $0 + ($1 - center) * ($1 - center) } / expected
  while true {
    let middle = low + (high - low) / 2
    guard middle > low && middle < high else { return high }
    if surplus(middle) { low = middle } else { high = middle }
  }
}
