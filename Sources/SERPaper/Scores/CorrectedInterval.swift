// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERStats
internal import SERReport

/// Half of the interval of a mean over overlapping splits.
enum CorrectedInterval {
  /// The *t* quantile times *s* √(1/*J* + *r*).
  ///
  /// - Source: Nadeau and Bengio (2003), as in `CorrectedResampledTTest`.
  static func half(deviation: Double, count: Int, ratio: Double, level: Double = 0.95) -> Double {
    guard count > 1 else { return .infinity }
    let reference = StudentTDistribution(degreesOfFreedom: Double(count - 1))
    return reference.upperQuantile((1 - level) / 2) * deviation * (1 / Double(count) + ratio).squareRoot()
  }

  /// The corrected *p* of a plain *t* over *k* folds: test over training is 1/(*k* - 1), or 1/(*k* - 2) with a fold for
  /// validation.
  static func foldP(t: Double, count: Double, validation: Bool) -> String {
    let training = count - (validation ? 2 : 1)
    guard training > 0 else { return "–" }
    let corrected = t * (1 / count / (1 / count + 1 / training)).squareRoot()
    return Figures.probability(2 * StudentTDistribution(degreesOfFreedom: count - 1).upperTail(corrected))
  }
}
