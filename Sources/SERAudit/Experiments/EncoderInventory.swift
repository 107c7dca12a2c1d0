// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Table 2: the encoders of a store, and which of its corpora they have already seen.
///
/// - Source: paper, section 3.2.
public struct EncoderInventory: TabulatedExperiment {
  /// `table-2-encoders`.
  public static let name = "table-2-encoders"
  /// Raised when a number may change.
  public static let revision = 1

  /// The encoders, each a row.
  public var encoders: [String]
  /// The corpora that an encoder should not have seen.
  public var corpora: [String]

  /// A table.
  public init(encoders: [String], corpora: [String]) {
    self.encoders = encoders
    self.corpora = corpora
  }

  /// One encoder.
  public struct Cell: Codable, Hashable, Sendable {
    /// Its name.
    public var encoder: String
    /// The corpora that it should not have seen.
    public var corpora: [String]
  }

  /// What one encoder is.
  public struct Outcome: Codable, Hashable, Sendable {
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

  /// One cell an encoder.
  public func cells(in store: FeatureStore) throws -> [Cell] {
    encoders.map { Cell(encoder: $0, corpora: corpora) }
  }

  /// The encoder's description, and those of the encoders that it was fine-tuned from.
  public func files(of cell: Cell, in store: FeatureStore) -> [String] {
    ((try? lineage(of: cell.encoder, in: store)) ?? []).flatMap { store.files(encoder: $0.name) }
  }

  /// Looks up.
  public func run(_ group: [Cell], in context: RunContext) throws -> [Outcome] {
    try group.map { cell in
      let lineage = try lineage(of: cell.encoder, in: context.store)
      let trainedOn = lineage.flatMap(\.description.trainedOn)
      return Outcome(
        encoder: cell.encoder, layers: lineage[0].description.layers,
        dimension: lineage[0].description.dimension,
        trainedOn: trainedOn,
        contaminated: cell.corpora.filter { corpus in
          trainedOn.contains { PublishedNumbers.matches($0, corpus) }
        })
    }
  }

  /// An encoder and, as far as the store has them, those that it was fine-tuned from.
  private func lineage(
    of encoder: String, in store: FeatureStore
  ) throws -> [(name: String, description: EncoderDescription)] {
    var found = [(name: encoder, description: try store.encoder(encoder))]
    while let base = found.last?.description.baseEncoder, store.encoders.contains(base),
      !found.contains(where: { $0.name == base })
    {
      found.append((base, try store.encoder(base)))
    }
    return found
  }

  /// The rows as they are.
  public func summarize(_ results: [CellResult<EncoderInventory>]) -> [Outcome] { results.map(\.outcome) }

  /// Writes `encoders.csv` and `results.json`; lists are separated by semicolons.
  public func write(
    _ results: [CellResult<EncoderInventory>], _ summary: [Outcome], manifest: Manifest,
    to folder: ResultFolder
  ) throws {
    try folder.write(
      "encoders.csv", columns: ["encoder", "layers", "dimension", "trained_on", "contaminated"],
      rows: summary.map { row -> [CSVField] in
        [
          .init(row.encoder), .init(row.layers), .init(row.dimension),
          .init(row.trainedOn.joined(separator: ";")),
          .init(row.contaminated.joined(separator: ";")),
        ]
      })
    try folder.writeJSON(
      manifest: manifest, configuration: self, summary: summary, cells: results.map(\.cell))
  }

  /// The store's encoders, then those of the paper.
  public func report(_ summary: [Outcome], styled: Bool = false) -> String {
    var table = TextTable(columns: ["encoder", "layers", "dimension", "trained on", "contaminated", "paper"])
    for row in summary {
      let paper = PublishedNumbers.paper.table2(encoder: row.encoder)
      table.append(texts: [
        row.encoder, String(row.layers), String(row.dimension), Self.list(row.trainedOn),
        Self.list(row.contaminated), paper.map { "\($0.layers) layers, \($0.hours) h \($0.source)" } ?? "–",
      ])
    }
    let published = PublishedNumbers.paper.table2Rows.map {
      "  \($0.encoder): \($0.layers) layers, \($0.hours) h \($0.source)"
    }
    return
      "Table 2: encoders of the store; contaminated: corpora of the store that the encoder was trained on\n"
      + table.rendered(styled: styled) + "\n\nThe paper's Table 2:\n" + published.joined(separator: "\n")
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "–" : names.joined(separator: ", ")
  }
}
