// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit

extension PublishedComparison {
  /// The *p*, and the range that rounding leaves it, for a person.
  var pText: String {
    guard let p = pBest else { return "\(dataset) \(pair) –" }
    let range = "\(Figures.probability(pLow)) to \(Figures.probability(pHigh))"
    return "\(dataset) \(pair) \(Figures.probability(p)) ("
      + (pRange == SeedScores.Source.pinned.rawValue ? "from counts" : "\(pRange) \(range)") + ")"
  }

  /// The corrected readings, for a person.
  func correctedText(named: Bool) -> String {
    let equivalence = "\(Figures.short(Self.equivalenceMargin)) points"
    return (named ? "\(dataset) \(pair): " : "")
      + "corrected p \(Figures.probability(pCorrected)), after Holm \(Figures.probability(pCorrectedHolm)), "
      + "sign flip \(Figures.probability(pSignFlip)), equivalence within \(equivalence) "
      + "\(Figures.probability(pEquivalence)) (corrected \(Figures.probability(pEquivalenceCorrected)))"
  }
}
