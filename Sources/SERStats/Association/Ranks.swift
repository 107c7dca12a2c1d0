// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The rank of each value, 1 for the smallest; equal values share the mean of the ranks that they take up.
///
/// `averageRanks([30, 10, 30, 20])` is `[3.5, 1, 3.5, 2]`. Ranks are multiples of 1/2, so sums of them are
/// exact. The two zeros are equal, and infinities are ranked like other values.
///
/// - Parameter values: In any order; may be empty.
/// - Precondition: None is NaN, which has no rank.
/// - Complexity: O(*n* log *n*).
package func averageRanks(_ values: [Double]) -> [Double] {
  var ranks = [Double](repeating: 0, count: values.count)
  for group in tieGroups(values) {
    let rank = Double(group.first + group.last) / 2 + 1
    for index in group.members { ranks[index] = rank }
  }
  return ranks
}

/// Values that are equal, and the places that they take up in ascending order.
struct TieGroup {
  /// The first and last place, counted from 0.
  let first, last: Int
  /// The indices of the values.
  let members: ArraySlice<Int>
}

/// The values in ascending order, equal ones together.
///
/// - Precondition: None is NaN.
func tieGroups(_ values: [Double]) -> [TieGroup] {
  for (index, value) in values.enumerated() {
    precondition(!value.isNaN, "averageRanks: the value at index \(index) is not a number")
  }
  let order = values.indices.sorted { values[$0] < values[$1] }
  var groups: [TieGroup] = []
  var first = 0
  while first < order.count {
    var next = first + 1
    while next < order.count && values[order[next]] == values[order[first]] { next += 1 }
    groups.append(TieGroup(first: first, last: next - 1, members: order[first..<next]))
    first = next
  }
  return groups
}
