// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Values whose signs could as well have been the other ones: what every sign-flip test counts.
///
/// A value belongs to a unit, with a weight that a shift of 1 adds to it: 1 for a difference, the number of
/// its utterances for the sum of a speaker. The estimate is Σ values / Σ weights.
struct SignFlips: Hashable, Sendable {
  /// The most values whose patterns are enumerated: two tables of 2²⁰ sums.
  static let largestEnumerated = 40

  private let values: [Double]
  private let weights: [Double]
  /// The largest error that rounding leaves in a sum of all values.
  private let rounding: Double

  /// - Parameters:
  ///   - values: At least one, all finite.
  ///   - weights: One a value, positive; nil for 1 each.
  ///   - rounding: The most that the values' own rounding does to their sum.
  init(_ values: [Double], weights: [Double]? = nil, rounding: Double) {
    self.values = values
    self.weights = weights ?? Array(repeating: 1, count: values.count)
    let magnitudes = values.reduce(0) { $0 + $1.magnitude }
    // Sums of the same values in another order differ by less.
    self.rounding = max(rounding, (16 + Double(values.count) / 4) * Double.ulpOfOne * magnitudes)
  }

  /// All 2ⁿ patterns against the observed one.
  ///
  /// - Throws: ``StatisticsError/tooManyPairsToEnumerate(found:limit:)``.
  /// - Complexity: O(2^(*n*/2)) in time and memory: half the values are enumerated against the other half.
  func enumerated() throws(StatisticsError) -> RandomizationTally {
    guard values.count <= Self.largestEnumerated else {
      throw .tooManyPairsToEnumerate(found: values.count, limit: Self.largestEnumerated)
    }
    let sums = HalvedSubsetSums(values: values.map { .init(out: -$0, in: $0) })
    let observed = values.reduce(0, +)
    var tally = RandomizationTally(observed: observed, rounding: rounding)
    // Patterns come in pairs of opposite sums, so as many are at most x as are at least -x.
    tally.count(
      sums.count, atLeast: sums.count(atLeast: observed - tally.tolerance),
      atMost: sums.count(atLeast: -observed - tally.tolerance))
    return tally
  }

  /// Patterns drawn at random against the observed one.
  ///
  /// - Throws: ``StatisticsError/outOfRange(what:value:allowed:)`` for no draws.
  /// - Complexity: O(`draws` · *n*/8); ⌈*n*/64⌉ words of the generator a pattern.
  func sampled(
    _ draws: Int, using generator: inout NumPyGenerator
  ) throws(StatisticsError) -> RandomizationTally {
    try requireDraws(draws)
    let sums = SubsetSumTables(values)
    let total = sums.total
    var tally = RandomizationTally(observed: total, rounding: rounding)
    for _ in 0..<draws { tally.count(total - 2 * sums.drawn(using: &generator)) }
    return tally
  }

  /// 2ⁿ; infinite past 1,023 values.
  private var patterns: Double { Double(sign: .plus, exponent: values.count, significand: 1) }

  /// The *p*-value of a tally of these flips.
  func pValue(
    _ tally: RandomizationTally, _ alternative: Alternative, of coverage: RandomizationTally.Coverage
  ) -> Double {
    max(
      tally.pValue(alternative, of: coverage),
      smallestShare(tally.source(of: coverage), alternative, of: patterns))
  }

  /// The smallest two-sided *p*-value: 2/2ⁿ, or 2/(*m* + 1) of *m* draws if that is more.
  func smallestAttainableP(_ source: PValueSource) -> Double {
    smallestShare(source, .twoSided, of: patterns)
  }

  /// The shifts that are not rejected when all patterns are gone through.
  ///
  /// Its ends are means of subsets of the values: with *k* = ⌊(1 - `level`) 2ⁿ / 2⌋, the *k*-th smallest and
  /// the *k*-th largest of the 2ⁿ - 1. If *k* is 0 no shift can be rejected and the interval is the whole
  /// line.
  ///
  /// - Complexity: O(2^(*n*/2)), about a hundred times.
  /// - Source: Hartigan (1969), "Using subsample values as typical values".
  func interval(level: Double, around estimate: Double, pValue: Double) -> ClosedRange<Double> {
    // The nudge keeps 1 - 0.9375, a little under 2/32 in binary, at its rank.
    let rank = Int(((1 - level) * patterns / 2 * (1 + 1e-12)).rounded(.down))
    guard rank > 0 else { return -Double.infinity...Double.infinity }
    let low = subsetMean(rank: rank, of: values, upTo: estimate)
    let high = -subsetMean(rank: rank, of: values.map { -$0 }, upTo: -estimate)
    return holdingZero(min(low, estimate)...max(high, estimate), pValue, 1 - level)
  }

  /// The shifts that are not rejected by the patterns of ``sampled(_:using:)``, drawn once more from where it
  /// began.
  ///
  /// - Complexity: O(*m* (*n*/8 + log *m*)) time and O(*m*) memory.
  func interval(
    level: Double, around estimate: Double, pValue: Double, redrawing tally: RandomizationTally,
    from start: NumPyGenerator
  ) -> ClosedRange<Double> {
    let (sums, sizes) = (SubsetSumTables(values), SubsetSumTables(weights))
    var (ofSums, ofSizes) = (start, start)
    var means: [Double] = []
    means.reserveCapacity(tally.arrangements)
    // A pattern that flips nothing reaches any mean; so does the observed one.
    var reachingAll = 1
    for _ in 0..<tally.arrangements {
      let (sum, size) = (sums.drawn(using: &ofSums), sizes.drawn(using: &ofSizes))
      guard size > 0 else {
        reachingAll += 1
        continue
      }
      // A pattern whose sum ties with the observed one flips values that sum to 0, for the tally and so here.
      means.append(abs(2 * sum) <= tally.tolerance ? 0 : sum / size)
    }
    let rank =
      Int(((1 - level) * Double(tally.arrangements + 1) / 2 * (1 + 1e-12)).rounded(.down)) - reachingAll
    guard rank >= 0, rank < means.count else { return -Double.infinity...Double.infinity }
    means.sort()
    let (low, high) = (means[rank], means[means.count - 1 - rank])
    return holdingZero(min(low, estimate)...max(high, estimate), pValue, 1 - level)
  }

  /// The `rank`-th smallest mean of a non-empty subset, to 1e-15 of the largest; at most `limit`.
  ///
  /// A subset's mean is at most x exactly if its sum of (value - x · weight) is at most 0, and such subsets
  /// can be counted.
  private func subsetMean(rank: Int, of values: [Double], upTo limit: Double) -> Double {
    let means = zip(values, weights).map { $0 / $1 }
    let scale = means.reduce(0) { max($0, $1.magnitude) }
    var low = means.reduce(limit) { min($0, $1) } - scale * 1e-15
    var high = limit
    while high - low > scale * 1e-15 {
      let middle = low + (high - low) / 2
      guard middle > low && middle < high else { break }
      // Sums of the mirrored values that are at least 0; the empty subset is one of them.
      let sums = HalvedSubsetSums(values: zip(values, weights).map { .init(out: 0, in: middle * $1 - $0) })
      if sums.count(atLeast: 0) - 1 >= rank { high = middle } else { low = middle }
    }
    return high
  }
}

/// The interval of a test, with 0 in it where *p* says so: where patterns tie within rounding an end may be a
/// last bit past it.
private func holdingZero(
  _ range: ClosedRange<Double>, _ p: Double, _ rejected: Double
) -> ClosedRange<Double> {
  guard p > rejected * (1 + 1e-12) else { return range }
  return min(range.lowerBound, 0)...max(range.upperBound, 0)
}
