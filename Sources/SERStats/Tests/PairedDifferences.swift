// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Two columns of scores, checked and subtracted: what every paired test starts from.
struct PairedDifferences {
  let values: [Double]
  /// How far a difference may be from the true one because both scores were rounded to a Double.
  let rounding: Double

  init(_ a: [Double], _ b: [Double], needed: Int) throws(StatisticsError) {
    guard a.count == b.count else { throw .unequalCounts(a: a.count, b: b.count) }
    guard a.count >= needed else { throw .tooFewPairs(found: a.count, needed: needed) }
    var largest = 0.0
    for index in a.indices {
      let magnitude = max(a[index].magnitude, b[index].magnitude)
      // `max` may pass over a NaN, so look at both.
      guard a[index].isFinite, b[index].isFinite, magnitude <= largestMagnitude / 2 else {
        throw .notFinite(index: index)
      }
      largest = max(largest, magnitude)
    }
    values = zip(a, b).map { $0 - $1 }
    rounding = 2 * largest.ulp
  }

  /// Mean and standard deviation, for a test that divides by the latter.
  ///
  /// 0.9 - 0.8 and 0.5 - 0.4 differ by 1e-16; a *t* of 1e15 from such noise would be a false finding, so a
  /// spread within the rounding counts as none.
  func varyingMoments() throws(StatisticsError) -> SampleMoments {
    let moments = try SampleMoments(values, needed: 2)
    guard let low = values.min(), let high = values.max(), high - low > 2 * rounding,
      moments.standardDeviation / Double(values.count).squareRoot() > 0
    else { throw .noVariation(meanDifference: moments.mean) }
    return moments
  }
}
