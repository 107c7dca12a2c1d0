// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERProbing
internal import SERStats

extension PerLanguage {
  /// One probe's scores: a row of `per-seed.csv`.
  public struct SeedScore: Hashable, Codable, Sendable {
    /// The encoder.
    public var encoder: String
    /// The corpus.
    public var corpus: String
    /// The protocol's name.
    public var protocolName: String
    /// The head's name.
    public var head: String
    /// The seed.
    public var seed: UInt64
    /// Utterances trained on.
    public var trainingUtterances: Int
    /// Utterances tested.
    public var testUtterances: Int
    /// The share of test utterances that are right, a fraction.
    public var accuracy: Double
    /// The mean of the classes' recalls, a fraction.
    public var unweightedAverageRecall: Double
    /// The mean of the classes' F1 scores, a fraction.
    public var macroF1: Double
    /// The state with the greatest weight in the mixture.
    public var bestLayer: Int

    /// The score that a protocol compares.
    public func headline(_ headline: AuditProtocol.Headline) -> Double {
      switch headline {
      case .accuracy: accuracy
      case .unweightedAverageRecall: unweightedAverageRecall
      }
    }
  }

  /// Mean and spread over seeds of one encoder, or of one baseline, on one corpus.
  public struct MeanScore: Hashable, Codable, Sendable {
    /// The encoder's or the baseline's name.
    public var name: String
    /// The corpus.
    public var corpus: String
    /// The protocol's name.
    public var protocolName: String
    /// The number of seeds.
    public var n: Int
    /// The mean, a fraction.
    public var mean: Double
    /// The sample SD over seeds (n − 1), a fraction; `nil` with a single seed.
    public var standardDeviation: Double?
  }

  /// Table 3 and S3, with all tests.
  public struct Summary: Codable, Sendable {
    /// A row a probe and protocol.
    public var scores: [SeedScore]
    /// A row an encoder, corpus and protocol.
    public var means: [MeanScore]
    /// A row a baseline, corpus and protocol.
    public var baselines: [MeanScore]
    /// A row a pair of encoders, corpus and protocol.
    public var pairs: [PairComparison]
    /// Encoder and corpus of features whose rows are not proven to be those of the table.
    public var unprovenRows: [String]
  }

  /// The table.
  public func summarize(_ results: [CellResult<PerLanguage>]) throws -> Summary {
    var outcomes: [Cell: Outcome] = [:]
    for result in results { outcomes[result.cell] = result.outcome }
    var summary = Summary(scores: [], means: [], baselines: [], pairs: [], unprovenRows: [])
    for way in protocols {
      var pairs: [PairComparison] = []
      for corpus in corpora {
        var columns: [(encoder: String, scores: [Double])] = []
        var plan: ResamplingPlan?
        for encoder in encoders {
          let cells = seeds.compactMap { seed in
            outcomes[cell(way, encoder, corpus, seed)].map { (seed, $0) }
          }
          guard let first = cells.first?.1 else { continue }
          let scores = try cells.map { try score($0.1, way, encoder, corpus, seed: $0.0) }
          let headline = scores.map { $0.headline(way.headline) }
          summary.scores += scores
          summary.means.append(try Self.meanScore(encoder, corpus, way, headline))
          if columns.isEmpty {
            plan = first.plan
            summary.baselines += try Self.baselines(cells.map(\.1.baselines), corpus, way)
          }
          columns.append((encoder, headline))
          let proof = "\(encoder)/\(corpus)"
          if !first.rowIdentityProven, !summary.unprovenRows.contains(proof) {
            summary.unprovenRows.append(proof)
          }
        }
        for (i, a) in columns.enumerated() {
          for b in columns[(i + 1)...] {
            pairs.append(try PairComparison(corpus: corpus, way: way, a, b, plan: plan!))
          }
        }
      }
      summary.pairs += try PairComparison.adjusted(pairs, way)
    }
    return summary
  }

  private func score(
    _ outcome: Outcome, _ way: AuditProtocol, _ encoder: String, _ corpus: String, seed: UInt64
  ) throws(MetricError) -> SeedScore {
    let matrix = try ConfusionMatrix(
      truth: outcome.truth, predicted: outcome.predicted, classes: taxonomy.classes.count)
    let weights = outcome.layerWeights
    return SeedScore(
      encoder: encoder, corpus: corpus, protocolName: way.name, head: head.name, seed: seed,
      trainingUtterances: outcome.trainingIDs.count, testUtterances: outcome.testIDs.count,
      accuracy: matrix.accuracy, unweightedAverageRecall: matrix.unweightedAverageRecall,
      macroF1: matrix.macroF1, bestLayer: weights.indices.reduce(0) { weights[$1] > weights[$0] ? $1 : $0 })
  }

  private static func meanScore(
    _ name: String, _ corpus: String, _ way: AuditProtocol, _ scores: [Double]
  ) throws(StatisticsError) -> MeanScore {
    MeanScore(
      name: name, corpus: corpus, protocolName: way.name, n: scores.count, mean: try mean(scores),
      standardDeviation: scores.count > 1 ? try sampleStandardDeviation(scores) : nil)
  }

  private static func baselines(
    _ seeds: [[Baseline]], _ corpus: String, _ way: AuditProtocol
  ) throws(StatisticsError) -> [MeanScore] {
    var means: [MeanScore] = []
    for kind in Baseline.Kind.allCases {
      let found = seeds.compactMap { $0.first { $0.kind == kind } }
      guard !found.isEmpty else { continue }
      let scores = found.map { way.headline == .accuracy ? $0.accuracy : $0.unweightedAverageRecall }
      means.append(try meanScore(kind.rawValue, corpus, way, scores))
    }
    return means
  }
}
