// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore

/// Softmax and its derivative, in the precision of the parameters.
enum Mixture {
  /// α = softmax(w), in Double, rounded once.
  static func weights<Scalar: BLASScalar>(_ logits: ArraySlice<Scalar>) -> [Scalar] {
    let largest = logits.max() ?? 0
    let powers = logits.map { exp(Double($0) - Double(largest)) }
    let total = powers.reduce(0, +)
    return powers.map { Scalar($0 / total) }
  }

  /// The gradient by w, given that by α: αₗ·(gₗ − Σⱼ αⱼ·gⱼ).
  static func gradient<Scalar: BLASScalar>(weights: [Scalar], byWeights: [Scalar]) -> [Scalar] {
    let mean = zip(weights, byWeights).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(weights, byWeights).map { $0 * ($1 - mean) }
  }
}
