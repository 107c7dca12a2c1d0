// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Benjamini and Hochberg's adjustment, which bounds the expected share of false rejections among all
/// rejections.
///
/// The *i*-th smallest of *m* *p*-values is multiplied by *m*/*i*; none is above one that ranks after it. It
/// holds for independent or positively dependent tests; ``MultiplicityAdjustment/benjaminiYekutieli`` for
/// any. A single rejection says less than under ``holm(_:)``: one in twenty of them may be false at 0.05.
///
/// - Parameter pValues: The family, in any order.
/// - Returns: The adjusted *p*-values, in the order of the input.
/// - Precondition: Each is in 0...1.
/// - Complexity: O(*m* log *m*).
/// - Source: Benjamini and Hochberg (1995), "Controlling the false discovery rate"; statsmodels
///   `multipletests`, method `fdr_bh`.
public func benjaminiHochberg(_ pValues: [Double]) -> [Double] {
  requireProbabilities(pValues, "benjaminiHochberg")
  return stepUp(pValues) { rank, count in Double(count) / Double(rank) }
}
