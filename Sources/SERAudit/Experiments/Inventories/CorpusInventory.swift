// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
public import SERReport

/// Table 1: the corpora of a store, counted.
///
/// - Source: paper, section 3.1.
public struct CorpusInventory: Experiment {
  /// `table-1-corpora`.
  public static let name = "table-1-corpora"

  /// The corpora, each a row.
  public var corpora: [String]
  /// The classes of the common task.
  public var taxonomy: Taxonomy

  /// A table.
  public init(corpora: [String], taxonomy: Taxonomy = .fourClass) {
    self.corpora = corpora
    self.taxonomy = taxonomy
  }

  /// One corpus to count.
  public struct Cell: ExperimentCell {
    /// `corpus-inventory`.
    public static let kind = "corpus-inventory"
    /// Raised when a number may change.
    public static let revision = 1
    /// Its name.
    public var corpus: String
    /// The classes of the common task.
    public var taxonomy: Taxonomy

    /// The table of utterances.
    public var inputs: [CellInput] { [.utterances(corpus: corpus)] }

    /// Counts.
    public static func run(_ group: [Cell], in context: RunContext) throws -> [Counts] {
      try group.map { try Counts(try context.corpus($0.corpus), $0.taxonomy) }
    }
  }

  /// What one corpus holds, a row of `corpora.csv`; `nil` where the table of utterances has no such column.
  public struct Counts: Codable, Hashable, Sendable {
    /// Its name.
    public var corpus: String
    /// Its languages, ISO 639-1.
    public var languages: [String]
    /// All utterances.
    public var utterances: Int
    /// Distinct speakers.
    public var speakers: Int
    /// Distinct sentences.
    public var sentences: Int?
    /// Distinct recordings.
    public var recordings: Int?
    /// Utterances with a class of the common task.
    public var fourClass: Int
    /// The share of the most frequent class among these; `nil` if there are none.
    public var majorityRate: Double?

    init(_ corpus: Corpus, _ taxonomy: Taxonomy) throws {
      func distinct(_ value: (Utterance) -> String?) -> Int? {
        let values = Set(corpus.utterances.compactMap(value))
        return values.isEmpty ? nil : values.count
      }
      let labels = try corpus.classNumbers(under: taxonomy).compactMap { $0 }
      self.corpus = corpus.name
      languages = Set(corpus.utterances.compactMap(\.language)).sorted()
      utterances = corpus.utterances.count
      speakers = Set(corpus.utterances.map(\.speaker)).count
      sentences = distinct(\.sentence)
      recordings = distinct(\.recording)
      fourClass = labels.count
      let largest = labels.grouped { $0 }.map(\.members.count).max()
      majorityRate = largest.map { Double($0) / Double(labels.count) }
    }
  }

  /// A row a corpus.
  public func plan(in store: FeatureStore) -> [PlannedRow<String, Cell>] {
    corpora.map { PlannedRow($0, cell: Cell(corpus: $0, taxonomy: taxonomy)) }
  }

  /// The table.
  public func summarize(_ results: [RowResult<CorpusInventory>]) -> Summary {
    Summary(rows: results.map(\.outcome))
  }

  /// What the corpora hold.
  public struct Summary: ExperimentSummary {
    /// A row a corpus.
    public let rows: [Counts]

    /// The rows.
    public func encode(to encoder: any Encoder) throws { try rows.encode(to: encoder) }

    /// `corpora.csv`; several languages are separated by semicolons.
    public var tables: [ResultTable] {
      [
        ResultTable(
          "corpora.csv", rows,
          columns: [
            Column("corpus", \.corpus), Column("language", \.languages), Column("utterances", \.utterances),
            Column("speakers", \.speakers), Column("sentences", \.sentences),
            Column("recordings", \.recordings), Column("four_class", \.fourClass),
            Column("majority_rate", \.majorityRate),
          ])
      ]
    }

    /// The store's corpora, with the paper's counts beside those that it uses.
    public var report: Report {
      var table = ReportTable(columns: [
        "corpus", "language", "utterances", "speakers", "sentences", "recordings", "four-class", "majority",
        "paper's utterances", "paper's speakers",
      ])
      for row in rows {
        let paper = ["utterances", "speakers"].map {
          PublishedTable("table1").number(row: row.corpus, column: $0).map { Int($0) }
        }
        table.append(texts: [
          row.corpus, row.languages.joined(separator: ";"), String(row.utterances), String(row.speakers),
          NumberText.count(row.sentences), NumberText.count(row.recordings), String(row.fourClass),
          NumberText.fraction(row.majorityRate), NumberText.count(paper[0]), NumberText.count(paper[1]),
        ])
      }
      let heading =
        "Table 1: corpora of the store; majority: what always guessing the largest of the four classes scores"
      return Report(sections: [Report.Section(heading, [.table(table)])])
    }
  }
}
