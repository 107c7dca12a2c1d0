// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The distribution of a sum of ranks in which each rank is in or out with probability 1/2, exactly.
struct RankSumDistribution {
  /// P(sum = *w*) for *w* from 0; empty sums count.
  private let probabilities: [Double]

  /// - Parameter ranks: Non-negative whole numbers; ranks with halves are doubled first.
  /// - Complexity: O(*n* × sum of ranks).
  init(ranks: [Int]) {
    var probabilities = [1.0]
    probabilities.reserveCapacity(ranks.reduce(1, +))
    // Halving at each rank keeps every number a probability; powers of two lose nothing.
    for rank in ranks {
      let reach = probabilities.count
      probabilities.append(contentsOf: repeatElement(0, count: rank))
      for sum in stride(from: reach + rank - 1, through: 0, by: -1) {
        let without = sum < reach ? probabilities[sum] : 0
        let with = sum >= rank ? probabilities[sum - rank] : 0
        probabilities[sum] = (without + with) / 2
      }
    }
    self.probabilities = probabilities
  }

  /// P(sum ≤ `w`); P(sum ≥ `w`) is this at the largest sum less `w`.
  func lowerTail(_ w: Int) -> Double {
    w < 0 ? 0 : min(1, probabilities.prefix(w + 1).reduce(0, +))
  }

  /// P(sum ≥ `w`).
  func upperTail(_ w: Int) -> Double { lowerTail(probabilities.count - 1 - w) }

  /// How many values from 0 up have a lower tail of at most `level`.
  func count(withLowerTailAtMost level: Double) -> Int {
    var tail = 0.0
    for (w, p) in probabilities.enumerated() {
      tail += p
      if tail > level { return w }
    }
    return probabilities.count
  }
}
