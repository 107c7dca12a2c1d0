// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The inverse of the covariance of noise, estimated from what patterns have beside their condition means:
/// what ``DissimilarityMeasure/mahalanobis(precision:)`` and the cross-validated distances weight dimensions
/// by.
///
/// Of few patterns the sample covariance has no inverse, or a wild one. So its correlations are shrunk
/// towards 0 and its variances kept: with *z* the residuals in units of their standard deviation, *n* of them
/// with *f* degrees of freedom and *r* = Σ *z*ᵢ *z*ⱼ / (*n* - 1), the correlations are multiplied by 1 - λ,
/// where
///
/// λ = Σ *n*/*f*² (Σ *z*ᵢ² *z*ⱼ² / (*n* - 1) - *r*²) / Σ *r*²
///
/// over all pairs of different dimensions, no less than 0 and no more than 1.
///
/// ```swift
/// let noise = try patterns.noisePrecision()
/// let geometries = try patterns.geometries(by: .mahalanobis(precision: noise.precision))
/// ```
///
/// - Source: Ledoit and Wolf (2004); Schäfer and Strimmer (2005), target D; rsatoolbox 0.3.2,
///   `prec_from_residuals` with `shrinkage_diag`.
public struct NoisePrecision: Hashable, Sendable {
  /// The inverse of the shrunk covariance, shape `[d, d]`: symmetric and positive definite.
  public let precision: Matrix<Double>
  /// How far correlations were shrunk, λ: 0 for not at all, 1 for to nothing.
  public let shrinkage: Double
  /// The residuals less the means that were estimated.
  public let degreesOfFreedom: Int

  /// The precision of residuals.
  ///
  /// - Parameters:
  ///   - residuals: One pattern less its expectation a row, shape `[n, d]`; their mean is taken for 0.
  ///   - degreesOfFreedom: *n* less the number of means that were estimated from the same patterns.
  /// - Throws: ``StatisticsError`` for no dimension, fewer than two residuals, degrees of freedom outside
  ///   `1...n`, a value that is not finite or above 1e300, a dimension in which all residuals are 0, or a
  ///   covariance without an inverse.
  /// - Complexity: O(*n*·*d*² + *d*³) and a few matrices of *d*² values.
  public init(residuals: Matrix<Double>, degreesOfFreedom: Int) throws(StatisticsError) {
    let (n, d) = (residuals.rows, residuals.columns)
    guard d > 0 else { throw .tooFewUnits(kind: "dimensions", found: 0, needed: 1) }
    guard n >= 2 else { throw .tooFewUnits(kind: "residuals", found: n, needed: 2) }
    guard (1...n).contains(degreesOfFreedom) else {
      throw .outOfRange(
        what: "the degrees of freedom of \(n) residuals", value: Double(degreesOfFreedom),
        allowed: "in 1...\(n)"
      )
    }
    try requireMagnitudes(residuals.elements)
    let freedom = Double(degreesOfFreedom)
    let (scaled, exponent) = residuals.inUnits()
    var deviations = [Double](repeating: 0, count: d)
    for row in 0..<n {
      for (column, value) in scaled.row(row).enumerated() { deviations[column] += value * value }
    }
    for column in 0..<d {
      deviations[column] = (deviations[column] / freedom).squareRoot()
      guard deviations[column] > 0x1p-500 else { throw .constant(what: "the noise in dimension \(column)") }
    }
    var standard = scaled
    standard.elements = scaled.elements.enumerated().map { $1 / deviations[$0 % d] }
    var squares = standard
    squares.elements = standard.elements.map { $0 * $0 }

    var correlations = standard.times(standard, .transposed)
    let fourth = squares.times(squares, .transposed)
    var (variance, size) = (0.0, 0.0)
    for i in 0..<d {
      for j in 0..<d where i != j {
        let r = correlations[i, j] / Double(n - 1)
        variance += Double(n) / (freedom * freedom) * (fourth[i, j] / Double(n - 1) - r * r)
        size += r * r
      }
    }
    // Where nothing is correlated, nothing is left to shrink.
    let shrinkage = size > 0 ? max(0, min(1, variance / size)) : 1
    for i in 0..<d {
      for j in 0..<d { correlations[i, j] *= i == j ? 1 / freedom : (1 - shrinkage) / freedom }
    }
    var inverse = Matrix<Double>(rows: d, columns: d)
    for i in 0..<d { inverse[i, i] = 1 }
    do throws(LinearAlgebraError) {
      inverse = try CholeskyDecomposition(correlations).solve(inverse)
    } catch {
      throw .unusableMatrix(what: "the covariance of the noise", error)
    }
    for i in 0..<d {
      for j in i..<d {
        let mean = (inverse[i, j] + inverse[j, i]) / 2 / deviations[i] / deviations[j]
        let value = Double(sign: .plus, exponent: -2 * exponent, significand: mean)
        guard value.isFinite else {
          throw .outOfRange(
            what: "the precision of dimensions \(i) and \(j)", value: value,
            allowed: "finite; multiply all patterns by one power of ten")
        }
        (inverse[i, j], inverse[j, i]) = (value, value)
      }
    }
    precision = inverse
    self.shrinkage = shrinkage
    self.degreesOfFreedom = degreesOfFreedom
  }
}
