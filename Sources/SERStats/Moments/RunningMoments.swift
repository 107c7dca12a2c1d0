// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

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
