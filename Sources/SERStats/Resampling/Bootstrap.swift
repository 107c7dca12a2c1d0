// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The bootstrap of a statistic of independent units.
///
/// Units are drawn with replacement, as many as there are, and the statistic is computed anew each time. The
/// units must be independent: for utterances of speakers take ``ClusterBootstrap``, or ``ClusterTTest``,
/// which holds its level with few speakers.
///
/// ```swift
/// var generator = RandomStream(seed: 1)["bootstrap"]
/// let bootstrap = try Bootstrap(values, resamples: 9999, using: &generator) { $0.sorted()[$0.count / 2] }
/// try bootstrap.interval(.biasCorrectedAccelerated, level: 0.95)
/// ```
///
/// The draws are those of NumPy's `integers(0, n, (resamples, n))` and the intervals those of SciPy's
/// `bootstrap`, so that `scipy.stats.bootstrap(…, rng=numpy.random.default_rng(seed))` gives the same ends.
/// Where SciPy gives NaN this throws; and for BCa values within 2.2e-14 of the estimate count as equal to it.
///
/// - Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapters 12 to 14; Efron
///   (1987).
public struct Bootstrap: Hashable, Sendable {
  /// How the ends of an interval are taken from the bootstrap values.
  public enum Form: String, Hashable, Codable, Sendable, CaseIterable {
    /// Their quantiles.
    case percentile
    /// Their quantiles, mirrored at the estimate.
    case basic
    /// Quantiles at levels corrected for bias and for a standard error that changes with the value: BCa.
    case biasCorrectedAccelerated
  }

  /// The statistic of the data.
  public let estimate: Double
  /// The statistic of each resample, ascending.
  public let replicates: [Double]
  /// The statistic without each unit in turn.
  public let leaveOneOut: [Double]

  /// The number of independent units.
  public var independentUnits: Int { leaveOneOut.count }

  /// The bootstrap of a statistic of units that are known by their number.
  ///
  /// - Parameters:
  ///   - units: How many there are, *n*.
  ///   - resamples: How often *n* of them are drawn.
  ///   - generator: Gives *n* · `resamples` bounded integers.
  ///   - statistic: Of the units whose numbers are given, some of them several times; also called with *n* -
  ///     1 for the jackknife.
  /// - Throws: ``StatisticsError`` for no resamples, fewer than two units, or where the statistic is not
  ///   finite.
  /// - Complexity: *n* + `resamples` + 1 calls of the statistic.
  public init(
    units: Int, resamples: Int = 9999, using generator: inout NumPyGenerator, statistic: ([Int]) -> Double
  ) throws(StatisticsError) {
    replicates = try Self.replicates(units: units, resamples: resamples, using: &generator, statistic)
    estimate = try finite(statistic(Array(0..<units)), "the statistic of the data")
    leaveOneOut = try leavingOneOut(units, statistic)
  }

  private static func replicates(
    units: Int, resamples: Int, using generator: inout NumPyGenerator, _ statistic: ([Int]) -> Double
  ) throws(StatisticsError) -> [Double] {
    try requireDraws(resamples, of: "resamples")
    guard units >= 2 else { throw .tooFewUnits(kind: "independent units", found: units, needed: 2) }
    var drawn = [Int](repeating: 0, count: units)
    var values: [Double] = []
    values.reserveCapacity(resamples)
    for resample in 0..<resamples {
      generator.integers(below: units, into: &drawn)
      values.append(try finite(statistic(drawn), "the statistic of bootstrap sample \(resample)"))
    }
    values.sort()
    return values
  }

  /// The bootstrap of a statistic of values.
  ///
  /// - Parameters:
  ///   - values: One a unit.
  ///   - resamples: How often as many values are drawn.
  ///   - generator: Gives the draws.
  ///   - statistic: Of a resample, in the order of its draws.
  /// - Throws: ``StatisticsError`` for no resamples, fewer than two values, a value that is not finite, or
  ///   where the statistic is not.
  public init(
    _ values: [Double], resamples: Int = 9999, using generator: inout NumPyGenerator,
    statistic: ([Double]) -> Double
  ) throws(StatisticsError) {
    try requireFinite(values)
    var sample: [Double] = []
    try self.init(units: values.count, resamples: resamples, using: &generator) { drawn in
      sample.removeAll(keepingCapacity: true)
      for index in drawn { sample.append(values[index]) }
      return statistic(sample)
    }
  }

  /// The bootstrap of the mean of values: ``init(_:resamples:using:statistic:)`` in less time.
  ///
  /// - Throws: ``StatisticsError`` for no resamples, fewer than two values, or one that is not finite.
  public init(
    meanOf values: [Double], resamples: Int = 9999, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireFinite(values)
    replicates = try Self.replicates(units: values.count, resamples: resamples, using: &generator) { drawn in
      meanOfDrawn(values, drawn)
    }
    let center = try mean(values)
    estimate = center
    // The mean without a unit, as far from the mean as the unit is, over n - 1.
    leaveOneOut = values.map { center - ($0 - center) / Double(values.count - 1) }
  }

  /// The bootstrap of the mean of paired differences *a* - *b*.
  ///
  /// - Throws: ``StatisticsError`` for no resamples, unequal counts, fewer than two pairs, or a value that is
  ///   not finite.
  public init(
    differences a: [Double], _ b: [Double], resamples: Int = 9999, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    let pairs = try PairedDifferences(a, b, needed: 2)
    try self.init(meanOf: pairs.values, resamples: resamples, using: &generator)
  }

  /// The number of resamples.
  public var resamples: Int { replicates.count }

  /// The standard deviation of the bootstrap values, with *B* - 1.
  ///
  /// - Throws: ``StatisticsError`` for a single resample.
  public func standardError() throws(StatisticsError) -> Double {
    try SampleMoments(replicates, needed: 2).standardDeviation
  }

  /// An interval for the statistic.
  ///
  /// - Parameters:
  ///   - form: BCa is second-order accurate; all three are too short with few units (percentile intervals of
  ///     a mean of ten values hold it in about 90 % of samples where 95 % are claimed).
  ///   - level: 0 < `level` < 1, such as 0.95; else a programmer's error.
  /// - Throws: For BCa ``StatisticsError/constant(what:)`` if no unit moves the statistic, and
  ///   ``StatisticsError/outOfRange(what:value:allowed:)`` if all bootstrap values lie on one side of the
  ///   estimate, or if the acceleration is too strong for the level. SciPy gives NaN or an arbitrary end
  ///   there.
  public func interval(_ form: Form, level: Double) throws(StatisticsError) -> ClosedRange<Double> {
    requireLevel(level)
    let alpha = (1 - level) / 2
    switch form {
    case .percentile:
      let low = linearQuantile(replicates, alpha)
      return low...max(low, linearQuantile(replicates, 1 - alpha))
    case .basic:
      let low = 2 * estimate - linearQuantile(replicates, 1 - alpha)
      return low...max(low, 2 * estimate - linearQuantile(replicates, alpha))
    case .biasCorrectedAccelerated:
      let correction = try BCaCorrection(self)
      // The upper deviate from its own tail: 1 - alpha may be 1.
      let low = try linearQuantile(replicates, correction.probability(NormalDistribution().quantile(alpha)))
      let high = try linearQuantile(
        replicates, correction.probability(NormalDistribution().upperQuantile(alpha)))
      return low...max(low, high)
    }
  }
}

/// What BCa does to the levels of the quantiles.
private struct BCaCorrection {
  /// z₀: where the estimate stands among the bootstrap values.
  let bias: Double
  /// a: a sixth of the skewness of the jackknife's influences.
  let acceleration: Double

  init(_ bootstrap: Bootstrap) throws(StatisticsError) {
    var (below, upTo) = (0, 0)
    // Equal values must not hang on the last bit.
    let tolerance = 100 * Double.ulpOfOne * bootstrap.estimate.magnitude
    for value in bootstrap.replicates {
      if value < bootstrap.estimate - tolerance { below += 1 }
      if value <= bootstrap.estimate + tolerance { upTo += 1 }
    }
    let share = Double(below + upTo) / Double(2 * bootstrap.resamples)
    guard share > 0 && share < 1 else {
      throw .outOfRange(
        what: "the share of bootstrap values below the estimate", value: share,
        allowed: "above 0 and below 1 for a BCa interval; draw more, or take another form")
    }
    bias = NormalDistribution().quantile(share)
    let n = Double(bootstrap.leaveOneOut.count)
    let center = bootstrap.leaveOneOut.reduce(0, +) / n
    let influences = bootstrap.leaveOneOut.map { (n - 1) * (center - $0) }
    let largest = influences.reduce(0) { max($0, $1.magnitude) }
    guard largest > 1e-14 * center.magnitude, largest > 0 else {
      throw .constant(what: "the statistic without one unit")
    }
    // In units of the largest, so that cubes neither overflow nor vanish.
    let cubes = influences.reduce(0) { $0 + ($1 / largest) * ($1 / largest) * ($1 / largest) } / (n * n * n)
    let squares = influences.reduce(0) { $0 + ($1 / largest) * ($1 / largest) } / (n * n)
    acceleration = cubes / (squares * squares.squareRoot()) / 6
  }

  func probability(_ deviate: Double) throws(StatisticsError) -> Double {
    let z = bias + deviate
    let divisor = 1 - acceleration * z
    guard divisor > 0 else {
      throw .outOfRange(
        what: "the acceleration of the BCa interval", value: acceleration,
        allowed: "small enough for this level; take a lower level or another form")
    }
    return NormalDistribution().lowerTail(bias + z / divisor)
  }
}

/// In four chains, so that an addition need not wait for the one before.
private func meanOfDrawn(_ values: [Double], _ drawn: [Int]) -> Double {
  var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
  var index = 0
  while index + 4 <= drawn.count {
    a += values[drawn[index]]
    b += values[drawn[index + 1]]
    c += values[drawn[index + 2]]
    d += values[drawn[index + 3]]
    index += 4
  }
  while index < drawn.count {
    a += values[drawn[index]]
    index += 1
  }
  return (a + b + (c + d)) / Double(drawn.count)
}
