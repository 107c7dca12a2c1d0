// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Kendall's rank correlation τ, with a *p*-value from the orders that the null hypothesis allows.
///
/// Null hypothesis: *x* and *y* are independent, so that every order of *y* was as likely; assumed: the pairs
/// are independent of each other. Without ties the null distribution is known exactly, and used up to
/// ``largestExactCount`` pairs; with ties all orders are gone through up to nine pairs; else `draws` are
/// drawn. τ-a and τ-b order the orders alike, so they share the *p*-value.
///
/// - Source: SciPy `kendalltau`: `exact`, and `asymptotic` for ``approximatePValue``.
public struct KendallTest: HypothesisTest {
  /// The most pairs without ties for which the exact distribution is made.
  public static let largestExactCount = 170

  /// τ in the form asked for, in -1...1.
  public let tau: Double
  /// What τ divides by.
  public let form: KendallTau
  /// The number of pairs.
  public let n: Int
  /// Which deviation counts.
  public let alternative: Alternative
  /// The share of orders with such a τ.
  public let pValue: Double
  /// All orders, or the drawn ones.
  public let pValueSource: PValueSource
  /// Concordant less discordant pairs, over their standard deviation under the null hypothesis.
  public let standardScore: Double

  /// The test of *x* against *y*.
  ///
  /// - Parameters:
  ///   - x: One number a unit; infinities are ordered as well.
  ///   - y: The other number of the same units, in the same order.
  ///   - form: τ-b, or τ-a.
  ///   - alternative: Which sign of τ counts.
  ///   - draws: How many orders are drawn, if any are.
  ///   - generator: Touched only if orders are drawn.
  /// - Throws: ``StatisticsError`` for unequal counts, fewer than three pairs, a NaN, a column that does not
  ///   vary, or a number of draws below 1.
  /// - Complexity: O(*n*³) without ties, O(*n* log *n* · `draws`) if drawn.
  public init(
    _ x: [Double], _ y: [Double], form: KendallTau = .b, alternative: Alternative = .twoSided,
    draws: Int = 9_999,
    using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(draws)
    try requireRankablePairs(x, y, needed: 3)
    let (a, b) = (denseRanks(x), denseRanks(y))
    let pairs = KendallPairs(a, b)
    _ = try pairs.tau(.b)
    tau = try pairs.tau(form)
    self.form = form
    n = x.count
    self.alternative = alternative
    standardScore = Double(pairs.balance) / nullVariance(x, y, pairs).squareRoot()
    guard pairs.tiedInFirst > 0 || pairs.tiedInSecond > 0 || n > Self.largestExactCount else {
      let discordant = (pairs.all - pairs.balance) / 2
      pValue = exactP(n: n, discordant: discordant, alternative)
      pValueSource =
        n <= 20
        ? .enumeration(arrangements: Int(factorial(n)))
        : .distribution("Kendall's tau without ties, \(n) pairs, exact")
      return
    }
    var tally = RandomizationTally(observed: Double(pairs.balance))
    let coverage = countOrders(of: n, into: &tally, draws: draws, using: &generator) { order in
      Double(KendallPairs(a, order.map { b[$0] }).balance)
    }
    pValue = tally.pValue(alternative, of: coverage)
    pValueSource = tally.source(of: coverage)
  }

  /// τ.
  public var statistic: Double { tau }

  /// The pairs.
  public var independentUnits: Int { n }

  /// One order in *n*!, or one in the drawn and the observed; twice that if two-sided.
  public var smallestAttainableP: Double {
    guard case .distribution = pValueSource else { return smallestShare(pValueSource, alternative) }
    return (1...n).reduce(alternative == .twoSided ? 2 : 1) { $0 / Double($1) }
  }

  /// Nil: the test holds for independent pairs, whatever their distribution.
  public var caveat: String? { nil }

  /// The *p*-value by the normal distribution of ``standardScore``, ties allowed for.
  public var approximatePValue: Double {
    switch alternative {
    case .twoSided: min(1, 2 * NormalDistribution().upperTail(abs(standardScore)))
    case .greater: NormalDistribution().upperTail(standardScore)
    case .less: NormalDistribution().lowerTail(standardScore)
    }
  }
}

/// The variance of concordant less discordant pairs over all orders, given the ties.
private func nullVariance(_ x: [Double], _ y: [Double], _ pairs: KendallPairs) -> Double {
  func ties(_ values: [Double]) -> (triples: Double, weighted: Double) {
    tieGroups(values).reduce((0, 0)) { sums, group in
      let t = Double(group.members.count)
      return (sums.0 + t * (t - 1) * (t - 2), sums.1 + t * (t - 1) * (2 * t + 5))
    }
  }
  let (a, b, n) = (ties(x), ties(y), Double(x.count))
  let ordered = n * (n - 1)
  let without = (ordered * (2 * n + 5) - a.weighted - b.weighted) / 18
  let shared = 2 * Double(pairs.tiedInFirst) * Double(pairs.tiedInSecond) / ordered
  return without + shared + a.triples * b.triples / (9 * ordered * (n - 2))
}

/// The share of the orders of *n* units with at most (greater), or at least (less), so many discordant pairs.
private func exactP(n: Int, discordant: Int, _ alternative: Alternative) -> Double {
  let all = n * (n - 1) / 2
  let atMost = shareOfOrders(n: n, inversions: discordant)
  // Turned around, an order has `all` less its discordant pairs.
  let atLeast = shareOfOrders(n: n, inversions: all - discordant)
  return switch alternative {
  case .greater: atMost
  case .less: atLeast
  case .twoSided: min(1, 2 * min(atMost, atLeast))
  }
}

/// The share of the orders of *n* units that have at most so many inversions.
///
/// The inversions of a random order are a sum of independent uniform numbers on 0...*i*, for *i* < *n*, and
/// symmetric; the lower half of their distribution is built up number by number.
private func shareOfOrders(n: Int, inversions: Int) -> Double {
  let all = n * (n - 1) / 2
  if inversions < 0 { return 0 }
  if 2 * inversions >= all {
    return 1 - (inversions >= all ? 0 : shareOfOrders(n: n, inversions: all - inversions - 1))
  }
  var shares = [Double](repeating: 0, count: inversions + 1)
  shares[0] = 1
  for i in 1..<n {
    // In the lower half shares grow, so a sum over the last i + 1 loses no digits to the sum before them.
    var sums = shares
    for place in sums.indices.dropFirst() { sums[place] += sums[place - 1] }
    for place in shares.indices {
      shares[place] = (sums[place] - (place > i ? sums[place - i - 1] : 0)) / Double(i + 1)
    }
  }
  return min(1, shares.reduce(0, +))
}
