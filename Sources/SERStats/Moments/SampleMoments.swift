// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The arithmetic mean.
///
/// Two passes (the mean of what the first mean left over is added to it), in units of the largest value, so
/// that neither cancellation nor the size of the numbers costs digits.
///
/// - Throws: ``StatisticsError/tooFewPairs(found:needed:)`` for no values,
///   ``StatisticsError/notFinite(index:)``.
/// - Complexity: O(*n*).
public func mean(_ values: [Double]) throws(StatisticsError) -> Double {
  try SampleMoments(values, needed: 1).mean
}

/// The sample standard deviation, with *n* - 1 in the denominator.
///
/// Two passes, with the correction for the rounding of the mean. Exactly 0 if all values are equal.
///
/// - Throws: ``StatisticsError/tooFewPairs(found:needed:)`` for fewer than two values,
///   ``StatisticsError/notFinite(index:)``.
/// - Complexity: O(*n*).
public func sampleStandardDeviation(_ values: [Double]) throws(StatisticsError) -> Double {
  try SampleMoments(values, needed: 2).standardDeviation
}

/// Mean and standard deviation from one walk over the checks.
struct SampleMoments {
  var mean: Double
  /// With *n* - 1; 0 for a single value.
  var standardDeviation: Double

  init(_ values: [Double], needed: Int) throws(StatisticsError) {
    guard values.count >= needed else { throw .tooFewPairs(found: values.count, needed: needed) }
    if let index = values.firstIndex(where: { !($0.magnitude <= largestMagnitude) }) {
      throw .notFinite(index: index)
    }
    // A power of two, so that dividing by it and multiplying again is exact, and squares neither overflow nor
    // vanish.
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0 else {
      (mean, standardDeviation) = (0, 0)
      return
    }
    let unit = largest.binade
    let count = Double(values.count)
    let rough = values.reduce(0) { $0 + $1 / unit } / count
    let leftOver = values.reduce(0) { $0 + ($1 / unit - rough) }
    let squares = values.reduce(0) { $0 + ($1 / unit - rough) * ($1 / unit - rough) }
    mean = (rough + leftOver / count) * unit
    let variance = max(0, squares - leftOver * leftOver / count) / max(1, count - 1)
    standardDeviation = values.allSatisfy { $0 == values[0] } ? 0 : variance.squareRoot() * unit
  }
}

/// Values above it are refused: sums and differences of fewer than 1e8 of them stay finite.
let largestMagnitude = 1e300
