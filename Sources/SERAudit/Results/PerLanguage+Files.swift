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
      rows: summary.scores.map { score -> [CSVField] in
        [
          CSVField(score.encoder), CSVField(score.corpus), CSVField(score.protocolName), CSVField(score.head),
          CSVField(score.seed), CSVField(score.trainingUtterances), CSVField(score.testUtterances),
          CSVField(score.accuracy), CSVField(score.unweightedAverageRecall), CSVField(score.macroF1),
          CSVField(score.bestLayer),
        ]
      })
    try folder.write("pairs.csv", columns: PairComparison.columns, rows: summary.pairs.map(\.row))
    try folder.write(
      "predictions.csv",
      columns: ["encoder", "corpus", "protocol", "head", "seed", "id", "emotion", "predicted"],
      rows: predictionRows(results))
    try folder.write("splits.csv", splits(results).csv)
    let records = results.map { result in
      CellRecord(
        cell: result.cell, plan: result.outcome.plan, trainingUtterances: result.outcome.trainingIDs.count,
        testUtterances: result.outcome.testIDs.count, layerWeights: result.outcome.layerWeights,
        finalTrainingLoss: result.outcome.trainingCurve.last ?? 0, baselines: result.outcome.baselines)
    }
    try folder.writeJSON(manifest: manifest, configuration: self, summary: summary, cells: records)
  }

  private func predictionRows(_ results: [CellResult<PerLanguage>]) -> [[CSVField]] {
    var rows: [[CSVField]] = []
    for way in protocols {
      for result in results
      where result.cell == cell(way, result.cell.encoder, result.cell.corpus, result.cell.seed) {
        let outcome = result.outcome
        let shared = [result.cell.encoder, result.cell.corpus, way.name, head.name, String(result.cell.seed)]
          .map { CSVField($0) }
        for (row, id) in outcome.testIDs.enumerated() {
          let classes = [taxonomy.classes[outcome.truth[row]], taxonomy.classes[outcome.predicted[row]]]
          rows.append(shared + [CSVField(id)] + classes.map { CSVField($0) })
        }
      }
    }
    return rows
  }

  /// A split is the same for every encoder, so it is written once, named by its seed.
  private func splits(_ results: [CellResult<PerLanguage>]) throws -> SplitTable {
    var table = SplitTable()
    for way in protocols {
      for corpus in corpora {
        for seed in seeds {
          let result = results.first {
            $0.cell.corpus == corpus && $0.cell.seed == seed
              && $0.cell.trainingFraction == way.trainingFraction
          }
          guard let outcome = result?.outcome else { continue }
          for (side, ids) in [(Side.training, outcome.trainingIDs), (.test, outcome.testIDs)] {
            try table.append(ids, on: side, corpus: corpus, protocolName: way.name, split: String(seed))
          }
        }
      }
    }
    return table
  }
}

extension PairComparison {
  /// The columns of `pairs.csv`.
  static let columns = [
    "corpus", "protocol", "encoder_a", "encoder_b", "n", "mean_difference", "t", "df", "p",
    "p_corrected_resampled",
    "p_sign_flip", "p_holm", "ci_low", "ci_high", "cohens_dz", "minimum_detectable",
  ]

  /// A row of `pairs.csv`.
  var row: [CSVField] {
    [
      CSVField(corpus), CSVField(protocolName), CSVField(encoderA), CSVField(encoderB), CSVField(n),
      CSVField(meanDifference), CSVField(t), CSVField(degreesOfFreedom), CSVField(p),
      CSVField(pCorrectedResampled), CSVField(pSignFlip), CSVField(pHolm), CSVField(intervalLow),
      CSVField(intervalHigh), CSVField(cohensDz), CSVField(minimumDetectable),
    ]
  }
}
