// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERStats

extension SimilarityAcrossLanguages {
  /// One encoder: a row of `rsa.csv`.
  public struct Row: Hashable, Codable, Sendable {
    /// The encoder.
    public var encoder: String
    /// The protocol's name.
    public var protocolName: String
    /// The languages compared.
    public var languages: [String]
    /// The mean similarity over pairs of languages.
    public var meanSimilarity: Double
    /// The mean over shuffles of the labels.
    public var nullMean: Double
    /// The sample SD over shuffles.
    public var nullDeviation: Double
    /// The *p* of the shuffles as the protocol counts it, one-sided.
    public var p: Double
    /// How many shuffles have exactly the observed mean.
    public var ties: Int
    /// The exact *p* over relabelings of the classes, or that of draws where they are too many.
    public var pExact: Double
    /// The smallest that it could be.
    public var smallestExactP: Double
    /// The SD over relabelings.
    public var relabelingDeviation: Double
    /// The *p* against rankings at random.
    public var pKendallW: Double
    /// How alike halves of one language's speakers are.
    public var noiseCeilingLow: Double?
    /// How alike a half is to the pool of both.
    public var noiseCeilingHigh: Double?
  }

  /// Two languages: a row of `pairs.csv`.
  public struct LanguagePair: Hashable, Codable, Sendable {
    /// The encoder.
    public var encoder: String
    /// The protocol's name.
    public var protocolName: String
    /// One language.
    public var languageA: String
    /// The other.
    public var languageB: String
    /// Spearman's correlation of their distances.
    public var similarity: Double
    /// The exact *p* over relabelings, one-sided: never below 1/24 with four classes.
    public var pExact: Double
  }

  /// Two encoders: a row of `encoders.csv`.
  public struct EncoderPair: Hashable, Codable, Sendable {
    /// The protocol's name.
    public var protocolName: String
    /// The encoder that the difference is of.
    public var encoderA: String
    /// The encoder that is subtracted.
    public var encoderB: String
    /// Mean similarity of a − b.
    public var difference: Double
    /// The exact two-sided *p* over exchanges of the encoders, language by language.
    public var pExact: Double
    /// The smallest that it could be.
    public var smallestP: Double
  }

  /// The same question asked with another distance or comparison: a row of `variants.csv`.
  public struct Variant: Hashable, Codable, Sendable {
    /// The encoder.
    public var encoder: String
    /// The protocol's name.
    public var protocolName: String
    /// The distance between class means.
    public var measure: String
    /// How two languages are compared.
    public var comparison: String
    /// The mean over pairs of languages.
    public var meanSimilarity: Double
    /// The *p* over relabelings.
    public var pExact: Double
  }

  /// Table S2 with all tests.
  public struct Summary: Codable, Sendable {
    /// A row an encoder and protocol.
    public var rows: [Row]
    /// A row a pair of languages, encoder and protocol.
    public var pairs: [LanguagePair]
    /// A row a pair of encoders and protocol.
    public var encoders: [EncoderPair]
    /// A row a distance, comparison, encoder and protocol.
    public var variants: [Variant]
    /// Encoder and corpus of features whose rows are not proven to be those of the table.
    public var unprovenRows: [String]
  }

  /// Relabelings and rankings drawn where there are too many to go through.
  static let drawsBeyondEnumeration = 100_000

  /// The table.
  public func summarize(_ results: [CellResult<SimilarityAcrossLanguages>]) throws -> Summary {
    var summary = Summary(rows: [], pairs: [], encoders: [], variants: [], unprovenRows: [])
    for way in protocols {
      let own = results.filter { $0.cell.protocolName == way.name }
      for result in own {
        let (cell, outcome) = (result.cell, result.outcome)
        let geometries = try geometries(outcome)
        let test = try relabeling(geometries, .spearman)
        summary.rows.append(try row(cell, outcome, way, test, geometries))
        for pair in test.agreement.pairs {
          summary.pairs.append(
            LanguagePair(
              encoder: cell.probe.encoder, protocolName: way.name, languageA: outcome.languages[pair.a],
              languageB: outcome.languages[pair.b], similarity: pair.similarity,
              pExact: try relabeling([geometries[pair.a], geometries[pair.b]], .spearman).pValue))
        }
        summary.variants += try variants(cell, outcome, way)
        let name = "\(cell.probe.encoder)/\(cell.probe.corpora.joined(separator: "+"))"
        if !outcome.rowIdentityProven, !summary.unprovenRows.contains(name) {
          summary.unprovenRows.append(name)
        }
      }
      for (i, a) in own.enumerated() {
        for b in own[(i + 1)...] where a.outcome.languages == b.outcome.languages {
          let test = try PairedGeometryTest(geometries(a.outcome), geometries(b.outcome))
          summary.encoders.append(
            EncoderPair(
              protocolName: way.name, encoderA: a.cell.probe.encoder, encoderB: b.cell.probe.encoder,
              difference: test.statistic, pExact: test.pValue, smallestP: test.smallestAttainableP))
        }
      }
    }
    return summary
  }

  private func geometries(
    _ outcome: Outcome, measure: String = "cosine"
  ) throws(StatisticsError) -> [DissimilarityMatrix] {
    var geometries: [DissimilarityMatrix] = []
    for upper in outcome.distances[measure] ?? [] {
      geometries.append(try DissimilarityMatrix(conditions: outcome.counts[0].count, upper: upper))
    }
    return geometries
  }

  private func relabeling(
    _ geometries: [DissimilarityMatrix], _ comparison: GeometryComparison
  ) throws(StatisticsError) -> RelabelingTest {
    do {
      return try RelabelingTest(geometries, by: comparison)
    } catch .outOfRange {
      var stream = RandomStream(seed: seed)["relabelings"]
      return try RelabelingTest(
        geometries, by: comparison, draws: Self.drawsBeyondEnumeration, using: &stream)
    }
  }

  private func randomRankings(_ geometries: [DissimilarityMatrix]) throws(StatisticsError)
    -> RandomRankingTest
  {
    do {
      return try RandomRankingTest(geometries)
    } catch .outOfRange {
      var stream = RandomStream(seed: seed)["rankings"]
      return try RandomRankingTest(geometries, draws: Self.drawsBeyondEnumeration, using: &stream)
    }
  }

  private func row(
    _ cell: Cell, _ outcome: Outcome, _ way: AuditProtocol, _ test: RelabelingTest,
    _ geometries: [DissimilarityMatrix]
  ) throws(StatisticsError) -> Row {
    var tally = RandomizationTally(observed: test.statistic, rounding: 1e-12)
    for value in outcome.nullValues { tally.count(value) }
    return Row(
      encoder: cell.probe.encoder, protocolName: way.name, languages: outcome.languages,
      meanSimilarity: test.statistic, nullMean: try mean(outcome.nullValues),
      nullDeviation: outcome.nullValues.count > 1 ? try sampleStandardDeviation(outcome.nullValues) : 0,
      // The published count leaves the observed labels out, so it may be 0.
      p: tally.pValue(.greater, of: way == .corrected ? .sampling : .enumeration), ties: tally.ties,
      pExact: test.pValue, smallestExactP: test.smallestAttainableP,
      relabelingDeviation: test.nullStandardDeviation, pKendallW: try randomRankings(geometries).pValue,
      noiseCeilingLow: outcome.noiseCeilingLow, noiseCeilingHigh: outcome.noiseCeilingHigh)
  }

  /// Every distance with every comparison that is defined for it.
  private func variants(
    _ cell: Cell, _ outcome: Outcome, _ way: AuditProtocol
  ) throws(StatisticsError) -> [Variant] {
    var variants: [Variant] = []
    for measure in ["cosine", "correlation", "euclidean", "crossnobis"] {
      let geometries = try geometries(outcome, measure: measure)
      guard !geometries.isEmpty else { continue }
      for comparison in GeometryComparison.allCases {
        // Equal distances have no ranks; such a variant is left out.
        guard let test = try? relabeling(geometries, comparison) else { continue }
        variants.append(
          Variant(
            encoder: cell.probe.encoder, protocolName: way.name, measure: measure,
            comparison: comparison.rawValue, meanSimilarity: test.statistic, pExact: test.pValue))
      }
    }
    return variants
  }
}
