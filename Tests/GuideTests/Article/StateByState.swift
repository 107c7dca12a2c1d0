// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit
// snippet Sources/SERAudit/SERAudit.docc/AddingAnExperiment.md
public import SERCore
public import SERReport
internal import SERStats

/// How well each hidden state separates the four classes by itself.
public struct StateByState: Experiment {
  public static let name = "state-by-state"
  public var encoder: String
  public var corpus: String
  public var seeds: [UInt64]
  public var recipe: Recipe

  public init(encoder: String, corpus: String, seeds: [UInt64], recipe: Recipe = .paper) {
    (self.encoder, self.corpus, self.seeds, self.recipe) = (encoder, corpus, seeds, recipe)
  }

  public func plan(in store: FeatureStore) throws -> [PlannedRow<Int, ProbeCell>] {
    try (0...store.encoder(encoder).layers).flatMap { state in
      var recipe = recipe
      recipe.trainer.layers = .single(state)
      return seeds.map { seed in
        PlannedRow(
          state,
          cell: ProbeCell(
            encoder: encoder, corpora: [corpus], taxonomy: .fourClass,
            split: .speakers(trainingFraction: 0.6, seed: seed), recipe: recipe, seed: seed))
      }
    }
  }

  public func summarize(_ results: [RowResult<StateByState>]) throws -> StateSummary {
    var recalls: [Int: [Double]] = [:]
    for result in results {
      let (outcome, classes) = (result.outcome, result.cell.taxonomy.classes.count)
      let matrix = try ConfusionMatrix(truth: outcome.truth, predicted: outcome.predicted, classes: classes)
      recalls[result.row, default: []].append(matrix.unweightedAverageRecall)
    }
    let rows = try recalls.map { StateSummary.Row(state: $0.key, recall: try mean($0.value)) }
    return StateSummary(rows: rows.sorted { $0.state < $1.state })
  }
}

/// The mean over seeds of each state's recall.
public struct StateSummary: ExperimentSummary {
  public struct Row: TableRow, Encodable {
    public var state: Int
    public var recall: Double
    public static let columns: [Column<Row>] = [Column("state", \.state), Column("recall", \.recall)]
  }
  public let rows: [Row]
  public var tables: [ResultTable] { [ResultTable("states.csv", rows)] }
  public var report: Report {
    var table = ReportTable(columns: ["state", "recall"])
    for row in rows { table.append(texts: ["\(row.state)", NumberText.fraction(row.recall)]) }
    return Report(sections: [.init("Unweighted average recall of each state alone", [.table(table)])])
  }
}
// end
