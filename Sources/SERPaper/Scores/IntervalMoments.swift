// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERStats

/// Extremes of the standard deviation and of *t* over a box of numbers that were rounded each on its own.
///
/// The standard deviation is convex, so it is largest at a corner. It is smallest where every number is as
/// near to one common value as its interval lets it, which leaves that value to be searched on a line. |*t*|
/// is quasi-concave where the mean has one sign: smallest at a corner, largest at numbers clamped to one
/// common value.
///
/// GRIMMER (Anaya 2016; Allard 2018) asks the same of a standard deviation, which values it can have, where
/// only mean and *n* are printed besides. Here every number behind it is printed, so its rounding interval
/// replaces the search for integer samples. DEBIT (Heathers and Brown 2019), the standard deviation of zeros
/// and ones from their mean, has no use: the paper's standard deviations are over seeds and folds, never over
/// utterances.
enum IntervalMoments {
  /// The most numbers whose corners are visited; of more, intervals that are a little too wide are given.
  static let most = 12

  /// The standard deviation, with *n* - 1.
  static func standardDeviation(of values: [Interval]) throws(StatisticsError) -> Interval {
    guard values.count <= most else {
      // The SD moves by no more than the length of the move over √(n - 1).
      let nominal = try sampleStandardDeviation(values.map(\.nominal))
      let widest = values.map { max($0.high - $0.nominal, $0.nominal - $0.low) }.max() ?? 0
      let reach = widest * (Double(values.count) / Double(values.count - 1)).squareRoot()
      return Interval(nominal: nominal, low: max(0, nominal - reach), high: nominal + reach)
    }
    let corners = try Interval.corners(values, sampleStandardDeviation)
    return Interval(
      nominal: corners.nominal, low: try clamped(values, least: true, sampleStandardDeviation),
      high: corners.high)
  }

  /// |*t*| of the hypothesis that the mean is 0; infinite where nothing varies.
  static func studentT(of values: [Interval]) throws(StatisticsError) -> Interval {
    let nominal = t(values.map(\.nominal))
    let mean = Interval.mean(values)
    guard values.count <= most else {
      let (size, spread) = (mean.magnitude, try standardDeviation(of: values))
      let root = Double(values.count).squareRoot()
      return Interval(
        nominal: nominal, low: spread.high > 0 ? size.low * root / spread.high : 0,
        high: spread.low > 0 ? size.high * root / spread.low : .infinity)
    }
    let low = mean.low <= 0 && mean.high >= 0 ? 0 : Interval.corners(values, t).low
    return Interval(nominal: nominal, low: low, high: max(nominal, clamped(values, least: false, t)))
  }

  /// |*t*|: infinite where nothing varies, 0 where nothing is there either.
  ///
  /// Plain sums, and not the corrected ones of SERStats: `comparisons.csv` has had their last bits from the
  /// start.
  private static func t(_ values: [Double]) -> Double {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / (n - 1)).squareRoot()
    guard deviation > 1e-12 else { return abs(mean) > 1e-12 ? .infinity : 0 }
    return abs(mean) / (deviation / n.squareRoot())
  }

  /// The extreme of a function over the curve of numbers that are clamped to one common value.
  private static func clamped<Failure: Error>(
    _ values: [Interval], least: Bool, _ function: ([Double]) throws(Failure) -> Double
  ) throws(Failure) -> Double {
    let ends = (values.map(\.low) + values.map(\.high)).sorted()
    let sign = least ? 1.0 : -1.0
    func at(_ common: Double) throws(Failure) -> Double {
      sign * (try function(values.map { min(max(common, $0.low), $0.high) }))
    }
    var best = min(try at(ends[0] - 1), try at(ends[ends.count - 1] + 1))
    for (start, end) in zip(ends, ends.dropFirst()) {
      best = min(best, try at(start), try at(end))
      // Within a piece the function has one valley, which thirds close in on.
      var (low, high) = (start, end)
      for _ in 0..<40 where high - low > 1e-12 {
        let (one, two) = (low + (high - low) / 3, high - (high - low) / 3)
        if try at(one) <= at(two) { high = two } else { low = one }
      }
      best = min(best, try at((low + high) / 2))
    }
    return sign * best
  }
}
