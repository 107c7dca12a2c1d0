// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Table 1: the corpora of a store, counted.
///
/// - Source: paper, section 3.1.
public struct CorpusInventory: TabulatedExperiment {
  /// `table-1-corpora`.
  public static let name = "table-1-corpora"
  /// Raised when a number may change.
  public static let revision = 1

  /// The corpora, each a row.
  public var corpora: [String]
  /// The classes of the common task.
  public var taxonomy: Taxonomy

  /// A table.
  public init(corpora: [String], taxonomy: Taxonomy = .fourClass) {
    self.corpora = corpora
    self.taxonomy = taxonomy
  }

  /// One corpus.
  public struct Cell: Codable, Hashable, Sendable {
    /// Its name.
    public var corpus: String
    /// The classes of the common task.
    public var taxonomy: Taxonomy
  }

  /// What one corpus holds; `nil` where the table of utterances has no such column.
  public struct Outcome: Codable, Hashable, Sendable {
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
  }

  /// One cell a corpus.
  public func cells(in store: FeatureStore) throws -> [Cell] {
    corpora.map { Cell(corpus: $0, taxonomy: taxonomy) }
  }

  /// The table of utterances.
  public func files(of cell: Cell, in store: FeatureStore) -> [String] { store.files(corpus: cell.corpus) }

  /// Counts.
  public func run(_ group: [Cell], in context: RunContext) throws -> [Outcome] {
    try group.map { cell in
      let corpus = try context.store.corpus(cell.corpus)
      let utterances = corpus.utterances
      func distinct(_ value: (Utterance) -> String?) -> Int? {
        let values = Set(utterances.compactMap(value))
        return values.isEmpty ? nil : values.count
      }
      let labels = try corpus.classNumbers(under: cell.taxonomy).compactMap { $0 }
      let counts = labels.reduce(into: [Int](repeating: 0, count: cell.taxonomy.classes.count)) {
        $0[$1] += 1
      }
      return Outcome(
        corpus: corpus.name, languages: Set(utterances.compactMap(\.language)).sorted(),
        utterances: utterances.count, speakers: Set(utterances.map(\.speaker)).count,
        sentences: distinct(\.sentence), recordings: distinct(\.recording), fourClass: labels.count,
        majorityRate: labels.isEmpty ? nil : Double(counts.max() ?? 0) / Double(labels.count))
    }
  }

  /// The rows as they are.
  public func summarize(_ results: [CellResult<CorpusInventory>]) -> [Outcome] { results.map(\.outcome) }

  /// Writes `corpora.csv` and `results.json`; several languages are separated by semicolons.
  public func write(
    _ results: [CellResult<CorpusInventory>], _ summary: [Outcome], manifest: Manifest,
    to folder: ResultFolder
  ) throws {
    try folder.write(
      "corpora.csv",
      columns: [
        "corpus", "language", "utterances", "speakers", "sentences", "recordings", "four_class",
        "majority_rate",
      ],
      rows: summary.map { row -> [CSVField] in
        [
          .init(row.corpus), .init(row.languages.joined(separator: ";")), .init(row.utterances),
          .init(row.speakers),
          .init(row.sentences), .init(row.recordings), .init(row.fourClass), .init(row.majorityRate),
        ]
      })
    try folder.writeJSON(
      manifest: manifest, configuration: self, summary: summary, cells: results.map(\.cell))
  }

  /// The store's corpora, with the paper's counts beside those that it uses.
  public func report(_ summary: [Outcome], styled: Bool = false) -> String {
    var table = TextTable(columns: [
      "corpus", "language", "utterances", "speakers", "sentences", "recordings", "four-class", "majority",
      "paper's utterances", "paper's speakers",
    ])
    for row in summary {
      let paper = PublishedNumbers.paper.table1(corpus: row.corpus)
      table.append(texts: [
        row.corpus, row.languages.joined(separator: ";"), String(row.utterances), String(row.speakers),
        Figures.count(row.sentences), Figures.count(row.recordings), String(row.fourClass),
        Figures.fraction(row.majorityRate), Figures.count(paper?.utterances), Figures.count(paper?.speakers),
      ])
    }
    return
      "Table 1: corpora of the store; majority: what always guessing the largest of the four classes scores\n"
      + table.rendered(styled: styled)
  }
}
