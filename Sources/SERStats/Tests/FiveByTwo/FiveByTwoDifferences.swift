// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Ten scores of a system from five repetitions of two-fold cross-validation, compared with another's.
struct FiveByTwoDifferences {
  /// *a* - *b*, the two folds of the first repetition first.
  let values: [Double]
  /// A power of two about as large as the largest difference, so that squares in units of it neither overflow
  /// nor vanish.
  let unit: Double
  /// The sum over the five repetitions of the squared deviations of both folds from their mean, Σ *s*ᵢ², in
  /// units².
  let sumOfVariances: Double

  init(_ a: [Double], _ b: [Double], plan: ResamplingPlan, test: String) throws(StatisticsError) {
    guard plan.isTwoFold else {
      throw .testNotCarried(
        test: test, reason: "it needs two-fold cross-validation, whose sides swap", instead: plan.remedy)
    }
    let pairs = try PairedDifferences(a, b, needed: 1)
    guard pairs.values.count == 10 else {
      throw .unequalSizes(
        what: "scores", found: pairs.values.count, expected: 10)
    }
    values = pairs.values
    let largestDifference = pairs.values.reduce(0) { max($0, $1.magnitude) }
    unit = largestDifference > 0 ? largestDifference.binade : 1
    var sum = 0.0
    var largest = 0.0
    for first in stride(from: 0, to: 10, by: 2) {
      let gap = pairs.values[first] - pairs.values[first + 1]
      largest = max(largest, gap.magnitude)
      sum += gap / unit * (gap / unit) / 2
    }
    // A spread within the rounding of the scores is none.
    guard largest > 2 * pairs.rounding, sum > 0 else {
      throw .noVariation(meanDifference: try mean(pairs.values))
    }
    sumOfVariances = sum
  }
}

extension ResamplingPlan {
  /// Whether each half of the units is tested by the other, up to an odd one.
  var isTwoFold: Bool { scheme == .partition && abs(trainingUnits - testUnits) <= 1 }
}
