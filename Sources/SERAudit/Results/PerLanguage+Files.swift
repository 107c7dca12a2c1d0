// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
internal import SERProbing

extension PerLanguage {
  /// What `results.json` says of one cell; its predictions stand in `predictions.csv`.
  public struct CellRecord: Codable, Sendable {
    /// What decided the result.
    public var cell: Cell
    /// What was resampled.
    public var plan: ResamplingPlan
    /// Utterances trained on.
    public var trainingUtterances: Int
    /// Utterances tested.
    public var testUtterances: Int
    /// The weight of each state in the mixture.
    public var layerWeights: [Float]
    /// Mean cross-entropy of the last epoch, in nats.
    public var finalTrainingLoss: Double
    /// What needs no encoder at all, on the same split.
    public var baselines: [Baseline]
  }

  /// Writes `per-seed.csv`, `pairs.csv`, `predictions.csv`, `splits.csv` and `results.json`.
  public func write(
    _ results: [CellResult<PerLanguage>], _ summary: Summary, manifest: Manifest, to folder: ResultFolder
  ) throws {
    try folder.write(
      "per-seed.csv",
      columns: [
        "encoder", "corpus", "protocol", "head", "seed", "train_utterances", "test_utterances", "accuracy",
        "unweighted_average_recall", "macro_f1", "best_layer",
      ],
      rows: summary.scores.map {
        [
          .init($0.encoder), .init($0.corpus), .init($0.protocolName), .init($0.head), .init($0.seed),
          .init($0.trainingUtterances), .init($0.testUtterances), .init($0.accuracy),
          .init($0.unweightedAverageRecall), .init($0.macroF1), .init($0.bestLayer),
        ]
      })
    try folder.write("pairs.csv", columns: PairComparison.columns, rows: summary.pairs.map(\.row))
    try folder.write(
      "predictions.csv",
      columns: ["encoder", "corpus", "protocol", "head", "seed", "id", "emotion", "predicted"],
      rows: predictionRows(results))
    try folder.write(
      "splits.csv", columns: ["corpus", "protocol", "split", "id", "side"], rows: splitRows(results))
    let records = results.map { result in
      CellRecord(
        cell: result.cell, plan: result.outcome.plan, trainingUtterances: result.outcome.trainingIDs.count,
        testUtterances: result.outcome.testIDs.count, layerWeights: result.outcome.layerWeights,
        finalTrainingLoss: result.outcome.trainingCurve.last ?? 0, baselines: result.outcome.baselines)
    }
    try folder.writeJSON(manifest: manifest, configuration: self, summary: summary, cells: records)
  }

  private func predictionRows(_ results: [CellResult<PerLanguage>]) -> [[CSVField]] {
    protocols.flatMap { way in
      results.filter { $0.cell == cell(way, $0.cell.encoder, $0.cell.corpus, $0.cell.seed) }.flatMap { result in
        result.outcome.testIDs.indices.map { row in
          [
            .init(result.cell.encoder), .init(result.cell.corpus), .init(way.name), .init(head.name),
            .init(result.cell.seed), .init(result.outcome.testIDs[row]),
            .init(taxonomy.classes[result.outcome.truth[row]]),
            .init(taxonomy.classes[result.outcome.predicted[row]]),
          ]
        }
      }
    }
  }

  /// A split is the same for every encoder, so it is written once, named by its seed.
  private func splitRows(_ results: [CellResult<PerLanguage>]) -> [[CSVField]] {
    protocols.flatMap { way in
      corpora.flatMap { corpus in
        seeds.flatMap { seed -> [[CSVField]] in
          let result = results.first {
            $0.cell.corpus == corpus && $0.cell.seed == seed && $0.cell.trainingFraction == way.trainingFraction
          }
          guard let outcome = result?.outcome else { return [] }
          return [(Side.training, outcome.trainingIDs), (.test, outcome.testIDs)].flatMap { side, ids in
            ids.map { [.init(corpus), .init(way.name), .init(seed), .init($0), .init(side.rawValue)] }
          }
        }
      }
    }
  }
}

extension PairComparison {
  /// The columns of `pairs.csv`.
  static let columns = [
    "corpus", "protocol", "encoder_a", "encoder_b", "n", "mean_difference", "t", "df", "p", "p_corrected_resampled",
    "p_sign_flip", "p_holm", "ci_low", "ci_high", "cohens_dz", "minimum_detectable",
  ]

  /// A row of `pairs.csv`.
  var row: [CSVField] {
    [
      .init(corpus), .init(protocolName), .init(encoderA), .init(encoderB), .init(n), .init(meanDifference),
      .init(t), .init(degreesOfFreedom), .init(p), .init(pCorrectedResampled), .init(pSignFlip), .init(pHolm),
      .init(intervalLow), .init(intervalHigh), .init(cohensDz), .init(minimumDetectable),
    ]
  }
}
