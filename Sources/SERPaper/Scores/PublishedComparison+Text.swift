// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

extension PublishedComparison {
  /// The *p*, and the range that rounding leaves it, for a person.
  var pText: String {
    guard let p = pBest else { return "\(dataset) \(pair) –" }
    let range = "\(NumberText.probability(pLow)) to \(NumberText.probability(pHigh))"
    return "\(dataset) \(pair) \(NumberText.probability(p)) ("
      + (pRange == SeedScores.Source.pinned.rawValue ? "from counts" : "\(pRange) \(range)") + ")"
  }

  /// The corrected readings, for a person.
  func correctedText(named: Bool) -> String {
    let equivalence = "\(NumberText.short(Self.equivalenceMargin)) points"
    return (named ? "\(dataset) \(pair): " : "")
      + "corrected p \(NumberText.probability(pCorrected)), after Holm \(NumberText.probability(pCorrectedHolm)), "
      + "sign flip \(NumberText.probability(pSignFlip)), equivalence within \(equivalence) "
      + "\(NumberText.probability(pEquivalence)) (corrected \(NumberText.probability(pEquivalenceCorrected)))"
  }
}
