// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Hochberg's step-up adjustment, which bounds the probability of any false rejection if tests are
/// independent or positively dependent.
///
/// The *i*-th smallest of *m* *p*-values is multiplied by *m* - *i* + 1; none is above one that ranks after
/// it. Never weaker than ``holm(_:)``, which holds under any dependence.
///
/// - Parameter pValues: The family, in any order.
/// - Returns: The adjusted *p*-values, in the order of the input.
/// - Precondition: Each is in 0...1.
/// - Complexity: O(*m* log *m*).
/// - Source: Hochberg (1988), "A sharper Bonferroni procedure for multiple tests of significance";
///   statsmodels `multipletests`, method `simes-hochberg`.
package func hochberg(_ pValues: [Double]) -> [Double] {
  requireProbabilities(pValues, "hochberg")
  return stepUp(pValues) { rank, count in Double(count - rank + 1) }
}

/// Each *p*-value times a factor of its rank, 1 for the smallest; from the largest down, none above the one
/// before.
func stepUp(_ pValues: [Double], factor: (_ rank: Int, _ count: Int) -> Double) -> [Double] {
  var adjusted = pValues
  var ceiling = 1.0
  for (place, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated().reversed() {
    ceiling = min(ceiling, pValues[index] * factor(place + 1, pValues.count))
    adjusted[index] = ceiling
  }
  return adjusted
}
