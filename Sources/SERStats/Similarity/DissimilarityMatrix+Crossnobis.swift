// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

extension DissimilarityMatrix {
  /// Cross-validated squared Mahalanobis distances per dimension: unbiased, so 0 on average where two
  /// conditions do not differ, and below 0 as often as above.
  ///
  /// Each fold in turn is held against all others: with *A* the condition means of the fold, *B* those of the
  /// rest (over all its patterns), the distance of *i* and *j* is (*A*ᵢ - *A*ⱼ) *P* (*B*ᵢ - *B*ⱼ)ᵀ / *d*; the
  /// result is the mean over folds. Noise that folds do not share cancels.
  ///
  /// - Parameters:
  ///   - patterns: One pattern a measurement, shape `[n, d]`.
  ///   - conditions: The condition of each, `0..<k` with none missing.
  ///   - folds: The fold of each, such as a half of the speakers: measurements of different folds share no
  ///     noise.
  ///   - precision: The inverse of the covariance of noise, shape `[d, d]`, as of ``NoisePrecision``; without
  ///     it, the identity.
  /// - Throws: ``StatisticsError`` for sizes that do not fit, fewer than two folds, a fold without some
  ///   condition, a value that is not finite or above 1e300, or a squared distance too large or too small for
  ///   a number.
  /// - Complexity: O(*n*·*d*) for the means, O(*folds*·*k*²·*d*) for the distances, O(*folds*·*k*·*d*²) with
  ///   a precision.
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
    try requireMagnitudes(patterns.elements)
    if let precision {
      guard precision.rows == d, precision.columns == d else {
        throw .unequalSizes(
          what: "rows or columns of the precision",
          found: precision.rows == d ? precision.columns : precision.rows, expected: d)
      }
      if let index = precision.elements.firstIndex(where: { !$0.isFinite }) {
        throw .unusableMatrix(what: "the precision", .notFinite(row: index / d, column: index % d))
      }
    }

    let (scaled, exponent) = patterns.inUnits()
    let centered = scaled.lessColumnMeans()
    var means: [(own: Matrix<Double>, rest: Matrix<Double>)] = []
    for fold in names {
      let own = try conditionMeans(centered, conditions, count: k, name: "fold \(fold)") { folds[$0] == fold }
      let rest = try conditionMeans(centered, conditions, count: k, name: "all folds but \(fold)") {
        folds[$0] != fold
      }
      means.append((own, rest))
    }
    var sums = [Double](repeating: 0, count: k * (k - 1) / 2)
    for (own, rest) in means {
      let weighted = precision.map { own.times($0) } ?? own
      var at = 0
      for i in 0..<k {
        for j in i + 1..<max(i + 1, k) {
          var sum = 0.0
          for column in 0..<d {
            sum += (weighted[i, column] - weighted[j, column]) * (rest[i, column] - rest[j, column])
          }
          sums[at] += sum / Double(d)
          at += 1
        }
      }
    }
    let upper = try squares(sums.map { $0 / Double(means.count) }, inUnitsOf: exponent)
    return try DissimilarityMatrix(conditions: k, upper: upper)
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
