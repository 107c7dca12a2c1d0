// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Nemenyi's comparison of all pairs of *k* systems over *n* blocks, after ``FriedmanTest``.
///
/// Two systems are separated at a level if their mean ranks differ by more than the critical difference *q*
/// √(*k*(*k* + 1)/(12*n*)), with *q* the upper quantile of the studentized range for *k* groups and infinite
/// degrees of freedom. All pairs are covered at once: no further adjustment is due.
///
/// ```swift
/// let comparison = try NemenyiComparison(accuracies)       // accuracies[corpus][encoder]
/// comparison.meanRanks                                     // 1 is the best
/// comparison.criticalDifference(alpha: 0.05)
/// comparison.rankIntervals(alpha: 0.05).sets               // who cannot be told apart
/// ```
///
/// Demšar's table lists *q*/√2, with 6 in place of 12. The level is that of a large number of blocks. With
/// few the mean ranks move in steps: at 5 %, two systems that do not differ are separated on four blocks in
/// 12.5 % of cases (whenever all agree), on five in 6.3 %, on eight in 7 %; three or more systems in 0 to 6
/// %, the less the fewer blocks. ``FriedmanTest`` is exact there, and for two systems it is all that there is
/// to ask. Ties, for which no allowance is made, separate less.
///
/// - Source: Nemenyi (1963); Demšar (2006), "Statistical comparisons of classifiers over multiple data sets".
public struct NemenyiComparison: Hashable, Sendable {
  /// The number of blocks *n*.
  public let blocks: Int
  /// The number of systems *k*.
  public let systems: Int
  /// The mean rank of each system, 1 for one that is best on every block; those of ``FriedmanTest``.
  public let meanRanks: [Double]

  /// The comparison.
  ///
  /// - Parameters:
  ///   - scores: Shape `[n, k]`: a row a block, a column a system; infinities have a rank as well.
  ///   - higherIsBetter: Whether the highest score has rank 1; false for errors and distances.
  /// - Throws: ``StatisticsError`` for fewer than two blocks or systems, more systems than
  ///   ``RankIntervals/largestCount``, rows of different lengths, a NaN (its index counts row by row), or
  ///   scores that tie in every block.
  /// - Complexity: O(*n* *k* log *k*).
  public init(_ scores: [[Double]], higherIsBetter: Bool = true) throws(StatisticsError) {
    let ranked = try BlockedRanks(scores)
    guard ranked.systems <= RankIntervals.largestCount else {
      throw .outOfRange(
        what: "the number of systems", value: Double(ranked.systems),
        allowed: "at most \(RankIntervals.largestCount)")
    }
    blocks = ranked.blocks
    systems = ranked.systems
    meanRanks = ranked.meanRanks(higherIsBetter: higherIsBetter)
  }

  /// The difference of mean ranks above which two systems are separated.
  ///
  /// - Precondition: 0 < `alpha` < 1, such as 0.05.
  public func criticalDifference(alpha: Double) -> Double {
    requireAlpha(alpha)
    return range.upperQuantile(alpha) * unit
  }

  /// The *p*-value of the difference between two systems, adjusted for all pairs.
  ///
  /// - Precondition: Both are in 0..<``systems``.
  public func pValue(_ i: Int, _ j: Int) -> Double {
    precondition(
      meanRanks.indices.contains(i) && meanRanks.indices.contains(j),
      "NemenyiComparison: systems \(i) and \(j) of \(systems)")
    return range.upperTail(abs(meanRanks[i] - meanRanks[j]) / unit)
  }

  /// The sets of systems within the critical difference of each other, and the ranks that each may have.
  ///
  /// - Precondition: 0 < `alpha` < 1, such as 0.05.
  public func rankIntervals(alpha: Double) -> RankIntervals {
    let critical = criticalDifference(alpha: alpha)
    do {
      return try RankIntervals(meanRanks: meanRanks) { abs(meanRanks[$0] - meanRanks[$1]) > critical }
    } catch {
      preconditionFailure("NemenyiComparison: \(error)")  // the initializer has checked the number of systems
    }
  }

  private var range: StudentizedRangeDistribution {
    StudentizedRangeDistribution(groups: systems, degreesOfFreedom: .infinity)
  }

  /// The standard deviation of a mean rank, under the null hypothesis and as for independent ones.
  private var unit: Double {
    let k = Double(systems)
    return (k * (k + 1) / (12 * Double(blocks))).squareRoot()
  }
}
