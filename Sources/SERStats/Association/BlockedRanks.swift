// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Scores of *k* systems on *n* blocks, ranked within each block.
struct BlockedRanks {
  /// The number of blocks *n*.
  let blocks: Int
  /// The number of systems *k*.
  let systems: Int
  /// The average ranks, shape `[n, k]`, 1 for the least score.
  let ranks: [[Double]]
  /// Σ (*t*³ - *t*) over the groups of *t* equal scores of a block.
  let tieTerm: Double

  /// - Throws: ``StatisticsError`` for fewer than two blocks or systems, blocks of different sizes, a NaN, or
  ///   scores that tie in every block.
  init(_ scores: [[Double]]) throws(StatisticsError) {
    guard scores.count >= 2 else { throw .tooFewUnits(kind: "blocks", found: scores.count, needed: 2) }
    blocks = scores.count
    systems = scores[0].count
    guard systems >= 2 else { throw .tooFewUnits(kind: "systems", found: systems, needed: 2) }
    var ties = 0.0
    for (block, row) in scores.enumerated() {
      guard row.count == systems else {
        throw .unequalSizes(what: "scores in block \(block)", found: row.count, expected: systems)
      }
      if let index = row.firstIndex(where: \.isNaN) { throw .notFinite(index: block * systems + index) }
      for group in tieGroups(row) {
        let t = Double(group.members.count)
        ties += t * t * t - t
      }
    }
    ranks = scores.map(averageRanks)
    tieTerm = ties
    guard tieCorrection > 0 else { throw .constant(what: "every block") }
  }

  /// 1 without ties, 0 if all scores of every block are equal.
  var tieCorrection: Double {
    let (n, k) = (Double(blocks), Double(systems))
    return 1 - tieTerm / (n * k * (k * k - 1))
  }

  /// One sum over the blocks a system.
  var rankSums: [Double] { Self.sums(ranks) }

  /// The mean rank of each system, 1 for the highest score on every block or, if told so, the least.
  func meanRanks(higherIsBetter: Bool) -> [Double] {
    let (n, k) = (Double(blocks), Double(systems))
    return rankSums.map { higherIsBetter ? (n * (k + 1) - $0) / n : $0 / n }
  }

  static func sums(_ ranks: [[Double]]) -> [Double] {
    ranks.dropFirst().reduce(ranks[0]) { sums, row in zip(sums, row).map(+) }
  }

  /// Kendall's *W*, ties allowed for.
  var concordance: Double {
    let (n, k) = (Double(blocks), Double(systems))
    let middle = n * (k + 1) / 2
    let spread = rankSums.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    return max(0, min(1, 12 * spread / (n * n * k * (k * k - 1) * tieCorrection)))
  }
}
