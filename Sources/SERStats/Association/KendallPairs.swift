// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How many pairs of units two columns put in the same order, in the opposite order, or in none.
///
/// Counted by sorting: O(*n* log *n*), where looking at all pairs is O(*n*²).
///
/// - Source: Knight (1966), "A computer method for calculating Kendall's tau with ungrouped data".
struct KendallPairs {
  /// All pairs: *n*(*n* - 1)/2.
  let all: Int
  /// Pairs that are equal in the first column.
  let tiedInFirst: Int
  /// Pairs that are equal in the second column.
  let tiedInSecond: Int
  /// Concordant less discordant pairs.
  let balance: Int

  /// - Precondition: Columns of whole ranks, of the same length.
  init(_ x: [Int], _ y: [Int]) {
    let n = x.count
    all = n * (n - 1) / 2
    let order = x.indices.sorted { (x[$0], y[$0]) < (x[$1], y[$1]) }
    let first = Self.tiedPairs(order.map { x[$0] }) { $0 == $1 }
    let both = Self.tiedPairs(order) { x[$0] == x[$1] && y[$0] == y[$1] }
    var second = order.map { y[$0] }
    let discordant = Self.inversions(&second)
    let tied = Self.tiedPairs(second) { $0 == $1 }
    tiedInFirst = first
    tiedInSecond = tied
    // What is tied in neither column is concordant or discordant.
    balance = all - first - tied + both - 2 * discordant
  }

  private static func tiedPairs(_ sorted: [Int], by equal: (Int, Int) -> Bool) -> Int {
    var (pairs, run) = (0, 1)
    for i in sorted.indices.dropFirst() {
      run = equal(sorted[i - 1], sorted[i]) ? run + 1 : 1
      pairs += run - 1
    }
    return pairs
  }

  /// Sorts by merging, and counts how many pairs stood the wrong way round.
  private static func inversions(_ values: inout [Int]) -> Int {
    var (from, to) = (values, values)
    var found = 0
    var width = 1
    while width < from.count {
      for low in stride(from: 0, to: from.count, by: 2 * width) {
        let (middle, high) = (min(low + width, from.count), min(low + 2 * width, from.count))
        var (i, j) = (low, middle)
        for place in low..<high {
          if i < middle && (j >= high || from[i] <= from[j]) {
            to[place] = from[i]
            i += 1
          } else {
            to[place] = from[j]
            j += 1
            found += middle - i
          }
        }
      }
      swap(&from, &to)
      width *= 2
    }
    values = from
    return found
  }
}

/// Ranks as whole numbers, equal for equal values: 0 for the smallest.
func denseRanks(_ values: [Double]) -> [Int] {
  var ranks = [Int](repeating: 0, count: values.count)
  for (rank, group) in tieGroups(values).enumerated() {
    for index in group.members { ranks[index] = rank }
  }
  return ranks
}
