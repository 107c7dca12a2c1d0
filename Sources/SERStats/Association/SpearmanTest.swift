// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Spearman's rank correlation, with a *p*-value from the orders that the null hypothesis allows.
///
/// ρ is the correlation of the average ranks. Null hypothesis: *x* and *y* are independent, so that every
/// order of *y* was as likely; assumed: the pairs are independent of each other. Up to nine pairs all orders
/// are gone through (exact, with or without ties), beyond that `draws` are drawn.
///
/// ```swift
/// var generator = RandomStream(seed: 1)["spearman"]
/// let test = try SpearmanTest([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], using: &generator)
/// test.rho     // 0.8
/// test.pValue  // 0.133 = 16/120
/// ```
///
/// - Source: SciPy `spearmanr` for ρ and ``approximatePValue``, `permutation_test` for ``pValue``.
public struct SpearmanTest: HypothesisTest {
  /// The rank correlation ρ, in -1...1.
  public let rho: Double
  /// The number of pairs.
  public let n: Int
  /// Which deviation counts.
  public let alternative: Alternative
  /// The share of orders with such a ρ.
  public let pValue: Double
  /// All orders, or the drawn ones.
  public let pValueSource: PValueSource

  /// The test of *x* against *y*.
  ///
  /// - Parameters:
  ///   - x: One number a unit; infinities have a rank as well.
  ///   - y: The other number of the same units, in the same order.
  ///   - alternative: Which sign of ρ counts.
  ///   - draws: How many orders are drawn, for more than nine pairs.
  ///   - generator: Not touched for nine pairs or fewer.
  /// - Throws: ``StatisticsError`` for unequal counts, fewer than three pairs, a NaN, a column that does not
  ///   vary, or a number of draws below 1.
  /// - Complexity: O(*n* log *n* + *n* · `draws`).
  public init(
    _ x: [Double], _ y: [Double], alternative: Alternative = .twoSided, draws: Int = 9_999,
    using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(draws)
    try requireRankablePairs(x, y, needed: 3)
    let (a, b) = (averageRanks(x), averageRanks(y))
    rho = try correlationOfRanks(a, b)
    n = x.count
    self.alternative = alternative
    // Products of ranks are multiples of 1/4, and their sums exact: orders that tie do so to the last bit.
    let product = { (order: [Int]) in
      var sum = 0.0
      for i in order.indices { sum += a[i] * b[order[i]] }
      return sum
    }
    var tally = RandomizationTally(observed: product(Array(x.indices)))
    let coverage = countOrders(of: n, into: &tally, draws: draws, using: &generator, statistic: product)
    pValue = tally.pValue(alternative, of: coverage)
    pValueSource = tally.source(of: coverage)
  }

  /// ρ.
  public var statistic: Double { rho }

  /// The pairs.
  public var independentUnits: Int { n }

  /// One order in all, or one in the drawn and the observed; twice that if two-sided.
  public var smallestAttainableP: Double { smallestShare(pValueSource, alternative) }

  /// Nil: the test holds for independent pairs, whatever their distribution.
  public var caveat: String? { nil }

  /// The *p*-value by Student's *t* on *n* - 2 degrees of freedom: *t* = ρ √((*n* - 2)/(1 - ρ²)), as SciPy
  /// prints it.
  ///
  /// Not for small *n*: five pairs in perfect order have 0 here, and 2/120 exactly. It is 0 at ρ = ±1 (1 on
  /// the wrong side).
  public var approximatePValue: Double {
    let distribution = StudentTDistribution(degreesOfFreedom: Double(n - 2))
    let slack = max(0, (1 - rho) * (1 + rho))
    let t = slack == 0 ? rho * .infinity : rho * (Double(n - 2) / slack).squareRoot()
    return switch alternative {
    case .twoSided: min(1, 2 * distribution.upperTail(abs(t)))
    case .greater: distribution.upperTail(t)
    case .less: distribution.lowerTail(t)
    }
  }
}

/// Spearman's rank correlation: the correlation of average ranks, in -1...1.
///
/// - Throws: ``StatisticsError`` for unequal counts, fewer than two pairs, a NaN, or a column that does not
///   vary.
/// - Complexity: O(*n* log *n*).
package func spearmanCorrelation(_ x: [Double], _ y: [Double]) throws(StatisticsError) -> Double {
  try requireRankablePairs(x, y, needed: 2)
  return try correlationOfRanks(averageRanks(x), averageRanks(y))
}

/// Two columns that can be ranked pair by pair.
func requireRankablePairs(_ x: [Double], _ y: [Double], needed: Int) throws(StatisticsError) {
  guard x.count == y.count else { throw .unequalCounts(a: x.count, b: y.count) }
  guard x.count >= needed else { throw .tooFewPairs(found: x.count, needed: needed) }
  for index in x.indices where x[index].isNaN || y[index].isNaN { throw .notFinite(index: index) }
}

/// Pearson's correlation of two columns of ranks.
private func correlationOfRanks(_ a: [Double], _ b: [Double]) throws(StatisticsError) -> Double {
  let middle = Double(a.count + 1) / 2
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (rank, other) in zip(a, b) {
    ab += (rank - middle) * (other - middle)
    aa += (rank - middle) * (rank - middle)
    bb += (other - middle) * (other - middle)
  }
  guard aa > 0 else { throw .constant(what: "the first column") }
  guard bb > 0 else { throw .constant(what: "the second column") }
  // The root of the product, so that it is exactly 1 for equal columns.
  return max(-1, min(1, ab / (aa * bb).squareRoot()))
}
