// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Goes through the sums of `rankings` in which each but one stands in every order: |Σ|² of each sum, and how
/// many arrangements give it.
///
/// Sums that are permutations of each other have the same length and the same sums to come, so that few stand
/// for all: four rankings of six take about a million steps instead of 720³. Steps come in the same order
/// each time.
///
/// That few stand for all holds for rankings of the same numbers. Of different ones, such as ranks with ties
/// in units of their length, hardly two sums are permutations of each other: three rankings of six have
/// 518,400 sums, four 373 million.
///
/// - Parameters:
///   - rankings: At least two, each of the same one to eight numbers or of as many others.
///   - mostSums: The most sums to keep at a time, each of about 150 bytes.
///   - body: Called with a squared length, often more than once with the same.
/// - Returns: Whether there were no more sums than that; if not, nothing was given to `body`.
@discardableResult package func forEachReorderedSum(
  of rankings: [[Int]], mostSums: Int = .max, _ body: (_ squaredLength: Double, _ arrangements: Int) -> Void
) -> Bool {
  let m = rankings[0].count
  let rankings = sameNumbersTogether(rankings)
  var states = [ascending(rankings[0]): 1]
  var sum = [Int](repeating: 0, count: m)
  for ranking in rankings[1..<rankings.count - 1] {
    let orders = DistinctOrders(of: ranking)
    var next: [SIMD8<Int>: Int] = [:]
    for (state, times) in states {
      for start in stride(from: 0, to: orders.values.count, by: m) {
        for place in 0..<m { sum[place] = state[place] + orders.values[start + place] }
        next[ascending(sum), default: 0] += times * orders.times
      }
      guard next.count <= mostSums else { return false }
    }
    states = next
  }
  let last = DistinctOrders(of: rankings[rankings.count - 1])
  for (state, times) in states.sorted(by: { $0.key.precedes($1.key) }) {
    for start in stride(from: 0, to: last.values.count, by: m) {
      var squares = 0.0
      for place in 0..<m {
        let total = Double(state[place] + last.values[start + place])
        squares += total * total
      }
      body(squares, times * last.times)
    }
  }
  return true
}

/// Rankings of the numbers that most have first, so that sums meet as early as they can.
private func sameNumbersTogether(_ rankings: [[Int]]) -> [[Int]] {
  let groups = Dictionary(grouping: rankings, by: ascending)
  return groups.sorted { a, b in
    a.value.count != b.value.count ? a.value.count > b.value.count : a.key.precedes(b.key)
  }.flatMap(\.value)
}

/// The orders of numbers that differ, where some may be equal.
private struct DistinctOrders {
  /// One order after the other.
  let values: [Int]
  /// How many of the *m*! orders each stands for.
  let times: Int

  init(of numbers: [Int]) {
    var values: [Int] = []
    forEachDistinctOrder(of: numbers) { values += $0 }
    self.values = values
    times = Int(factorial(numbers.count)) / (values.count / numbers.count)
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
