// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The quantile of a distribution with two shapes: `inner` where it answers, else by bisection.
///
/// Boost's iteration gives up on some of the plainest questions (the median of the beta distribution with
/// both shapes 5) and may not end on shapes far apart; the tails always answer.
func quantileOfShapes(
  _ first: Double, _ second: Double, to largest: Double, inner: () -> Double, isReached: (Double) -> Bool
) -> Double {
  if (1e-3...1e6).contains(first) && (1e-3...1e6).contains(second) {
    let x = inner()
    if x >= 0 && x <= largest { return x }
  }
  // Over the Doubles themselves, which from 0 up are in the order of their bits.
  var (low, high) = (0.0.bitPattern, largest.bitPattern)
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if isReached(Double(bitPattern: middle)) { high = middle } else { low = middle }
  }
  return Double(bitPattern: high)
}

/// Traps unless `value` is positive and small enough for the series of the incomplete beta function.
func requireShape(_ value: Double, _ what: StaticString) {
  precondition(value > 0 && value <= 1e12, "\(what) is \(value); needs a positive number of at most 1e12")
}

/// Traps unless `value` is positive and finite.
func requirePositive(_ value: Double, _ what: StaticString) {
  precondition(value > 0 && value.isFinite, "\(what) is \(value); needs a positive, finite number")
}

/// Traps unless `level` may be the confidence of an interval.
func requireLevel(_ level: Double) {
  precondition(level > 0 && level < 1, "level \(level); needs 0 < level < 1, such as 0.95 for 95 per cent")
}

/// Traps unless `alpha` may be the size of a test: the probability of a false rejection.
func requireAlpha(_ alpha: Double) {
  precondition(alpha > 0 && alpha < 1, "alpha \(alpha); needs 0 < alpha < 1, such as 0.05")
}
