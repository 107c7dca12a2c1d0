// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The tails of a binomial distribution, from probabilities relative to the most probable count.
///
/// The relative probabilities follow from each other by a ratio, and their sum is what they are relative to: no factorial
/// is formed, so nothing overflows and nothing cancels.
struct BinomialTails {
  /// P(*X* = *k*) for each *k* from 0 to the number of trials.
  private let probabilities: [Double]

  /// - Precondition: 0 < `share` < 1.
  /// - Complexity: O(`trials`).
  init(trials: Int, share: Double = 0.5) {
    precondition(trials >= 0 && share > 0 && share < 1, "BinomialTails: \(trials) trials at \(share)")
    let odds = share / (1 - share)
    // At 1/2 the first fifty rows of Pascal's triangle are exact from its edge; else start from the most probable count.
    let start = share == 0.5 && trials <= 50 ? 0 : min(trials, Int(Double(trials + 1) * share))
    var relative = [Double](repeating: 0, count: trials + 1)
    relative[start] = 1
    for k in stride(from: start, to: 0, by: -1) {
      relative[k - 1] = relative[k] * Double(k) / (Double(trials - k + 1) * odds)
    }
    for k in start..<trials { relative[k + 1] = relative[k] * Double(trials - k) * odds / Double(k + 1) }
    // From the small ends inward.
    let sum = relative[..<start].reduce(0, +) + relative[start...].reversed().reduce(0, +)
    probabilities = relative.map { $0 / sum }
  }

  /// P(*X* = `k`).
  subscript(k: Int) -> Double { probabilities[k] }

  /// P(*X* ≤ `k`).
  func lower(_ k: Int) -> Double { min(1, probabilities[...k].reduce(0, +)) }

  /// P(*X* ≥ `k`).
  func upper(_ k: Int) -> Double { min(1, probabilities[k...].reversed().reduce(0, +)) }
}
