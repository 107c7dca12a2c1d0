// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The mean cross-entropy of a probe on some rows, and its gradient: what training lowers.
package protocol ProbeObjective {
  associatedtype Scalar: AdamScalar

  /// Parameters as this objective keeps them, in one list.
  func flattened(_ parameters: ProbeParameters<Scalar>) -> [Scalar]

  /// The way back from ``flattened(_:)``.
  func parameters(_ flat: [Scalar]) -> ProbeParameters<Scalar>

  /// The sum of the cross-entropy over `rows`, and the gradient of its mean.
  ///
  /// - Parameters:
  ///   - flat: Where to evaluate.
  ///   - rows: Numbers of the rows, not empty; the last batch of an epoch may be short.
  ///   - gradient: Overwritten, as long as `flat`.
  mutating func loss(at flat: [Scalar], rows: ArraySlice<Int>, gradient: inout [Scalar]) -> Double
}

/// Softmax and its derivative, in the precision of the parameters.
enum Mixture {
  /// α = softmax(w).
  static func weights<Scalar: BLASScalar>(_ logits: [Scalar]) -> [Scalar] {
    let largest = logits.max() ?? 0
    let powers = logits.map { Elementary.exponential($0 - largest) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  /// The gradient by w, given that by α: αₗ·(gₗ − Σⱼ αⱼ·gⱼ).
  static func gradient<Scalar: BLASScalar>(weights: [Scalar], byWeights: [Scalar]) -> [Scalar] {
    let mean = zip(weights, byWeights).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(weights, byWeights).map { $0 * ($1 - mean) }
  }
}
