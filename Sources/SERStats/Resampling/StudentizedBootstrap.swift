// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The bootstrap of a *t*: each resample's statistic, less the estimate, in its own standard errors.
///
/// Its interval allows for a standard error that is itself uncertain, which the plain forms of ``Bootstrap``
/// do not. It needs a standard error of every resample: a formula, or a jackknife of each resample where
/// there is none.
///
/// - Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", section 12.5; Davison and
///   Hinkley (1997), section 5.2.
public struct StudentizedBootstrap: Hashable, Sendable {
  /// The statistic of the data.
  public let estimate: Double
  /// Its standard error.
  public let standardError: Double
  /// The *t* of each resample, ascending; infinite where its standard error is 0 and its statistic is not the
  /// estimate.
  public let studentized: [Double]
  /// The number of independent units.
  public let independentUnits: Int

  /// The bootstrap of a statistic and its standard error, of units that are known by their number.
  ///
  /// - Parameters:
  ///   - units: How many there are, *n*.
  ///   - resamples: How often *n* of them are drawn, as ``Bootstrap`` draws.
  ///   - generator: Gives *n* · `resamples` bounded integers.
  ///   - statistic: Of the units whose numbers are given.
  ///   - error: The standard error of that statistic on the same units.
  /// - Throws: ``StatisticsError`` for no resamples, fewer than two units, where a value is not finite, or if
  ///   the standard error of the data is 0.
  public init(
    units: Int, resamples: Int = 9999, using generator: inout NumPyGenerator, statistic: ([Int]) -> Double,
    standardError error: ([Int]) -> Double
  ) throws(StatisticsError) {
    try requireDraws(resamples, of: "resamples")
    guard units >= 2 else { throw .tooFewUnits(kind: "independent units", found: units, needed: 2) }
    let all = Array(0..<units)
    estimate = try finite(statistic(all), "the statistic of the data")
    standardError = try finite(error(all), "the standard error of the data")
    independentUnits = units
    guard standardError > 0 else { throw .constant(what: "the statistic over units") }
    // An error that is rounding and no more is 0.
    let least = 1e-13 * max(standardError, estimate.magnitude)
    var drawn = all
    var values: [Double] = []
    values.reserveCapacity(resamples)
    for resample in 0..<resamples {
      generator.integers(below: units, into: &drawn)
      let value = try finite(statistic(drawn), "the statistic of bootstrap sample \(resample)")
      let spread = try finite(error(drawn), "the standard error of bootstrap sample \(resample)")
      let deviation = value - estimate
      if spread > least {
        values.append(deviation / spread)
      } else {
        values.append(deviation.magnitude <= least ? 0 : deviation > 0 ? .infinity : -.infinity)
      }
    }
    studentized = values.sorted()
  }

  /// The bootstrap of a statistic of values, with its standard error by a jackknife of each resample.
  ///
  /// - Parameters:
  ///   - values: One a unit.
  ///   - resamples: How often as many values are drawn.
  ///   - generator: Gives the draws.
  ///   - statistic: Of a resample.
  /// - Throws: ``StatisticsError`` as ``init(units:resamples:using:statistic:standardError:)``.
  /// - Complexity: *n* + 1 calls of the statistic for each resample.
  public init(
    _ values: [Double], resamples: Int = 999, using generator: inout NumPyGenerator,
    statistic: ([Double]) -> Double
  ) throws(StatisticsError) {
    try requireFinite(values)
    let of = { (units: [Int]) in statistic(units.map { values[$0] }) }
    try self.init(units: values.count, resamples: resamples, using: &generator, statistic: of) { drawn in
      jackknifeError(drawn.map { values[$0] }, statistic)
    }
  }

  /// Estimate less the upper and lower quantile of ``studentized``, in standard errors.
  ///
  /// - Parameter level: 0 < `level` < 1, such as 0.95; else a programmer's error.
  /// - Throws: ``StatisticsError/outOfRange(what:value:allowed:)`` if so many resamples have a standard error
  ///   of 0 that an end would be infinite.
  public func interval(level: Double) throws(StatisticsError) -> ClosedRange<Double> {
    requireLevel(level)
    let alpha = (1 - level) / 2
    let ranks = Double(studentized.count - 1)
    let (first, last) = (Int((ranks * alpha).rounded(.down)), Int((ranks * (1 - alpha)).rounded(.up)))
    guard studentized[first].isFinite, studentized[last].isFinite else {
      let share = Double(studentized.count { !$0.isFinite }) / Double(studentized.count)
      throw .outOfRange(
        what: "the share of bootstrap samples in which nothing varies", value: share,
        allowed: "below \(alpha) for this level; there are too few units, so take a t interval")
    }
    let low = estimate - linearQuantile(studentized, 1 - alpha) * standardError
    return low...max(low, estimate - linearQuantile(studentized, alpha) * standardError)
  }
}

/// The jackknife's standard error, or NaN where the statistic is; the caller checks.
private func jackknifeError(_ sample: [Double], _ statistic: ([Double]) -> Double) -> Double {
  var kept = Array(sample[1...])
  var values: [Double] = []
  for left in sample.indices {
    values.append(statistic(kept))
    if left < sample.count - 1 { kept[left] = sample[left] }
  }
  let n = Double(sample.count)
  let center = values.reduce(0, +) / n
  return (values.reduce(0) { $0 + ($1 - center) * ($1 - center) } * (n - 1) / n).squareRoot()
}
