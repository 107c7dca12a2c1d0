// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERProbing
internal import SERStats

extension ProbeCell {
  /// What a probe makes of all utterances of its corpora, those that it was trained on included: where
  /// analyses of what an encoder has in common over languages start from.
  ///
  /// - Source: paper, section 3.5 and appendix D.
  struct Representation: Sendable {
    /// The utterances with their labels.
    let features: FeatureSet
    /// Rows that trained the probe, ascending.
    let training: [Int]
    /// Rows of the test side, ascending.
    let test: [Int]
    /// The weighted sum of standardized states, as the head sees it, shape `[n, d]`.
    let values: Matrix<Float>
    /// The weight of each state, shape `[L+1]`.
    let layerWeights: [Float]
  }

  /// The representation, trained where no other cell of the run has done it.
  ///
  /// - Throws: What opening the features or training throws; ``SplitFailure``.
  func representation(in context: RunContext) throws -> Representation {
    try context.artifact(self, of: inputs) {
      let trained = try Self.fitted([self], in: context, share: 0.9)[0]
      return Representation(
        features: trained.features, training: trained.sides.training, test: trained.sides.test,
        values: try trained.probe.representation(of: trained.features.states),
        layerWeights: trained.probe.layerWeights)
    }
  }
}

extension ProbeCell.Representation {
  /// The values of some rows, grouped by language.
  ///
  /// - Parameters:
  ///   - languages: The languages of the rows, in the order of the groups.
  ///   - rows: The rows.
  ///   - heldOut: The seed that the rows were held out under, if they were; for the error.
  /// - Throws: ``LanguageError/missingClass(label:language:heldOut:)`` for a language that lacks a class;
  ///   `StatisticsError` for values that are not finite.
  func patterns(of languages: [String], rows: [Int], heldOut: UInt64?) throws -> GroupedPatterns {
    let groups = try rows.map { row in
      let utterance = features.utterances[row]
      guard let group = utterance.language.flatMap({ languages.firstIndex(of: $0) }) else {
        throw LanguageError.unknownLanguage(path: features.corpusOfRow[row], utterance: utterance.id)
      }
      return group
    }
    for (group, name) in languages.enumerated() {
      let present = Set(zip(rows, groups).filter { $0.1 == group }.map { features.labels[$0.0] })
      if let missing = features.classes.indices.first(where: { !present.contains($0) }) {
        throw LanguageError.missingClass(label: features.classes[missing], language: name, heldOut: heldOut)
      }
    }
    var elements: [Float] = []
    elements.reserveCapacity(rows.count * values.columns)
    for row in rows { elements += values.row(row) }
    return try GroupedPatterns(
      Matrix(rows: rows.count, columns: values.columns, elements: elements), groups: groups,
      conditions: rows.map { features.labels[$0] })
  }
}
