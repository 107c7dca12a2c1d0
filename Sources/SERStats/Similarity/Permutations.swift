// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// All orders of 0 ..< `count`, in lexicographic order: the identity first.
func permutations(of count: Int) -> [[Int]] {
  var all: [[Int]] = []
  var order = Array(0..<count)
  while true {
    all.append(order)
    guard let pivot = order.indices.dropLast().last(where: { order[$0] < order[$0 + 1] }) else { return all }
    let successor = order.indices.last { order[$0] > order[pivot] }!
    order.swapAt(pivot, successor)
    order[(pivot + 1)...].reverse()
  }
}

/// `count`!, exact up to 20!; a Double, so that it may be greater than any Int.
func factorial(_ count: Int) -> Double {
  (1...max(1, count)).reduce(1) { $0 * Double($1) }
}

/// Mean and deviation of values that are counted one by one.
struct RunningMoments {
  private(set) var count = 0.0
  private var sum = 0.0
  private var squares = 0.0
  /// Subtracted, so that squares stay small.
  private let origin: Double

  init(origin: Double = 0) { self.origin = origin }

  mutating func count(_ value: Double, times: Double = 1) {
    count += times
    sum += times * (value - origin)
    squares += times * (value - origin) * (value - origin)
  }

  var mean: Double { origin + sum / count }

  /// With `count` - `less` in the denominator.
  func standardDeviation(less: Double) -> Double {
    count > less ? (max(0, squares - sum * sum / count) / (count - less)).squareRoot() : 0
  }
}
