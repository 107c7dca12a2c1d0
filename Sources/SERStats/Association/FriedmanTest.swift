// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Friedman's test: do *k* systems, ranked on each of *n* blocks, differ in their mean ranks?
///
/// Null hypothesis: on every block each order of the systems is as likely. Assumed: blocks (corpora,
/// speakers) are independent; nothing about the distribution of the scores. Equal scores share the mean of
/// their ranks.
///
/// ```swift
/// let test = try FriedmanTest(accuracies)  // accuracies[corpus][encoder]
/// test.pValue                              // exact for so few corpora: test.pValueSource says so
/// test.meanRanks                           // 1 is the best, as in NemenyiComparison
/// test.concordance                         // Kendall's W: 1 if all corpora order the encoders alike
/// ```
///
/// Few blocks have few orders, which no smooth distribution follows: by *F* at 5 %, two systems on seven
/// blocks differ in 12.5 % of cases in which nothing differs, three on three in 19.4 %. So the orders are
/// counted where they can be, which is the *p*-value of ``KendallConcordanceTest``, and *F* is taken past
/// that.
///
/// - Source: Friedman (1937); Iman and Davenport (1980), "Approximations of the critical region of the
///   Friedman statistic"; Demšar (2006), "Statistical comparisons of classifiers over multiple data sets";
///   SciPy `friedmanchisquare`.
public struct FriedmanTest: HypothesisTest {
  /// What the rank sums are compared with.
  public enum Form: String, Hashable, Codable, Sendable, CaseIterable {
    /// All (*k*!)^(*n* - 1) orders of the blocks but the first, up to
    /// ``KendallConcordanceTest/largestExactCount(items:)`` blocks.
    case exact
    /// *F* = (*n* - 1) χ² / (*n*(*k* - 1) - χ²) on *k* - 1 and (*k* - 1)(*n* - 1) degrees of freedom: too
    /// small a *p* for few blocks.
    case imanDavenport
    /// χ² on *k* - 1 degrees of freedom: SciPy's, mostly too large a *p* for few blocks.
    case chiSquared
  }

  /// The number of blocks *n*.
  public let blocks: Int
  /// The number of systems *k*.
  public let systems: Int
  /// The mean rank of each system, 1 for one that is best on every block.
  public let meanRanks: [Double]
  /// What the rank sums are compared with.
  public let form: Form
  /// Kendall's *W*, from 0 (no agreement between blocks) to 1 (all order the systems alike).
  public let concordance: Double
  private let exactTally: RandomizationTally?
  private let probabilityOfUnanimity: Double

  /// The test.
  ///
  /// - Parameters:
  ///   - scores: Shape `[n, k]`: a row a block, a column a system; infinities have a rank as well.
  ///   - form: Nil for the exact one up to ``KendallConcordanceTest/largestExactCount(items:)`` blocks, and
  ///     past it *F*.
  ///   - higherIsBetter: Whether the highest score has rank 1 in ``meanRanks``; false for errors and
  ///     distances. It changes nothing else.
  /// - Throws: ``StatisticsError`` for fewer than two blocks or systems, rows of different lengths, a NaN
  ///   (its index counts row by row), scores that tie in every block, or more blocks than the exact form
  ///   counts.
  /// - Complexity: O(*n* *k* log *k*), and seconds at most for the exact form.
  public init(_ scores: [[Double]], form: Form? = nil, higherIsBetter: Bool = true) throws(StatisticsError) {
    let ranked = try BlockedRanks(scores)
    let form = form ?? (ranked.isCountable ? .exact : .imanDavenport)
    guard form != .exact || ranked.isCountable else {
      throw .outOfRange(
        what: "the number of blocks", value: Double(ranked.blocks),
        allowed: "at most \(BlockedRanks.largestExactCount(systems: ranked.systems)) for the exact test of "
          + "\(ranked.systems) systems; use the F form, or KendallConcordanceTest, which draws orders")
    }
    blocks = ranked.blocks
    systems = ranked.systems
    meanRanks = ranked.meanRanks(higherIsBetter: higherIsBetter)
    concordance = ranked.concordance
    self.form = form
    exactTally = form == .exact ? ranked.exactTally : nil
    probabilityOfUnanimity = ranked.probabilityOfUnanimity
  }

  /// χ²: *n*(*k* - 1) times the concordance.
  public var chiSquared: Double { Double(blocks * (systems - 1)) * concordance }

  /// χ², or in that form *F*; an infinite *F* if all blocks order the systems alike.
  public var statistic: Double {
    switch form {
    case .exact, .chiSquared: chiSquared
    case .imanDavenport: isUnanimous ? .infinity : Double(blocks - 1) * concordance / (1 - concordance)
    }
  }

  /// The share of orders with at least this concordance, or P(χ² or *F* at least the statistic).
  ///
  /// For *F* never below 1/(*k*!)^(*n* - 1), the exact probability that all blocks agree: near agreement *F*
  /// grows without bound, and its tail would promise what no data of this size can show.
  public var pValue: Double {
    let between = Double(systems - 1)
    switch form {
    case .exact: return exactTally?.pValue(.greater, of: .enumeration) ?? 1
    case .chiSquared: return ChiSquaredDistribution(degreesOfFreedom: between).upperTail(chiSquared)
    case .imanDavenport:
      let reference = FisherFDistribution(
        numeratorDegreesOfFreedom: between, denominatorDegreesOfFreedom: between * Double(blocks - 1))
      return max(reference.upperTail(statistic), probabilityOfUnanimity)
    }
  }

  /// All orders, or χ² or *F* with its degrees of freedom.
  public var pValueSource: PValueSource {
    if let exactTally { return exactTally.source(of: .enumeration) }
    return switch form {
    case .exact, .chiSquared: .distribution("chi-squared, \(systems - 1) degrees of freedom")
    case .imanDavenport:
      .distribution("F, \(systems - 1) and \((systems - 1) * (blocks - 1)) degrees of freedom")
    }
  }

  /// The blocks.
  public var independentUnits: Int { blocks }

  /// The *p*-value if all blocks order the systems alike: 1/(*k*!)^(*n* - 1) but for χ².
  public var smallestAttainableP: Double {
    switch form {
    case .chiSquared:
      ChiSquaredDistribution(degreesOfFreedom: Double(systems - 1)).upperTail(Double(blocks * (systems - 1)))
    case .exact: smallestShare(pValueSource, .greater)
    case .imanDavenport: probabilityOfUnanimity
    }
  }

  /// For few blocks, that χ² and *F* are only near, and what is exact.
  public var caveat: String? {
    let isCountable = blocks <= BlockedRanks.largestExactCount(systems: systems)
    let remedy = isCountable ? "use the exact form" : "use KendallConcordanceTest, which draws orders"
    switch form {
    case .exact: return nil
    case .imanDavenport:
      guard blocks < (isCountable ? 10 : 5) else { return nil }
      return
        "the F form finds too much in few blocks, at 5 % in up to 20 % of cases without a difference (here \(blocks) "
        + "blocks, \(systems) systems); " + remedy
    case .chiSquared:
      guard blocks < 10 && systems < 6 else { return nil }
      return "the chi-squared form is rough for \(blocks) blocks and \(systems) systems; " + remedy
    }
  }

  /// Rounding apart, *W* is 1: no smaller W comes within 1/*n*² of it.
  private var isUnanimous: Bool { 1 - concordance < 1e-12 }
}
