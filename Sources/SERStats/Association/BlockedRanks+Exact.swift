// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The exact distribution of the concordance: what Friedman's test and Kendall's *W* have in common.
extension BlockedRanks {
  /// The most blocks over which all orders of so many systems are counted; 0 for more than nine systems.
  ///
  /// Sums that are permutations of each other are counted once, so it is their number that decides, not
  /// (*k*!)^(*n* - 1).
  static func largestExactCount(systems: Int) -> Int {
    switch systems {
    case 2: 60
    case 3: 24
    case 4: 12
    case 5: 7
    case 6: 5
    case 7: 3
    case 8, 9: 2
    default: 0
    }
  }

  /// Whether ``exactTally`` goes through all orders.
  var isCountable: Bool { blocks <= Self.largestExactCount(systems: systems) }

  /// 1/(*k*!)^(*n* - 1): the probability that all blocks order the systems alike. Never 0.
  var probabilityOfUnanimity: Double {
    var p = 1.0
    for _ in 1..<blocks { for i in 2...systems { p /= Double(i) } }
    return max(p, .leastNormalMagnitude)
  }

  /// *W* grows with the sum of squared rank sums, here of doubled ranks, which are whole numbers: its values
  /// are exact.
  var squaredRankSums: Double { Self.squares(rankSums) }

  static func squares(_ rankSums: [Double]) -> Double { rankSums.reduce(0) { $0 + 4 * $1 * $1 } }

  /// All (*k*!)^(*n* - 1) orders of the blocks but the first, against the observed ones.
  ///
  /// - Precondition: ``isCountable``.
  var exactTally: RandomizationTally {
    var tally = RandomizationTally(observed: squaredRankSums)
    if blocks == 2 {
      forEachOrder(of: systems) { order in
        tally.count(Self.squares(zip(ranks[0], order).map { $0 + ranks[1][$1] }))
      }
    } else {
      let doubled = ranks.map { row in row.map { Int(2 * $0) } }
      forEachReorderedSum(of: doubled) { tally.count($0, times: $1) }
    }
    return tally
  }
}
