// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Goes through the sums of `rankings` in which each but the first stands in every order: |Σ|² of each sum, and how many
/// arrangements give it.
///
/// Sums that are permutations of each other have the same length and the same sums to come, so that few stand for
/// all: four rankings of six take about a million steps instead of 720³. Steps come in the same order each time.
///
/// - Parameters:
///   - rankings: At least two, each of the same one to eight numbers or of as many others.
///   - body: Called with a squared length, often more than once with the same.
package func forEachReorderedSum(
  of rankings: [[Int]], _ body: (_ squaredLength: Double, _ arrangements: Int) -> Void
) {
  let m = rankings[0].count
  // Every order, one after the other in one list.
  var orders: [Int] = []
  forEachOrder(of: m) { orders += $0 }
  var states = [ascending(rankings[0]): 1]
  var sum = [Int](repeating: 0, count: m)
  for ranking in rankings[1..<rankings.count - 1] {
    var next: [SIMD8<Int>: Int] = [:]
    for (state, times) in states {
      for start in stride(from: 0, to: orders.count, by: m) {
        for place in 0..<m { sum[place] = state[place] + ranking[orders[start + place]] }
        next[ascending(sum), default: 0] += times
      }
    }
    states = next
  }
  let last = rankings[rankings.count - 1]
  for (state, times) in states.sorted(by: { $0.key.precedes($1.key) }) {
    for start in stride(from: 0, to: orders.count, by: m) {
      var squares = 0.0
      for place in 0..<m {
        let total = Double(state[place] + last[orders[start + place]])
        squares += total * total
      }
      body(squares, times)
    }
  }
}

/// At most eight numbers in ascending order, zeros after them: a key that costs no allocation.
private func ascending(_ values: [Int]) -> SIMD8<Int> {
  var key = SIMD8<Int>()
  for (count, value) in values.enumerated() {
    var place = count
    while place > 0, key[place - 1] > value {
      key[place] = key[place - 1]
      place -= 1
    }
    key[place] = value
  }
  return key
}

extension SIMD8 where Scalar == Int {
  fileprivate func precedes(_ other: SIMD8<Int>) -> Bool {
    for place in 0..<8 where self[place] != other[place] { return self[place] < other[place] }
    return false
  }
}
