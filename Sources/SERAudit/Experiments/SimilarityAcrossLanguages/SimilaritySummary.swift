// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERStats
public import SERReport

/// Table S2 with all tests.
public struct SimilaritySummary: ExperimentSummary {
  /// One encoder: a row of `rsa.csv`.
  public struct Row: Hashable, Codable, Sendable {
    /// The encoder, the protocol's name and the languages compared.
    public var encoder: String, protocolName: String, languages: [String]
    /// The mean similarity over pairs of languages; its mean and sample SD over shuffles of the labels.
    public var meanSimilarity: Double, nullMean: Double, nullDeviation: Double
    /// The *p* of the shuffles as the protocol counts it, one-sided, and how many have exactly the observed
    /// mean.
    public var p: Double, ties: Int
    /// The exact *p* over relabelings of the classes, or that of draws where they are too many; the smallest
    /// it could be; the SD over relabelings; the *p* against rankings at random.
    public var pExact: Double, smallestExactP: Double, relabelingDeviation: Double, pKendallW: Double
    /// How alike halves of one language's speakers are, and how alike a half is to the pool of both.
    public var noiseCeilingLow: Double?, noiseCeilingHigh: Double?
  }

  /// Two languages: a row of `pairs.csv`.
  public struct LanguagePair: Hashable, Codable, Sendable {
    /// The encoder, the protocol's name and the languages.
    public var encoder: String, protocolName: String, languageA: String, languageB: String
    /// Spearman's correlation of their distances; its exact *p*, one-sided: never below 1/24 with four
    /// classes.
    public var similarity: Double, pExact: Double
  }

  /// Two encoders: a row of `encoders.csv`.
  public struct EncoderPair: Hashable, Codable, Sendable {
    /// The protocol's name and the encoders, of which the second is subtracted.
    public var protocolName: String, encoderA: String, encoderB: String
    /// Mean similarity of a − b; its exact two-sided *p* over exchanges of the encoders, and the smallest it
    /// could be.
    public var difference: Double, pExact: Double, smallestP: Double
  }

  /// The same question asked with another distance or comparison: a row of `variants.csv`.
  public struct Variant: Hashable, Codable, Sendable {
    /// The encoder and the protocol's name; the distance between class means, and how two languages are
    /// compared.
    public var encoder: String, protocolName: String, measure: String, comparison: String
    /// The mean over pairs of languages, and its *p* over relabelings.
    public var meanSimilarity: Double, pExact: Double
  }

  /// A row an encoder and protocol.
  public private(set) var rows: [Row] = []
  /// A row a pair of languages, encoder and protocol.
  public private(set) var pairs: [LanguagePair] = []
  /// A row a pair of encoders and protocol.
  public private(set) var encoders: [EncoderPair] = []
  /// A row a distance, comparison, encoder and protocol.
  public private(set) var variants: [Variant] = []
  /// Encoder and corpora of features whose rows are not proven to be those of the table.
  public private(set) var unprovenRows: [String] = []
  let experiment: SimilarityAcrossLanguages
  private(set) var splits = SplitTable()

  /// Relabelings and rankings drawn where there are too many to go through.
  private static let draws = 100_000

  private enum CodingKeys: CodingKey { case rows, pairs, encoders, variants, unprovenRows }

  init(
    _ results: [RowResult<SimilarityAcrossLanguages>], of experiment: SimilarityAcrossLanguages
  ) throws {
    self.experiment = experiment
    for auditProtocol in experiment.protocols {
      let own = results.filter { $0.row.auditProtocol == auditProtocol }
      for result in own { try append(result) }
      for (i, a) in own.enumerated() {
        for b in own[(i + 1)...] where a.cell.probe.corpora == b.cell.probe.corpora {
          let test = try PairedGeometryTest(a.outcome.geometries(), b.outcome.geometries())
          encoders.append(
            EncoderPair(
              protocolName: auditProtocol.name, encoderA: a.row.encoder, encoderB: b.row.encoder,
              difference: test.statistic, pExact: test.pValue, smallestP: test.smallestAttainableP))
        }
      }
      // A split is the same for every encoder of the same corpora, so it is written once, named by its seed.
      for (corpora, own) in own.grouped(by: \.cell.probe.corpora) {
        let outcome = own[0].outcome
        for (side, ids) in [(Side.training, outcome.trainingIDs), (.test, outcome.testIDs)] {
          try splits.append(
            ids, on: side, corpus: corpora.joined(separator: "+"), protocolName: auditProtocol.name,
            split: own[0].cell.probe.split.name)
        }
      }
    }
  }

  private mutating func append(_ result: RowResult<SimilarityAcrossLanguages>) throws {
    let (cell, outcome) = (result.cell, result.outcome)
    let (encoder, protocolName) = (result.row.encoder, result.row.auditProtocol.name)
    let procedure = SimilarityAcrossLanguages.Procedure.of(result.row.auditProtocol, seed: experiment.seed)
    func relabeling(
      _ geometries: [DissimilarityMatrix], _ comparison: GeometryComparison = .spearman
    ) throws(StatisticsError) -> RelabelingTest {
      let stream = RandomStream(seed: experiment.seed)["relabelings"]
      return try RelabelingTest(geometries, by: comparison, orDrawing: Self.draws, from: stream)
    }
    let geometries = try outcome.geometries()
    let test = try relabeling(geometries)
    let rankings = try RandomRankingTest(
      geometries, orDrawing: Self.draws, from: RandomStream(seed: experiment.seed)["rankings"])
    rows.append(
      Row(
        encoder: encoder, protocolName: protocolName, languages: cell.languages,
        meanSimilarity: test.statistic, nullMean: try mean(outcome.nullValues),
        nullDeviation: outcome.nullValues.count > 1 ? try sampleStandardDeviation(outcome.nullValues) : 0,
        p: procedure.countsObserved ? outcome.p : outcome.publishedP, ties: outcome.ties,
        pExact: test.pValue, smallestExactP: test.smallestAttainableP,
        relabelingDeviation: test.nullStandardDeviation,
        pKendallW: rankings.pValue, noiseCeilingLow: outcome.noiseCeilingLow,
        noiseCeilingHigh: outcome.noiseCeilingHigh))
    pairs += try test.agreement.pairs.map { pair in
      LanguagePair(
        encoder: encoder, protocolName: protocolName, languageA: cell.languages[pair.a],
        languageB: cell.languages[pair.b], similarity: pair.similarity,
        pExact: try relabeling([geometries[pair.a], geometries[pair.b]]).pValue)
    }
    for measure in ["cosine", "correlation", "euclidean", "crossnobis"] {
      let geometries = try outcome.geometries(measure)
      for comparison in GeometryComparison.allCases where !geometries.isEmpty {
        // Equal distances have no ranks; such a variant is left out.
        guard let test = try? relabeling(geometries, comparison) else { continue }
        variants.append(
          Variant(
            encoder: encoder, protocolName: protocolName, measure: measure, comparison: comparison.rawValue,
            meanSimilarity: test.statistic, pExact: test.pValue))
      }
    }
    let name = "\(encoder)/\(cell.probe.corpora.joined(separator: "+"))"
    if !outcome.rowIdentityProven, !unprovenRows.contains(name) { unprovenRows.append(name) }
  }

  /// `rsa.csv`, `pairs.csv`, `encoders.csv`, `variants.csv` and `splits.csv`.
  public var tables: [ResultTable] {
    [
      ResultTable(
        "rsa.csv", rows,
        columns: [
          Column("encoder", \.encoder), Column("protocol", \.protocolName),
          Column("mean_rho", \.meanSimilarity), Column("null_mean", \.nullMean),
          Column("null_sd", \.nullDeviation), Column("p", \.p), Column("p_exact", \.pExact),
          Column("p_kendall_w", \.pKendallW), Column("noise_ceiling_low", \.noiseCeilingLow),
          Column("noise_ceiling_high", \.noiseCeilingHigh),
        ]),
      ResultTable(
        "pairs.csv", pairs,
        columns: [
          Column("encoder", \.encoder), Column("protocol", \.protocolName),
          Column("language_a", \.languageA), Column("language_b", \.languageB), Column("rho", \.similarity),
          Column("p_exact", \.pExact),
        ]),
      ResultTable(
        "encoders.csv", encoders,
        columns: [
          Column("protocol", \.protocolName), Column("encoder_a", \.encoderA),
          Column("encoder_b", \.encoderB), Column("difference", \.difference), Column("p_exact", \.pExact),
          Column("smallest_p", \.smallestP),
        ]),
      ResultTable(
        "variants.csv", variants,
        columns: [
          Column("encoder", \.encoder), Column("protocol", \.protocolName), Column("measure", \.measure),
          Column("comparison", \.comparison), Column("mean", \.meanSimilarity), Column("p_exact", \.pExact),
        ]),
      ResultTable(splits),
    ]
  }
}

extension SimilarityCell.Outcome {
  fileprivate func geometries(_ measure: String = "cosine") throws(StatisticsError) -> [DissimilarityMatrix] {
    var geometries: [DissimilarityMatrix] = []
    for upper in distances[measure] ?? [] {
      geometries.append(try DissimilarityMatrix(conditions: counts[0].count, upper: upper))
    }
    return geometries
  }
}
