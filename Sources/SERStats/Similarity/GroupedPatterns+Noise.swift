// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

extension GroupedPatterns {
  /// The inverse of the covariance of noise, from all patterns less the mean of their condition in their
  /// group.
  ///
  /// One for all groups, with *n* - *g*·*k* degrees of freedom. Patterns of the same unit, such as a speaker,
  /// are taken for independent; what a unit adds to all its patterns counts as noise.
  ///
  /// - Throws: What ``NoisePrecision/init(residuals:degreesOfFreedom:)`` throws, such as for one pattern a
  ///   condition.
  /// - Complexity: O(*n*·*d*² + *d*³).
  public func noisePrecision() throws(StatisticsError) -> NoisePrecision {
    var residuals: [Double] = []
    for group in 0..<groups {
      let means = centroids(group: group)
      for (row, label) in labels[group].enumerated() {
        for (value, mean) in zip(patterns[group].row(row), means.row(Int(label))) {
          residuals.append(Double(value) - mean)
        }
      }
    }
    let count = residuals.count / dimension
    guard count > groups * conditions else {
      throw .tooFewUnits(
        kind: "patterns of \(conditions) conditions in \(groups) groups", found: count,
        needed: groups * conditions + 1)
    }
    return try NoisePrecision(
      residuals: Matrix(rows: count, columns: dimension, elements: residuals),
      degreesOfFreedom: count - groups * conditions)
  }

  /// The geometry of each group by cross-validated distances, which noise does not add to.
  ///
  /// - Parameters:
  ///   - folds: The fold of each row that `self` was made of, such as a half of each group's speakers:
  ///     patterns of different folds share no noise. Every fold of a group has every condition.
  ///   - precision: The inverse of the covariance of noise, shape `[d, d]`; without it, the identity.
  /// - Throws: ``StatisticsError`` for a wrong number of folds, and what
  ///   ``DissimilarityMatrix/crossnobis(patterns:conditions:folds:precision:)`` throws.
  public func crossnobis(
    folds: [Int], precision: Matrix<Double>? = nil
  ) throws(StatisticsError) -> [DissimilarityMatrix] {
    let count = rows.reduce(0) { $0 + $1.count }
    guard folds.count == count else {
      throw .unequalSizes(what: "folds of patterns", found: folds.count, expected: count)
    }
    var geometries: [DissimilarityMatrix] = []
    for group in 0..<groups {
      let own = patterns[group]
      geometries.append(
        try DissimilarityMatrix.crossnobis(
          patterns: Matrix(rows: own.rows, columns: own.columns, elements: own.elements.map(Double.init)),
          conditions: labels[group].map(Int.init), folds: rows[group].map { folds[$0] }, precision: precision)
      )
    }
    return geometries
  }
}
