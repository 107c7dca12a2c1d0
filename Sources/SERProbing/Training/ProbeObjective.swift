// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The mean cross-entropy of a probe on some rows, and its gradient: what training lowers.
package protocol ProbeObjective {
  associatedtype Scalar: AdamScalar

  /// How this objective lists its parameters.
  var layout: ParameterLayout { get }

  /// The sum of the cross-entropy over `rows`, and the gradient of its mean.
  ///
  /// - Parameters:
  ///   - flat: Where to evaluate.
  ///   - rows: Numbers of the rows, not empty; the last batch of an epoch may be short.
  ///   - gradient: Overwritten, as long as `flat`.
  mutating func loss(at flat: [Scalar], rows: ArraySlice<Int>, gradient: inout [Scalar]) -> Double
}

extension ProbeObjective {
  /// Parameters as this objective keeps them, in one list.
  package func flattened(_ parameters: ProbeParameters<Scalar>) -> [Scalar] { layout.flattened(parameters) }

  /// The way back from ``flattened(_:)``.
  package func parameters(_ flat: [Scalar]) -> ProbeParameters<Scalar> { layout.parameters(flat) }
}
