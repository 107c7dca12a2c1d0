// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Friedman's test: do *k* systems, ranked on each of *n* blocks, differ in their mean ranks?
///
/// Null hypothesis: on every block each order of the systems is as likely. Assumed: blocks (corpora, speakers) are
/// independent; nothing about the distribution of the scores. Equal scores share the mean of their ranks.
///
/// ```swift
/// let test = try FriedmanTest(accuracies)  // accuracies[corpus][encoder]
/// test.pValue
/// test.concordance                         // Kendall's W: 1 if all corpora order the encoders alike
/// ```
///
/// - Source: Friedman (1937); Iman and Davenport (1980), "Approximations of the critical region of the Friedman statistic";
///   Demšar (2006), "Statistical comparisons of classifiers over multiple data sets"; SciPy `friedmanchisquare`.
public struct FriedmanTest: HypothesisTest {
  /// What the rank sums are compared with.
  public enum Form: String, Hashable, Codable, Sendable {
    /// χ² on *k* - 1 degrees of freedom: SciPy's, too large a *p* for few blocks.
    case chiSquared
    /// *F* = (*n* - 1) χ² / (*n*(*k* - 1) - χ²) on *k* - 1 and (*k* - 1)(*n* - 1) degrees of freedom: nearer the truth.
    case imanDavenport
  }

  /// The number of blocks *n*.
  public let blocks: Int
  /// The number of systems *k*.
  public let systems: Int
  /// The mean rank of each system, 1 for the one with the *least* score on every block.
  public let meanRanks: [Double]
  /// What the rank sums are compared with.
  public let form: Form
  /// Kendall's *W*, from 0 (no agreement between blocks) to 1 (all order the systems alike).
  public let concordance: Double

  /// The test.
  ///
  /// - Parameters:
  ///   - scores: Shape `[n, k]`: a row a block, a column a system; infinities have a rank as well.
  ///   - form: *F* unless another program's χ² is to be matched.
  /// - Throws: ``StatisticsError`` for fewer than two blocks or systems, rows of different lengths, a NaN (its index
  ///   counts row by row), or scores that tie in every block.
  /// - Complexity: O(*n* *k* log *k*).
  public init(_ scores: [[Double]], form: Form = .imanDavenport) throws(StatisticsError) {
    let ranked = try BlockedRanks(scores)
    blocks = ranked.blocks
    systems = ranked.systems
    meanRanks = ranked.rankSums.map { $0 / Double(ranked.blocks) }
    concordance = ranked.concordance
    self.form = form
  }

  /// χ²: *n*(*k* - 1) times the concordance.
  public var chiSquared: Double { Double(blocks * (systems - 1)) * concordance }

  /// χ² or *F*; an infinite *F* if all blocks order the systems alike.
  public var statistic: Double {
    switch form {
    case .chiSquared: chiSquared
    case .imanDavenport: isUnanimous ? .infinity : Double(blocks - 1) * concordance / (1 - concordance)
    }
  }

  /// P(χ² or *F* at least the statistic).
  ///
  /// For *F* never below 1/(*k*!)^(*n* - 1), the exact probability that all blocks agree: near agreement *F* grows without
  /// bound, and its tail would promise what no data of this size can show.
  public var pValue: Double {
    let between = Double(systems - 1)
    switch form {
    case .chiSquared: return ChiSquared(degreesOfFreedom: between).upperTail(chiSquared)
    case .imanDavenport:
      let reference = FisherF(
        numeratorDegreesOfFreedom: between, denominatorDegreesOfFreedom: between * Double(blocks - 1))
      return max(reference.upperTail(statistic), probabilityOfUnanimity)
    }
  }

  /// χ² or *F*, with its degrees of freedom.
  public var pValueSource: PValueSource {
    switch form {
    case .chiSquared: .distribution("chi-squared, \(systems - 1) degrees of freedom")
    case .imanDavenport:
      .distribution("F, \(systems - 1) and \((systems - 1) * (blocks - 1)) degrees of freedom")
    }
  }

  /// The blocks.
  public var independentUnits: Int { blocks }

  /// The *p*-value if all blocks order the systems alike.
  public var smallestAttainableP: Double {
    switch form {
    case .chiSquared:
      ChiSquared(degreesOfFreedom: Double(systems - 1)).upperTail(Double(blocks * (systems - 1)))
    case .imanDavenport: probabilityOfUnanimity
    }
  }

  /// For few blocks and systems, that χ² is only near: `KendallConcordanceTest` is exact there.
  public var reservation: String? {
    guard form == .chiSquared && blocks < 10 && systems < 6 else { return nil }
    return "the chi-squared form is rough for \(blocks) blocks and \(systems) systems; "
      + "use the F form, or the exact permutation test of Kendall's W"
  }

  /// Rounding apart, *W* is 1: no smaller W comes within 1/*n*² of it.
  private var isUnanimous: Bool { 1 - concordance < 1e-12 }

  private var probabilityOfUnanimity: Double {
    var p = 1.0
    for _ in 1..<blocks { for i in 2...systems { p /= Double(i) } }
    return max(p, .leastNormalMagnitude)
  }
}
