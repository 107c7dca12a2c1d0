// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The averages of all pairs of values, each value with itself included, found by rank without being listed.
struct WalshAverages {
  private let sorted: [Double]

  /// - Precondition: `values` is not empty; none is NaN or above half the largest Double.
  init(_ values: [Double]) {
    precondition(!values.isEmpty, "WalshAverages: no values")
    sorted = values.sorted()
  }

  /// *n* (*n* + 1)/2.
  var count: Int { sorted.count * (sorted.count + 1) / 2 }

  /// The Hodges–Lehmann estimate.
  var median: Double {
    let middle = (self[(count + 1) / 2], self[count / 2 + 1])
    return middle.0 + (middle.1 - middle.0) / 2
  }

  /// The `rank`-th smallest average, from 1.
  ///
  /// Bisection over the Doubles themselves, in at most 64 steps, so that the answer is one of the averages to
  /// the last bit.
  ///
  /// - Complexity: O(*n*).
  subscript(rank: Int) -> Double {
    precondition((1...count).contains(rank), "WalshAverages: rank \(rank) of \(count)")
    var (low, high) = (order(sorted[0]), order(sorted[sorted.count - 1]))
    while low < high {
      // Halfway without the sum or the difference, which may not fit.
      let middle = (low & high) + (low ^ high) >> 1
      if count(atMost: value(middle)) >= rank { high = middle } else { low = middle + 1 }
    }
    return value(low)
  }

  /// How many averages are at most `limit`: for each value the others that reach it are a shrinking prefix.
  private func count(atMost limit: Double) -> Int {
    var found = 0
    var end = sorted.count
    for (index, value) in sorted.enumerated() {
      while end > index && (value + sorted[end - 1]) / 2 > limit { end -= 1 }
      if end <= index { break }
      found += end - index
    }
    return found
  }

  /// Whole numbers in the order of the Doubles.
  private func order(_ x: Double) -> Int {
    let bits = Int(bitPattern: UInt(x.magnitude.bitPattern))
    return x < 0 ? -bits : bits
  }

  private func value(_ order: Int) -> Double {
    let magnitude = Double(bitPattern: UInt64(order.magnitude))
    return order < 0 ? -magnitude : magnitude
  }
}
