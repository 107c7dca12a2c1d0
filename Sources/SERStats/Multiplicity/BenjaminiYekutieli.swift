// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Benjamini and Yekutieli's adjustment, which bounds the expected share of false rejections under any
/// dependence.
///
/// Benjamini and Hochberg's factor *m*/*i*, times 1 + 1/2 + … + 1/*m*.
///
/// - Parameter pValues: The family, in any order.
/// - Returns: The adjusted *p*-values, in the order of the input.
/// - Precondition: Each is in 0...1.
/// - Complexity: O(*m* log *m*).
/// - Source: Benjamini and Yekutieli (2001), "The control of the false discovery rate in multiple testing
///   under dependency"; statsmodels `multipletests`, method `fdr_by`.
package func benjaminiYekutieli(_ pValues: [Double]) -> [Double] {
  requireProbabilities(pValues, "benjaminiYekutieli")
  let harmonic = pValues.indices.reduce(0) { $0 + 1 / Double($1 + 1) }
  return stepUp(pValues) { rank, count in harmonic * Double(count) / Double(rank) }
}
