// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERStats

/// How alike languages arrange emotions in what one probe makes of an encoder, with shuffles of the labels.
public struct SimilarityCell: ExperimentCell {
  /// `similarity-across-languages`.
  public static let kind = "similarity-across-languages"
  /// Raised when a number may change, here or in the probe.
  public static let revision = 1_000 + ProbeCell.revision

  /// The probe behind the representation.
  package var probe: ProbeCell
  /// The languages, in the order in which they are shuffled and paired.
  package var languages: [String]
  /// Whether only utterances of speakers who did not train are compared.
  package var heldOut: Bool
  /// Shuffles of the labels, and how many encoders draw theirs from the same stream before this one; `nil`
  /// for a stream of its own.
  package var draws: Int, streamPosition: Int?

  /// What the probe reads.
  public var inputs: [CellInput] { probe.inputs }

  /// What one encoder showed.
  public struct Outcome: Codable, Sendable {
    /// Utterances compared, of each language and class; speakers compared, of each language.
    package var counts: [[Int]], speakers: [Int]
    /// Distances between class means of each language by each measure, upper triangles row by row.
    package var distances: [String: [[Double]]]
    /// The mean similarity of each shuffle, and how many have exactly the observed one.
    package var nullValues: [Double], ties: Int
    /// The share of shuffles that reach the observed mean, as published, so it may be 0; and with the
    /// observed labels among the shuffles.
    package var publishedP: Double, p: Double
    /// The mean similarity of halves of the speakers of one language, and of a half to the pool of both.
    package var noiseCeilingLow: Double?, noiseCeilingHigh: Double?
    /// The weight of each state in the mixture.
    package var layerWeights: [Float]
    /// Ids of both sides, and whether rows of features are proven to be rows of the table.
    package var trainingIDs: [String], testIDs: [String], rowIdentityProven: Bool
  }

  /// What `results.json` says of one cell; the ids of its sides stand in `splits.csv`.
  public struct Record: Encodable, Sendable {
    var cell: SimilarityCell, counts: [[Int]], speakers: [Int], distances: [String: [[Double]]]
    var layerWeights: [Float], trainingUtterances: Int
  }

  /// All but ids and shuffles.
  public func record(of outcome: Outcome) -> Record {
    Record(
      cell: self, counts: outcome.counts, speakers: outcome.speakers, distances: outcome.distances,
      layerWeights: outcome.layerWeights, trainingUtterances: outcome.trainingIDs.count)
  }

  /// Trains, compares and shuffles.
  public static func run(_ group: [SimilarityCell], in context: RunContext) throws -> [Outcome] {
    try group.map { try Work($0, in: context).outcome(in: context) }
  }

  private struct Work {
    let cell: SimilarityCell
    let representation: ProbeCell.Representation
    /// The rows compared.
    let rows: [Int]
    /// Their values, languages and classes.
    let patterns: GroupedPatterns

    init(_ cell: SimilarityCell, in context: RunContext) throws {
      self.cell = cell
      representation = try cell.probe.representation(in: context)
      rows = cell.heldOut ? representation.test : Array(representation.features.labels.indices)
      patterns = try representation.patterns(
        of: cell.languages, rows: rows, heldOut: cell.heldOut ? cell.probe.seed : nil)
    }

    func outcome(in context: RunContext) throws -> Outcome {
      let features = representation.features
      let speakers = rows.map { features.utterances[$0].speaker }
      let distances = [
        "cosine": try patterns.geometries(by: .cosine),
        "correlation": try patterns.geometries(by: .correlation),
        "euclidean": try patterns.geometries(by: .euclidean),
        // Cross-validation needs every class in both halves of the speakers of every language.
        "crossnobis": try? patterns.crossnobisGeometries(units: speakers),
      ].compactMapValues { $0?.map(\.upper) }
      if context.isCancelled() { throw CancellationError() }
      var stream = RandomStream(seed: cell.probe.seed)["label shuffles"]
      if let position = cell.streamPosition {
        stream = RandomStream(seed: cell.probe.seed).root
        for _ in 0..<position { _ = LabelShuffles(of: patterns, draws: cell.draws, using: &stream) }
      }
      let shuffles = LabelShuffles(of: patterns, draws: cell.draws, using: &stream)
      if context.isCancelled() { throw CancellationError() }
      let test = try LabelShufflingTest(patterns, shuffles, by: .cosine, threads: context.threads)
      // None where a language has too few speakers for halves, or halves that cannot be ranked.
      var halves = RandomStream(seed: cell.probe.seed)["halves of speakers"]
      let ceiling = try? NoiseCeiling.splitHalves(patterns, units: speakers, by: .cosine, using: &halves)
      return Outcome(
        counts: cell.languages.indices.map { patterns.counts(group: $0) },
        speakers: cell.languages.map { language in
          Set(rows.lazy.map { features.utterances[$0] }.filter { $0.language == language }.map(\.speaker))
            .count
        }, distances: distances, nullValues: test.nullValues, ties: test.ties,
        publishedP: test.publishedPValue, p: test.pValue, noiseCeilingLow: ceiling?.lower,
        noiseCeilingHigh: ceiling?.upper, layerWeights: representation.layerWeights,
        trainingIDs: representation.training.map { features.utterances[$0].id },
        testIDs: representation.test.map { features.utterances[$0].id },
        rowIdentityProven: features.rowIdentityProven)
    }
  }
}
