// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Holm's step-down adjustment, which bounds the probability of any false rejection in a family.
///
/// The *i*-th smallest of *m* *p*-values is multiplied by *m* - *i* + 1; no adjusted value is below one that
/// ranks before it, or above 1. Reject what is at most the level. It holds under any dependence between the
/// tests, and is never weaker than Bonferroni's.
///
/// The family is what the caller hands in at once: all comparisons that a reader would scan for a finding,
/// the unremarkable ones included (for the paper's Table 3: three pairs of encoders on five corpora,
/// fifteen). Comparisons without a *p*-value are left out before the call, and cost the others nothing.
///
/// - Parameter pValues: The family, in any order.
/// - Returns: The adjusted *p*-values, in the order of the input.
/// - Precondition: Each is in 0...1.
/// - Complexity: O(*m* log *m*).
/// - Source: Holm (1979), "A simple sequentially rejective multiple test procedure"; statsmodels
///   `multipletests`.
public func holm(_ pValues: [Double]) -> [Double] {
  requireProbabilities(pValues, "holm")
  var adjusted = pValues
  var floor = 0.0
  for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
    floor = min(1, max(floor, pValues[index] * Double(pValues.count - rank)))
    adjusted[index] = floor
  }
  return adjusted
}
