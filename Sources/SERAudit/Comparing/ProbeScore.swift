// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERProbing
internal import SERStats
public import SERReport

/// What a line of a table of probe scores stands for; its split and seed are those of the probe.
public struct ScoreRow: Hashable, Codable, Sendable {
  /// How scores are read and compared.
  public var auditProtocol: AuditProtocol
  /// The encoder.
  public var encoder: String
  /// The corpus, or what several are called.
  public var corpus: String

  /// A row.
  public init(_ auditProtocol: AuditProtocol, encoder: String, corpus: String) {
    self.auditProtocol = auditProtocol
    self.encoder = encoder
    self.corpus = corpus
  }
}

/// One probe's scores: a row of `per-seed.csv`.
public struct ProbeScore: Hashable, Codable, Sendable {
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

  init(_ row: ScoreRow, _ cell: ProbeCell, _ outcome: ProbeOutcome) throws(MetricError) {
    let matrix = try ConfusionMatrix(
      truth: outcome.truth, predicted: outcome.predicted, classes: cell.taxonomy.classes.count)
    let weights = outcome.layerWeights
    (encoder, corpus, protocolName) = (row.encoder, row.corpus, row.auditProtocol.name)
    (head, seed) = (cell.recipe.trainer.head.name, cell.seed)
    (trainingUtterances, testUtterances) = (outcome.trainingIDs.count, outcome.testIDs.count)
    accuracy = matrix.accuracy
    unweightedAverageRecall = matrix.unweightedAverageRecall
    macroF1 = matrix.macroF1
    bestLayer = weights.indices.reduce(0) { weights[$1] > weights[$0] ? $1 : $0 }
  }

  /// The score that a protocol compares.
  public func headline(_ headline: AuditProtocol.Headline) -> Double {
    headline == .accuracy ? accuracy : unweightedAverageRecall
  }
}

extension ProbeScore: TableRow {
  /// The columns of `per-seed.csv`.
  public static let columns: [Column<ProbeScore>] = [
    Column("encoder", \.encoder), Column("corpus", \.corpus), Column("protocol", \.protocolName),
    Column("head", \.head), Column("seed", \.seed), Column("train_utterances", \.trainingUtterances),
    Column("test_utterances", \.testUtterances), Column("accuracy", \.accuracy),
    Column("unweighted_average_recall", \.unweightedAverageRecall), Column("macro_f1", \.macroF1),
    Column("best_layer", \.bestLayer),
  ]
}

/// Mean and spread over splits of one encoder, or of one baseline, on one corpus.
public struct MeanScore: Hashable, Codable, Sendable {
  /// The encoder's or the baseline's name.
  public var name: String
  /// The corpus.
  public var corpus: String
  /// The protocol's name.
  public var protocolName: String
  /// The number of splits.
  public var n: Int
  /// The mean, a fraction.
  public var mean: Double
  /// The sample SD over splits (n − 1), a fraction; `nil` with a single split.
  public var standardDeviation: Double?

  init(
    _ name: String, _ corpus: String, _ auditProtocol: AuditProtocol, _ scores: [Double]
  ) throws(StatisticsError) {
    (self.name, self.corpus, protocolName, n) = (name, corpus, auditProtocol.name, scores.count)
    mean = try SERStats.mean(scores)
    standardDeviation = scores.count > 1 ? try sampleStandardDeviation(scores) : nil
  }
}
