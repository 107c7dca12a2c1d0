// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit
// snippet Sources/SERAudit/SERAudit.docc/AddingAnExperiment.md
internal import SERCore
public import SERReport
internal import SERStats

/// What `state-by-state` found.
public struct StateSummary: ExperimentSummary {
  /// A row of `states.csv`.
  public struct Row: TableRow, Encodable {
    /// The number of the state.
    public var state: Int
    /// Unweighted average recall, the mean over seeds, a fraction.
    public var recall: Double
    /// The columns of `states.csv`.
    public static let columns: [Column<Row>] = [Column("state", \.state), Column("recall", \.recall)]
  }

  /// A row per state.
  public let rows: [Row]
  /// Encoder and corpus, if nothing proves that the rows of features are those of the table of utterances.
  public let unprovenRows: [String]

  init(_ results: [RowResult<StateByState>]) throws {
    var recalls: [Int: [Double]] = [:]
    for result in results {
      let (outcome, classes) = (result.outcome, result.cell.taxonomy.classes.count)
      let matrix = try ConfusionMatrix(truth: outcome.truth, predicted: outcome.predicted, classes: classes)
      recalls[result.row, default: []].append(matrix.unweightedAverageRecall)
    }
    rows = try recalls.sorted { $0.key < $1.key }.map { Row(state: $0, recall: try mean($1)) }
    let unproven = results.filter { !$0.outcome.rowIdentityProven }
    unprovenRows = unproven.first.map { ["\($0.cell.encoder)/\($0.cell.corpora[0])"] } ?? []
  }

  /// `states.csv`.
  public var tables: [ResultTable] { [ResultTable("states.csv", rows)] }

  /// The rows as they are.
  public var report: Report {
    var table = ReportTable(columns: ["state", "recall"])
    for row in rows { table.append(texts: ["\(row.state)", NumberText.fraction(row.recall)]) }
    return Report(sections: [.init("Unweighted average recall of each state alone", [.table(table)])])
  }
}
// end
