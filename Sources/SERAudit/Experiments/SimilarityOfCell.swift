// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERStats

/// The work of one cell of Table S2.
struct SimilarityOfCell {
  private let cell: SimilarityAcrossLanguages.Cell
  private let context: RunContext
  private let representation: GlobalProbe.Representation
  /// The rows compared.
  private let rows: [Int]
  /// Their values, languages and classes.
  private let patterns: GroupedPatterns

  init(_ cell: SimilarityAcrossLanguages.Cell, in context: RunContext) throws {
    self.cell = cell
    self.context = context
    let found = try cell.probe.representation(in: context)
    representation = found
    let features = found.features
    rows = cell.heldOut ? found.test : Array(features.labels.indices)
    let language = rows.map { cell.languages.firstIndex(of: features.utterances[$0].language ?? "") ?? 0 }
    for (group, name) in cell.languages.enumerated() {
      let present = Set(zip(rows, language).filter { $0.1 == group }.map { features.labels[$0.0] })
      if let missing = features.classes.indices.first(where: { !present.contains($0) }) {
        throw SimilarityError.missingClass(
          label: features.classes[missing], language: name, heldOut: cell.heldOut ? cell.probe.seed : nil)
      }
    }
    var values: [Float] = []
    values.reserveCapacity(rows.count * found.values.columns)
    for row in rows { values += found.values.row(row) }
    patterns = try GroupedPatterns(
      Matrix(rows: rows.count, columns: found.values.columns, elements: values), groups: language,
      conditions: rows.map { features.labels[$0] })
  }

  func outcome() throws -> SimilarityAcrossLanguages.Outcome {
    let features = representation.features
    var distances: [String: [[Double]]] = [:]
    for measure in [DissimilarityMeasure.cosine, .correlation, .euclidean] {
      distances[measure.name] = try patterns.geometries(by: measure).map(\.upper)
    }
    distances["crossnobis"] = crossnobis()
    if context.isCancelled() { throw CancellationError() }

    var stream = RandomStream(seed: cell.probe.seed).root
    if let position = cell.streamPosition {
      for _ in 0..<position { _ = LabelShuffles(of: patterns, draws: cell.draws, using: &stream) }
    } else {
      stream = RandomStream(seed: cell.probe.seed)["label shuffles"]
    }
    let shuffles = LabelShuffles(of: patterns, draws: cell.draws, using: &stream)
    if context.isCancelled() { throw CancellationError() }
    let test = try LabelShufflingTest(patterns, shuffles, by: .cosine, threads: context.threads)
    let ceiling = noiseCeiling()
    return SimilarityAcrossLanguages.Outcome(
      languages: cell.languages, counts: cell.languages.indices.map { patterns.counts(group: $0) },
      speakers: cell.languages.map { language in
        Set(rows.map { features.utterances[$0] }.filter { $0.language == language }.map(\.speaker)).count
      }, distances: distances, nullValues: test.nullValues, noiseCeilingLow: ceiling?.lower,
      noiseCeilingHigh: ceiling?.upper, layerWeights: representation.layerWeights,
      trainingIDs: representation.training.map { features.utterances[$0].id },
      testIDs: representation.test.map { features.utterances[$0].id },
      rowIdentityProven: features.rowIdentityProven)
  }

  /// `nil` where a language has too few speakers for halves, or halves that cannot be ranked.
  private func noiseCeiling() -> NoiseCeiling? {
    var stream = RandomStream(seed: cell.probe.seed)["halves of speakers"]
    return try? NoiseCeiling.splitHalves(
      patterns, units: rows.map { representation.features.utterances[$0].speaker }, by: .cosine,
      using: &stream)
  }

  /// Cross-validated over two halves of each language's speakers, every other one; `nil` where a half lacks a class.
  private func crossnobis() -> [[Double]]? {
    let features = representation.features
    var found: [[Double]] = []
    for language in cell.languages {
      let own = rows.filter { features.utterances[$0].language == language }
      let speakers = Set(own.map { features.utterances[$0].speaker }).sortedByCodePoint()
      let values = own.flatMap { representation.values.row($0).map { Double($0) } }
      guard
        let distances = try? DissimilarityMatrix.crossnobis(
          patterns: Matrix(rows: own.count, columns: representation.values.columns, elements: values),
          conditions: own.map { features.labels[$0] },
          folds: own.map { (speakers.firstIndex(of: features.utterances[$0].speaker) ?? 0) % 2 })
      else { return nil }
      found.append(distances.upper)
    }
    return found
  }
}

extension DissimilarityMeasure {
  /// The name that result files use.
  var name: String {
    switch self {
    case .cosine: "cosine"
    case .correlation: "correlation"
    case .euclidean: "euclidean"
    case .mahalanobis: "mahalanobis"
    }
  }
}
