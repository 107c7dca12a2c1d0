// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The most units whose arrangements are gone through one by one: 9! is 362,880.
let largestEnumeratedCount = 9

/// Counts a statistic over the orders of *n* units: over all of them up to nine units, over drawn ones beyond.
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

/// All *n*! orders, each a swap away from the one before.
///
/// - Source: Heap (1963), "Permutations by interchanges".
func forEachOrder(of n: Int, _ body: ([Int]) -> Void) {
  var order = Array(0..<n)
  var state = [Int](repeating: 0, count: n)
  body(order)
  var i = 1
  while i < n {
    if state[i] < i {
      order.swapAt(i.isMultiple(of: 2) ? 0 : state[i], i)
      body(order)
      state[i] += 1
      i = 1
    } else {
      state[i] = 0
      i += 1
    }
  }
}

/// 1 · 2 · … · *n*.
///
/// - Precondition: *n* is in 0...20, else it does not fit.
func factorial(_ n: Int) -> Int { (1...max(1, n)).reduce(1, *) }

/// Checks the number of drawn arrangements, which a caller may take from a command line.
func requireDraws(_ draws: Int) throws(StatisticsError) {
  guard draws >= 1 else {
    throw .outOfRange(what: "the number of drawn arrangements", value: Double(draws), allowed: "at least 1")
  }
}
