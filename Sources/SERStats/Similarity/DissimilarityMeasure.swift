// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// How far two patterns are apart.
///
/// | measure | of patterns *x* and *y* of *d* values |
/// | --- | --- |
/// | ``cosine`` | 1 - *x*·*y* / (‖*x*‖ ‖*y*‖); the mean is not removed |
/// | ``correlation`` | the same of *x* and *y* less their own means: 1 - Pearson's *r* |
/// | ``euclidean`` | ‖*x* - *y*‖² / *d* |
/// | ``mahalanobis(precision:)`` | (*x* - *y*)ᵀ *P* (*x* - *y*) / *d* |
///
/// The last two are squared and per dimension, as in rsatoolbox; comparisons by rank do not see the
/// difference. Cross-validated distances need repeated patterns and are made by
/// ``DissimilarityMatrix/crossnobis(patterns:conditions:folds:precision:)`` or
/// ``GroupedPatterns/crossnobis(folds:precision:)``.
///
/// - Source: paper, appendix D (cosine); rsatoolbox 0.3.2, `calc_rdm`.
public enum DissimilarityMeasure: Hashable, Codable, Sendable {
  /// One minus the cosine of the angle at the origin.
  case cosine
  /// One minus Pearson's correlation over dimensions.
  case correlation
  /// Squared Euclidean distance per dimension.
  case euclidean
  /// Squared Mahalanobis distance per dimension, by the inverse of the covariance of noise, shape `[d, d]`,
  /// as ``NoisePrecision`` estimates it.
  case mahalanobis(precision: Matrix<Double>)

  /// Whether a pattern needs a direction: one without is refused.
  var needsDirection: Bool {
    switch self {
    case .cosine, .correlation: true
    case .euclidean, .mahalanobis: false
    }
  }

  /// A map of patterns, the same for all, after which their differences or angles say how far they are apart;
  /// in units of 2 to the power `exponent`.
  ///
  /// - Throws: ``StatisticsError`` for a precision of another size, or one that is not positive definite.
  func prepared(
    _ patterns: Matrix<Double>
  ) throws(StatisticsError) -> (patterns: Matrix<Double>, exponent: Int) {
    let (scaled, exponent) = patterns.inUnits()
    switch self {
    case .cosine, .euclidean: return (scaled, exponent)
    case .correlation: return (scaled.lessRowMeans(), exponent)
    case .mahalanobis(let precision):
      // xᵀPx = ‖xL‖² with P = LLᵀ.
      let factor = try choleskyFactor(of: precision, dimension: patterns.columns)
      let (whitened, further) = scaled.lessColumnMeans().times(factor).inUnits()
      return (whitened, exponent + further)
    }
  }

  /// The dissimilarity of two prepared patterns of `dimension` values, from their products: exact to the
  /// rounding of the products, so their common offset should be gone.
  ///
  /// A pattern without direction is at 1 from every other.
  func dissimilarity(_ aa: Double, _ ab: Double, _ bb: Double, dimension: Int) -> Double {
    if needsDirection {
      let lengths = aa.squareRoot() * bb.squareRoot()
      return lengths > 0 ? 1 - ab / lengths : 1
    }
    return max(0, aa - 2 * ab + bb) / Double(dimension)
  }
}

/// L with P = LLᵀ, lower triangular.
func choleskyFactor(
  of precision: Matrix<Double>, dimension: Int
) throws(StatisticsError) -> Matrix<Double> {
  guard precision.rows == dimension, precision.columns == dimension else {
    throw .unequalSizes(
      what: "rows or columns of the precision",
      found: precision.rows == dimension ? precision.columns : precision.rows,
      expected: dimension)
  }
  do throws(LinearAlgebraError) {
    return try CholeskyDecomposition(precision).lower
  } catch {
    throw .unusableMatrix(what: "the precision", error)
  }
}
