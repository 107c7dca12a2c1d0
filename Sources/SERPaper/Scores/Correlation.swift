// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERStats

/// Pearson's correlation of two columns of equal length; `nil` if one of them does not vary.
///
/// - Throws: `StatisticsError` for fewer than two values, or one that is not finite.
func pearsonCorrelation(_ a: [Double], _ b: [Double]) throws(StatisticsError) -> Double? {
  let (meanA, meanB) = (try mean(a), try mean(b))
  let scale = try sampleStandardDeviation(a) * sampleStandardDeviation(b) * Double(a.count - 1)
  let product = zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
  return scale > 0 ? product / scale : nil
}
