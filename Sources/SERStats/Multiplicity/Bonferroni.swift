// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Bonferroni's adjustment: each *p*-value times the number of them, at most 1.
///
/// It bounds the probability of any false rejection under any dependence, as ``holm(_:)`` does, which is
/// never weaker.
///
/// - Parameter pValues: The family, in any order.
/// - Returns: The adjusted *p*-values, in the order of the input.
/// - Precondition: Each is in 0...1.
/// - Source: statsmodels `multipletests`, method `bonferroni`.
package func bonferroni(_ pValues: [Double]) -> [Double] {
  requireProbabilities(pValues, "bonferroni")
  return pValues.map { min(1, $0 * Double(pValues.count)) }
}

/// Traps on what is not a probability, with its index.
func requireProbabilities(_ pValues: [Double], _ function: StaticString) {
  for (index, p) in pValues.enumerated() {
    precondition(p >= 0 && p <= 1, "\(function): \(p) at index \(index) is not a probability")
  }
}
