// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

extension DissimilarityMatrix {
  /// Cross-validated squared Mahalanobis distances per dimension: unbiased, so 0 on average where two conditions do not
  /// differ, and below 0 as often as above.
  ///
  /// Each fold in turn is held against all others: with *A* the condition means of the fold, *B* those of the rest (over all its
  /// patterns) and *K* = *A* *P* *B*ᵀ, the distance of *i* and *j* is (*K*ᵢᵢ + *K*ⱼⱼ - *K*ᵢⱼ - *K*ⱼᵢ) / *d*; the result is the
  /// mean over folds. Noise that folds do not share cancels.
  ///
  /// - Parameters:
  ///   - patterns: One pattern a measurement, shape `[n, d]`.
  ///   - conditions: The condition of each, `0..<k` with none missing.
  ///   - folds: The fold of each, such as a half of the speakers: measurements of different folds share no noise.
  ///   - precision: The inverse of the covariance of noise, shape `[d, d]`; without it, the identity.
  /// - Throws: ``StatisticsError`` for sizes that do not fit, fewer than two folds, a fold without some condition, or a
  ///   value that is not finite.
  /// - Complexity: O(*n*·*d*) for the means, O(*folds*·*k*·*d*²) with a precision.
  /// - Source: Walther et al. (2016); rsatoolbox 0.3.2, `calc_rdm_crossnobis`.
  public static func crossnobis(
    patterns: Matrix<Double>, conditions: [Int], folds: [Int], precision: Matrix<Double>? = nil
  ) throws(StatisticsError) -> DissimilarityMatrix {
    for (what, found) in [("conditions", conditions.count), ("folds", folds.count)]
    where found != patterns.rows {
      throw .unequalSizes(what: "\(what) of patterns", found: found, expected: patterns.rows)
    }
    // With none missing there is a pattern for each.
    if let bad = conditions.first(where: { $0 < 0 || $0 >= conditions.count }) {
      throw .outOfRange(
        what: "a condition", value: Double(bad), allowed: "in 0...\(conditions.count - 1), with none missing")
    }
    let (k, d) = ((conditions.max() ?? -1) + 1, patterns.columns)
    guard d > 0 else { throw .tooFewUnits(kind: "dimensions", found: 0, needed: 1) }
    guard k >= 2 else { throw .tooFewUnits(kind: "conditions", found: k, needed: 2) }
    let names = Set(folds).sorted()
    guard names.count >= 2 else { throw .tooFewUnits(kind: "folds", found: names.count, needed: 2) }
    try requireFinite(patterns.elements)
    if let precision, precision.rows != d || precision.columns != d {
      throw .unequalSizes(what: "rows or columns of the precision", found: precision.rows, expected: d)
    }

    var means: [(own: Matrix<Double>, rest: Matrix<Double>)] = []
    for fold in names {
      let own = try conditionMeans(patterns, conditions, count: k, name: "fold \(fold)") { folds[$0] == fold }
      let rest = try conditionMeans(patterns, conditions, count: k, name: "all folds but \(fold)") {
        folds[$0] != fold
      }
      means.append((own, rest))
    }
    var sums = [Double](repeating: 0, count: k * (k - 1) / 2)
    for (own, rest) in means {
      let kernel = (precision.map { own.times($0) } ?? own).times(rest, otherAs: .transposed)
      var at = 0
      for i in 0..<k {
        for j in i + 1..<max(i + 1, k) {
          sums[at] += (kernel[i, i] + kernel[j, j] - kernel[i, j] - kernel[j, i]) / Double(d)
          at += 1
        }
      }
    }
    return try DissimilarityMatrix(conditions: k, upper: sums.map { $0 / Double(means.count) })
  }
}

/// The mean pattern of each condition over chosen rows.
private func conditionMeans(
  _ patterns: Matrix<Double>, _ conditions: [Int], count: Int, name: String, where chosen: (Int) -> Bool
) throws(StatisticsError) -> Matrix<Double> {
  var means = Matrix<Double>(rows: count, columns: patterns.columns)
  var counts = [Int](repeating: 0, count: count)
  for row in 0..<patterns.rows where chosen(row) {
    counts[conditions[row]] += 1
    for (column, value) in patterns.row(row).enumerated() { means[conditions[row], column] += value }
  }
  for condition in 0..<count {
    guard counts[condition] > 0 else {
      throw .tooFewUnits(kind: "patterns of condition \(condition) in \(name)", found: 0, needed: 1)
    }
    for column in 0..<patterns.columns { means[condition, column] /= Double(counts[condition]) }
  }
  return means
}
