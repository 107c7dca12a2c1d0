// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Who is on which side of which split, by utterance id: the file `splits.csv`.
///
/// One row an utterance and split, columns `corpus,protocol,split,id,side`; a side is `train`, `validation`
/// or `test`. Ids outlive row numbers: the same file serves any feature file of the corpus, and other
/// programs.
///
/// ```swift
/// var table = SplitTable()
/// try table.append(folds, corpus: "emodb", protocolName: "random-10", ids: ids)
/// try table.write(to: "results/splits.csv")
///
/// let again = try SplitTable(path: "results/splits.csv")
///   .folds(corpus: "emodb", protocolName: "random-10", ids: ids)
/// ```
public struct SplitTable: Sendable {
  /// One utterance of one split.
  public struct Entry: Hashable, Sendable {
    /// The corpus, or how several that were pooled are called.
    public let corpus: String
    /// The protocol, such as `corrected` or `emobox`.
    public let protocolName: String
    /// The split's name within corpus and protocol: a seed, or a fold.
    public let split: String
    /// The utterance.
    public let id: String
    /// Where it stands.
    public let side: Side
  }

  /// The columns of the file, in their order.
  public static let columns = ["corpus", "protocol", "split", "id", "side"]

  /// The rows, in the order of the file.
  public private(set) var entries: [Entry] = []
  /// Where each entry was read.
  private(set) var places: [Place] = []
  /// The entry of each utterance and split.
  private var known: [Key: Int] = [:]

  /// A file and, where it has lines, one of them.
  struct Place: Hashable, Sendable {
    var file: String
    var line: Int?
  }

  private struct Key: Hashable {
    var corpus: String, protocolName: String, split: String, id: String
  }

  /// A table without rows.
  public init() {}

  /// Reads a file.
  ///
  /// Columns are found by name; others are passed over. The last three parameters fill columns that a file
  /// lacks, so that a file of one split may have `id,side` alone.
  ///
  /// - Throws: ``SplitTableError``, which names file and line.
  public init(
    path: String, corpus: String? = nil, protocolName: String? = nil, split: String? = nil
  ) throws(SplitTableError) {
    let table: CSVTable
    do { table = try CSVTable(path: path) } catch { throw .table(error) }
    try self.init(table, corpus: corpus, protocolName: protocolName, split: split)
  }

  /// Reads a table that was parsed before; what it is called stands for the path in messages.
  ///
  /// - Throws: ``SplitTableError``, which names file and line.
  public init(
    _ table: CSVTable, corpus: String? = nil, protocolName: String? = nil, split: String? = nil
  ) throws(SplitTableError) {
    func column(_ name: String, or value: String?) throws(SplitTableError) -> [String] {
      let fields: [String]
      if let value, !table.columns.contains(name) {
        fields = Array(repeating: value, count: table.rowCount)
      } else {
        do { fields = try table.column(name) } catch { throw .table(error) }
      }
      if let row = fields.firstIndex(of: "") {
        throw .emptyField(file: table.name, line: table.line(ofRow: row), column: name)
      }
      return fields
    }
    let corpora = try column("corpus", or: corpus)
    let protocols = try column("protocol", or: protocolName)
    let splits = try column("split", or: split)
    let ids = try column("id", or: nil)
    let sides = try column("side", or: nil)
    for row in 0..<table.rowCount {
      let line = table.line(ofRow: row)
      guard let side = Side(rawValue: sides[row]) else {
        throw .unknownSide(file: table.name, line: line, side: sides[row])
      }
      try append(
        Entry(
          corpus: corpora[row], protocolName: protocols[row], split: splits[row], id: ids[row], side: side),
        at: Place(file: table.name, line: line))
    }
  }

  /// Adds an entry, unless the utterance has a side of this split already.
  mutating func append(_ entry: Entry, at place: Place) throws(SplitTableError) {
    let key = Key(
      corpus: entry.corpus, protocolName: entry.protocolName, split: entry.split, id: entry.id)
    if let first = known[key] {
      throw .listedTwice(
        file: place.file, line: place.line, id: entry.id, split: entry.split, side: entry.side,
        firstFile: places[first].file, firstLine: places[first].line, firstSide: entries[first].side)
    }
    known[key] = entries.count
    entries.append(entry)
    places.append(place)
  }

  /// Adds another table, such as the next fold's file.
  ///
  /// - Throws: ``SplitTableError/listedTwice(file:line:id:split:side:firstFile:firstLine:firstSide:)`` for an
  ///   utterance that has a side of the same split already.
  public mutating func append(contentsOf other: SplitTable) throws(SplitTableError) {
    for (entry, place) in zip(other.entries, other.places) { try append(entry, at: place) }
  }

  /// Adds splits: of each the training, validation and test side.
  ///
  /// - Parameters:
  ///   - folds: The splits; their names go into the column `split`.
  ///   - corpus: The corpus, or how several that were pooled are called.
  ///   - protocolName: The protocol.
  ///   - ids: The utterance of each row that the splits number.
  /// - Throws: ``SplitTableError/listedTwice(file:line:id:split:side:firstFile:firstLine:firstSide:)`` for an
  ///   id, or a split of this name, that occurs twice.
  /// - Precondition: `ids` has every row of the splits.
  public mutating func append(
    _ folds: [Fold], corpus: String, protocolName: String, ids: [String]
  ) throws(SplitTableError) {
    for fold in folds {
      let sides: [(Side, [Int])] = [
        (.training, fold.training), (.validation, fold.validation), (.test, fold.test),
      ]
      for (side, rows) in sides {
        precondition(
          rows.last ?? -1 < ids.count, "SplitTable: a row beyond \(ids.count) ids in fold \(fold.name)")
        try append(
          rows.map { ids[$0] }, on: side, corpus: corpus, protocolName: protocolName, split: fold.name)
      }
    }
  }

  /// Adds one side of a split, by the ids of its utterances.
  ///
  /// - Parameters:
  ///   - ids: The utterances.
  ///   - side: Where they stand.
  ///   - corpus: The corpus, or how several that were pooled are called.
  ///   - protocolName: The protocol.
  ///   - split: The split's name.
  /// - Throws: ``SplitTableError/listedTwice(file:line:id:split:side:firstFile:firstLine:firstSide:)`` for an
  ///   utterance that has a side of this split already.
  public mutating func append(
    _ ids: [String], on side: Side, corpus: String, protocolName: String, split: String
  ) throws(SplitTableError) {
    for id in ids {
      let entry = Entry(corpus: corpus, protocolName: protocolName, split: split, id: id, side: side)
      // The header is line 1.
      try append(entry, at: Place(file: "the table", line: entries.count + 2))
    }
  }

  /// The file's bytes and rows.
  public var csv: CSVWriter {
    var csv = CSVWriter(columns: Self.columns)
    for entry in entries {
      csv.append(row: [entry.corpus, entry.protocolName, entry.split, entry.id, entry.side.rawValue])
    }
    return csv
  }

  /// Writes the file, whole or not at all.
  ///
  /// - Throws: ``FileError``.
  public func write(to path: String) throws(FileError) { try csv.write(to: path) }
}
