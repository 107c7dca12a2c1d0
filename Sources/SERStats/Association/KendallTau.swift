// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Which pairs Kendall's τ divides by.
public enum KendallTau: String, Hashable, Codable, Sendable {
  /// All *n*(*n* - 1)/2: a tied pair counts as one on which the columns do not agree, so ties keep it from
  /// ±1.
  case a
  /// The geometric mean of the pairs that are not tied in one column and in the other: SciPy's.
  case b
}

/// Kendall's rank correlation τ: concordant less discordant pairs, over a number of pairs.
///
/// - Parameters:
///   - x: One number a unit; infinities are ordered as well.
///   - y: The other number of the same units, in the same order.
///   - form: What is divided by. τ-a of a column that does not vary is 0, τ-b is not defined.
/// - Throws: ``StatisticsError`` for unequal counts, fewer than two pairs, a NaN, and for τ-b a column that
///   does not vary.
/// - Complexity: O(*n* log *n*).
/// - Source: SciPy `kendalltau` for τ-b.
package func kendallCorrelation(
  _ x: [Double], _ y: [Double], _ form: KendallTau = .b
) throws(StatisticsError) -> Double {
  try requireRankablePairs(x, y, needed: 2)
  return try KendallPairs(denseRanks(x), denseRanks(y)).tau(form)
}

extension KendallPairs {
  func tau(_ form: KendallTau) throws(StatisticsError) -> Double {
    switch form {
    case .a: return Double(balance) / Double(all)
    case .b:
      guard tiedInFirst < all else { throw .constant(what: "the first column") }
      guard tiedInSecond < all else { throw .constant(what: "the second column") }
      // The root of the product, so that it is exactly 1 for equal columns.
      let tau = Double(balance) / (Double(all - tiedInFirst) * Double(all - tiedInSecond)).squareRoot()
      return max(-1, min(1, tau))
    }
  }
}
