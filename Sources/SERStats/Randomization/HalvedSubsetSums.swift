// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// All 2ⁿ sums in which each of *n* items gives one of two values, counted without being listed.
///
/// The items are halved and each half's 2^(n/2) sums are kept in ascending order; how many pairs of sums
/// reach a threshold then takes one walk up one list and down the other. Forty items are a matter of
/// milliseconds, where listing 2⁴⁰ sums would take hours.
struct HalvedSubsetSums {
  /// What an item gives: one value or the other.
  struct Choice {
    var out: Double
    var `in`: Double
  }

  private let left: [Double]
  private let right: [Double]

  init(values: [Choice]) {
    let middle = values.count / 2
    left = Self.sums(values[..<middle])
    right = Self.sums(values[middle...])
  }

  /// 2ⁿ.
  var count: Int { left.count * right.count }

  /// How many of the 2ⁿ sums are at least `threshold`.
  ///
  /// - Complexity: O(2^(*n*/2)).
  func count(atLeast threshold: Double) -> Int {
    var found = 0
    var start = right.count
    for sum in left {
      while start > 0 && sum + right[start - 1] >= threshold { start -= 1 }
      found += right.count - start
    }
    return found
  }

  /// All sums of one half, ascending: each item merges two copies of the list so far, each in order already.
  private static func sums(_ values: ArraySlice<Choice>) -> [Double] {
    var sums = [0.0]
    for choice in values {
      let (low, high) = (min(choice.out, choice.in), max(choice.out, choice.in))
      var merged: [Double] = []
      merged.reserveCapacity(2 * sums.count)
      var (i, j) = (0, 0)
      while i < sums.count {
        if sums[i] + low <= sums[j] + high {
          merged.append(sums[i] + low)
          i += 1
        } else {
          merged.append(sums[j] + high)
          j += 1
        }
      }
      merged += sums[j...].lazy.map { $0 + high }
      sums = merged
    }
    return sums
  }
}
