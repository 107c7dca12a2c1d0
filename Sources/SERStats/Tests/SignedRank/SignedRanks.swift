// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The magnitudes of differences in ranks, with what ties and zeros do to the moments of a rank sum.
struct SignedRanks {
  /// The ranks of the differences that are not 0.
  let nonzero: [Double]
  let positiveSum: Double
  let negativeSum: Double
  /// Mean of the sum of positive ranks under the null hypothesis.
  var mean: Double { nonzero.reduce(0, +) / 2 }
  /// Variance of the sum of positive ranks under the null hypothesis: each rank is in or out, so a quarter of
  /// its square.
  var variance: Double { nonzero.reduce(0) { $0 + $1 * $1 } / 4 }

  init(_ pairs: PairedDifferences, zeros: WilcoxonSignedRankTest.Zeros) {
    let tolerance = pairs.rounding
    let differences = zeros == .pratt ? pairs.values : pairs.values.filter { $0.magnitude > tolerance }
    let magnitudes = differences.map { $0.magnitude > tolerance ? $0.magnitude : 0 }
    let ranks = averageRanks(merged(magnitudes, within: 2 * tolerance))
    var nonzero: [Double] = []
    var sums = (positive: 0.0, negative: 0.0)
    for (index, rank) in ranks.enumerated() where magnitudes[index] > 0 {
      nonzero.append(rank)
      if differences[index] > 0 { sums.positive += rank } else { sums.negative += rank }
    }
    self.nonzero = nonzero
    (positiveSum, negativeSum) = sums
  }
}

/// The moments of the sum of positive ranks among 1, 2, ..., *n*.
struct UntiedRanks {
  let mean: Double
  let variance: Double

  init(count: Int) {
    let n = Double(count)
    mean = n * (n + 1) / 4
    variance = n * (n + 1) * (2 * n + 1) / 24
  }
}

/// Values of which those no more than `tolerance` above the next smaller one are made equal to it.
private func merged(_ values: [Double], within tolerance: Double) -> [Double] {
  var merged = values
  var last: (own: Double, given: Double)?
  for index in values.indices.sorted(by: { values[$0] < values[$1] }) {
    if let previous = last, values[index] - previous.own <= tolerance { merged[index] = previous.given }
    last = (values[index], merged[index])
  }
  return merged
}
