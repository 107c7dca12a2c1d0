// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The most units whose arrangements are gone through one by one: 9! is 362,880.
let largestEnumeratedCount = 9

/// Counts a statistic over the orders of *n* units: over all of them up to nine units, over drawn ones
/// beyond.
///
/// - Parameters:
///   - n: The number of units.
///   - tally: With the observed value, nothing counted yet.
///   - draws: How many orders are drawn, if any are.
///   - generator: Not touched if all orders are gone through.
///   - statistic: Its value for an order, a permutation of 0..<*n*.
func countOrders(
  of n: Int, into tally: inout RandomizationTally, draws: Int, using generator: inout NumPyGenerator,
  statistic: ([Int]) -> Double
) -> RandomizationTally.Coverage {
  var order = Array(0..<n)
  guard n <= largestEnumeratedCount else {
    for _ in 0..<draws {
      generator.shuffle(&order)
      tally.count(statistic(order))
    }
    return .sampling
  }
  forEachOrder(of: n) { tally.count(statistic($0)) }
  return .enumeration
}

/// All *n*! orders in lexicographic order, the identity first.
func forEachOrder(of n: Int, _ body: ([Int]) -> Void) { forEachDistinctOrder(of: Array(0..<n), body) }

/// The orders of numbers that differ, where some may be equal, in lexicographic order.
func forEachDistinctOrder(of numbers: [Int], _ body: ([Int]) -> Void) {
  var order = numbers.sorted()
  body(order)
  while let pivot = order.indices.dropLast().last(where: { order[$0] < order[$0 + 1] }) {
    let successor = order.indices.last { order[$0] > order[pivot] } ?? pivot
    order.swapAt(pivot, successor)
    order[(pivot + 1)...].reverse()
    body(order)
  }
}

/// *n*!, exact up to 20!; a Double, so that it may be greater than any Int.
func factorial(_ n: Int) -> Double { (1...max(1, n)).reduce(1) { $0 * Double($1) } }

/// Checks the number of drawn arrangements, resamples or splits, which a caller may take from a command line.
func requireDraws(_ draws: Int, of what: String = "drawn arrangements") throws(StatisticsError) {
  guard draws >= 1 else {
    throw .outOfRange(what: "the number of \(what)", value: Double(draws), allowed: "at least 1")
  }
}
