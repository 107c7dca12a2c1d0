// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The Mantel test, or QAP: whether two matrices over the same units go together more than under a relabeling
/// of the units.
///
/// The statistic is the correlation of their values off the diagonal. The units of the first matrix are
/// relabeled, rows and columns together, because values of one unit are not independent. Null hypothesis:
/// which unit is which in the first matrix has nothing to do with the second.
///
/// The conventions are scikit-bio's `mantel`: two-sided by absolute value, (*b* + 1)/(*m* + 1) for sampled
/// relabelings. Up to ``largestEnumerated`` units all *n*! relabelings are gone through, and *p* is *b*/*m*:
/// with four units at least 1/24. Matrices need not be symmetric.
///
/// - Source: Mantel (1967); Krackhardt (1988) for the QAP.
public struct MantelTest: HypothesisTest {
  /// Which correlation.
  public enum Correlation: String, Hashable, Codable, Sendable {
    /// Of the values.
    case pearson
    /// Of their average ranks.
    case spearman
  }

  /// The most units whose relabelings are enumerated: 40,320 of them.
  public static let largestEnumerated = 8

  /// Which correlation was taken.
  public let correlation: Correlation
  /// Which deviation counts.
  public let alternative: Alternative
  /// The correlation, -1 ... 1.
  public let statistic: Double
  /// The share of relabelings as extreme as the observed labels; not below ``smallestAttainableP``, which
  /// draws alone might be.
  public let pValue: Double
  /// Enumeration or sampling.
  public let pValueSource: PValueSource
  /// The number of units.
  public let independentUnits: Int

  /// The exact test.
  ///
  /// - Throws: ``StatisticsError`` for matrices of different sizes, one whose values are all equal, or more
  ///   than ``largestEnumerated`` units.
  /// - Complexity: O(*n*² · *n*!).
  public init(
    _ first: OrderedPairs, _ second: OrderedPairs, correlation: Correlation = .pearson,
    alternative: Alternative = .twoSided
  ) throws(StatisticsError) {
    guard first.n <= Self.largestEnumerated else {
      throw .outOfRange(
        what: "the number of units", value: Double(first.n),
        allowed:
          "at most \(Self.largestEnumerated) for an enumeration; give a number of draws and a generator")
    }
    let product = try CenteredProduct(first, second, correlation)
    var tally = product.tally(alternative)
    forEachOrder(of: first.n) { product.count($0, in: &tally, alternative) }
    self.init(product, tally, .enumeration, correlation, alternative)
  }

  /// The test on relabelings drawn at random.
  ///
  /// - Parameters:
  ///   - first: The matrix whose units are relabeled.
  ///   - second: The other.
  ///   - correlation: Of the values or of their ranks.
  ///   - alternative: Which deviation counts.
  ///   - draws: How many relabelings.
  ///   - generator: Gives a permutation a draw, as NumPy's `permutation(n)`.
  /// - Throws: ``StatisticsError`` for matrices of different sizes, one whose values are all equal, or no
  ///   draws.
  public init(
    _ first: OrderedPairs, _ second: OrderedPairs, correlation: Correlation = .pearson,
    alternative: Alternative = .twoSided, draws: Int, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(draws)
    let product = try CenteredProduct(first, second, correlation)
    var tally = product.tally(alternative)
    for _ in 0..<draws { product.count(generator.permutation(first.n), in: &tally, alternative) }
    self.init(product, tally, .sampling, correlation, alternative)
  }

  private init(
    _ product: CenteredProduct, _ tally: RandomizationTally, _ coverage: RandomizationTally.Coverage,
    _ correlation: Correlation, _ alternative: Alternative
  ) {
    self.correlation = correlation
    self.alternative = alternative
    statistic = product.observed
    // By absolute value the greater tail is both tails.
    pValueSource = tally.source(of: coverage)
    independentUnits = product.n
    pValue = max(
      tally.pValue(alternative == .less ? .less : .greater, of: coverage), 1 / factorial(product.n))
  }

  /// 1/*n*!, or 1/(draws + 1) if that is more.
  public var smallestAttainableP: Double {
    smallestShare(pValueSource, .greater, of: factorial(independentUnits))
  }

  /// Nil: the test is exact under its null hypothesis.
  public var caveat: String? { nil }
}

/// Two matrices less their means, over the roots of their squares, so that the sum of products is a
/// correlation.
private struct CenteredProduct {
  let n: Int
  let x: [Double]
  let y: [Double]
  let observed: Double

  init(_ first: OrderedPairs, _ second: OrderedPairs, _ correlation: MantelTest.Correlation)
    throws(StatisticsError)
  {
    guard first.n == second.n else {
      throw .unequalSizes(what: "units in the second matrix", found: second.n, expected: first.n)
    }
    let n = first.n
    x = try Self.standardized(first, correlation, "the first matrix")
    y = try Self.standardized(second, correlation, "the second matrix")
    self.n = n
    observed = min(1, max(-1, zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }))
  }

  private static func standardized(
    _ pairs: OrderedPairs, _ correlation: MantelTest.Correlation, _ name: String
  ) throws(StatisticsError) -> [Double] {
    let n = pairs.n
    let places = (0..<n * n).filter { $0 / n != $0 % n }
    var values = places.map { pairs.values.elements[$0] }
    if correlation == .spearman { values = averageRanks(values) }
    let moments = try SampleMoments(values, needed: 2)
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    guard moments.standardDeviation > 8 * largest.ulp else { throw .constant(what: name) }
    let scale = moments.standardDeviation * Double(values.count - 1).squareRoot()
    var matrix = [Double](repeating: 0, count: n * n)
    for (place, value) in zip(places, values) { matrix[place] = (value - moments.mean) / scale }
    return matrix
  }

  func tally(_ alternative: Alternative) -> RandomizationTally {
    RandomizationTally(
      observed: alternative == .twoSided ? abs(observed) : observed, rounding: Double(n * n) * Double.ulpOfOne
    )
  }

  func count(_ order: [Int], in tally: inout RandomizationTally, _ alternative: Alternative) {
    var sum = 0.0
    for row in 0..<n {
      let start = order[row] * n
      for column in 0..<n { sum += x[start + order[column]] * y[row * n + column] }
    }
    tally.count(alternative == .twoSided ? abs(sum) : sum)
  }
}
