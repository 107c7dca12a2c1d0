// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The smallest share that one tail, or twice one, can have.
///
/// - Parameters:
///   - source: Where the *p*-value comes from.
///   - alternative: Two-sided *p* is twice a tail.
///   - arrangements: How many the drawn ones are drawn from, if that is known: fewer than are drawn bind as
///     well.
func smallestShare(
  _ source: PValueSource, _ alternative: Alternative, of arrangements: Double = .infinity
) -> Double {
  let sides = alternative == .twoSided ? 2.0 : 1.0
  return switch source {
  case .enumeration(let arrangements): min(1, sides / Double(arrangements))
  case .sampling(let draws): min(1, sides * max(1 / Double(draws + 1), 1 / arrangements))
  case .distribution: 0
  }
}

/// The number of ways to deal units out to groups of these sizes, *n*!/Π *n*ᵢ!; infinite where a Double does
/// not hold it.
func numberOfDeals(_ sizes: [Int]) -> Double {
  var (ways, dealt) = (1.0, 0)
  for size in sizes {
    // Each product over the divisor is whole, so it is exact up to 2⁵³.
    for i in 0..<size { ways = ways * Double(dealt + i + 1) / Double(i + 1) }
    dealt += size
  }
  return ways
}
