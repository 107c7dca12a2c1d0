// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
public import SERReport

/// Table 2: the encoders of a store, and which of its corpora they have already seen.
///
/// - Source: paper, section 3.2.
public struct EncoderInventory: Experiment {
  /// `table-2-encoders`.
  public static let name = "table-2-encoders"

  /// The encoders, each a row.
  public var encoders: [String]
  /// The corpora that an encoder should not have seen.
  public var corpora: [String]

  /// A table.
  public init(encoders: [String], corpora: [String]) {
    self.encoders = encoders
    self.corpora = corpora
  }

  /// One encoder to look up.
  public struct Cell: ExperimentCell {
    /// `encoder-inventory`.
    public static let kind = "encoder-inventory"
    /// Raised when a number may change.
    public static let revision = 1
    /// Its name, then those of the encoders of the store that it was fine-tuned from, nearest first.
    public var lineage: [String]
    /// The corpora that it should not have seen.
    public var corpora: [String]

    /// The descriptions of the encoder and of those that it was fine-tuned from.
    public var inputs: [CellInput] { lineage.map { .encoder($0) } }

    /// Looks up.
    public static func run(_ group: [Cell], in context: RunContext) throws -> [Entry] {
      try group.map { cell in
        let descriptions = try cell.lineage.map { try context.encoder($0) }
        let trainedOn = descriptions.flatMap(\.trainedOn)
        return Entry(
          encoder: cell.lineage[0], layers: descriptions[0].layers, dimension: descriptions[0].dimension,
          trainedOn: trainedOn,
          contaminated: cell.corpora.filter { corpus in
            trainedOn.contains { PublishedName.matches($0, corpus) }
          })
      }
    }
  }

  /// What one encoder is, a row of `encoders.csv`.
  public struct Entry: Codable, Hashable, Sendable {
    /// Its name.
    public var encoder: String
    /// The number of blocks, L.
    public var layers: Int
    /// The dimension of a state, d.
    public var dimension: Int
    /// Corpora that it, or an encoder it was fine-tuned from, was trained on.
    public var trainedOn: [String]
    /// Corpora of the store among these: scores on them are not those of unseen speech.
    public var contaminated: [String]
  }

  /// A row an encoder.
  public func plan(in store: FeatureStore) throws -> [PlannedRow<String, Cell>] {
    try encoders.map { encoder in
      var lineage = [encoder]
      while let base = try store.encoder(lineage[lineage.count - 1]).baseEncoder,
        store.encoders.contains(base), !lineage.contains(base)
      {
        lineage.append(base)
      }
      return PlannedRow(encoder, cell: Cell(lineage: lineage, corpora: corpora))
    }
  }

  /// The table.
  public func summarize(_ results: [RowResult<EncoderInventory>]) -> Summary {
    Summary(rows: results.map(\.outcome))
  }

  /// What the encoders are.
  public struct Summary: ExperimentSummary {
    /// A row an encoder.
    public let rows: [Entry]

    /// The rows.
    public func encode(to encoder: any Encoder) throws { try rows.encode(to: encoder) }

    /// `encoders.csv`; lists are separated by semicolons.
    public var tables: [ResultTable] {
      [
        ResultTable(
          "encoders.csv", rows,
          columns: [
            Column("encoder", \.encoder), Column("layers", \.layers), Column("dimension", \.dimension),
            Column("trained_on", \.trainedOn), Column("contaminated", \.contaminated),
          ])
      ]
    }

    /// What the paper says of an encoder; `nil` if it does not use it.
    private static func published(_ encoder: String) -> String? {
      let table = PublishedTable("table2")
      guard let layers = table.number(row: encoder, column: "layers"),
        let hours = table.number(row: encoder, column: "pretraining hours"),
        let source = table.text(row: encoder, column: "corpus")
      else { return nil }
      return "\(Int(layers)) layers, \(Int(hours)) h \(source)"
    }

    /// The store's encoders, then those of the paper.
    public var report: Report {
      func list(_ names: [String]) -> String { names.isEmpty ? "–" : names.joined(separator: ", ") }
      var table = ReportTable(columns: [
        "encoder", "layers", "dimension", "trained on", "contaminated", "paper",
      ])
      for row in rows {
        table.append(texts: [
          row.encoder, String(row.layers), String(row.dimension), list(row.trainedOn),
          list(row.contaminated), Self.published(row.encoder) ?? "–",
        ])
      }
      let published = PublishedTable("table2").rows.compactMap { name in
        Self.published(name).map { Report.Item("\(name): \($0)") }
      }
      return Report(sections: [
        Report.Section(
          "Table 2: encoders of the store; contaminated: corpora of the store that the encoder was trained on",
          [.table(table)]),
        Report.Section("The paper's Table 2", [.list(published)]),
      ])
    }
  }
}
