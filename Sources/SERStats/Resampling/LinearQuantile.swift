// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The quantile of ascending values by linear interpolation, NumPy's default: rank (*n* - 1) *p*, counted
/// from 0.
///
/// - Precondition: `sorted` is not empty and 0 ≤ `p` ≤ 1.
func linearQuantile(_ sorted: [Double], _ p: Double) -> Double {
  let rank = Double(sorted.count - 1) * p
  let below = min(Int(rank), sorted.count - 1)
  let (low, high) = (sorted[below], sorted[min(below + 1, sorted.count - 1)])
  let share = rank - Double(below)
  // At a rank the next value has no part in it, even if it is infinite.
  guard share > 0 else { return low }
  // From the nearer end, as NumPy does: exact at both.
  return low == high ? low : share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share)
}
