// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Values above it are refused here: their squares, summed and squared again, stay finite below it.
private let largestSquarable = 1e70

/// Throws for the first value that is not finite, or too large to be squared.
func requireFinite(_ values: [Double]) throws(StatisticsError) {
  if let index = values.firstIndex(where: { !($0.magnitude <= largestSquarable) }) {
    throw .notFinite(index: index)
  }
}

/// The statistic, or an error that says where it is not finite.
func finite(_ value: Double, _ what: @autoclosure () -> String) throws(StatisticsError) -> Double {
  guard value.magnitude <= largestSquarable else {
    throw .outOfRange(what: what(), value: value, allowed: "finite, and small enough to be squared")
  }
  return value
}

/// The statistic without each unit in turn.
func leavingOneOut(_ units: Int, _ statistic: ([Int]) -> Double) throws(StatisticsError) -> [Double] {
  // Unit 0 is out first; then each step puts one back in its place and takes the next out.
  var kept = Array(1..<units)
  var values: [Double] = []
  values.reserveCapacity(units)
  for left in 0..<units {
    values.append(try finite(statistic(kept), "the statistic without unit \(left)"))
    if left < units - 1 { kept[left] = left }
  }
  return values
}
