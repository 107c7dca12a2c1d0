// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// The cells of a run with what they read, what they are kept under, and the outcomes that are there already.
struct CellWork<Cell: ExperimentCell>: Sendable {
  let cells: [Cell]
  /// The outcome of each cell; `nil` where it has to be computed.
  let found: [Cell.Outcome?]
  let outcomes: OutcomeFolder<Cell>
  let digests = FileDigests()
  private let files: [[String]]
  private let keys: [String]

  /// Digests all files and looks for outcomes.
  ///
  /// - Throws: `FileError` for a file that is missing; ``ExperimentError/sameKey(kind:first:second:)``.
  init(_ cells: [Cell], in store: FeatureStore, outcomes: OutcomeFolder<Cell>, threads: Int) throws {
    self.cells = cells
    self.outcomes = outcomes
    // Cells by the thousand read the same few files.
    var filesOfInput: [CellInput: [String]] = [:]
    var files: [[String]] = []
    for cell in cells {
      var own: [String] = []
      for input in cell.inputs {
        let found = filesOfInput[input] ?? input.files(in: store)
        filesOfInput[input] = found
        for file in found where !own.contains(file) { own.append(file) }
      }
      files.append(own)
    }
    let filesOfCell = files
    self.files = filesOfCell
    try digests.prepare(filesOfInput.values.flatMap { $0 }, threads: threads)
    let digests = digests
    keys = try parallelMap(Array(cells.indices), threads: threads) { cell in
      try OutcomeFolder<Cell>.key(
        of: cells[cell], digests: filesOfCell[cell].map { try digests.digest(of: $0) })
    }
    try Self.requireDifferent(keys, cells)
    found = parallelMap(keys, threads: threads) { outcomes.outcome(key: $0) }
  }

  private static func requireDifferent(_ keys: [String], _ cells: [Cell]) throws {
    var known: [String: Int] = [:]
    for (cell, key) in keys.enumerated() {
      if let first = known.updateValue(cell, forKey: key) {
        let json = try [first, cell].map {
          String(decoding: try CanonicalJSON.encode(cells[$0]), as: UTF8.self)
        }
        throw ExperimentError.sameKey(kind: Cell.kind, first: json[0], second: json[1])
      }
    }
  }

  func keep(_ outcome: Cell.Outcome, of cell: Int) throws {
    try outcomes.keep(outcome, of: cells[cell], key: keys[cell])
  }

  /// SHA-256 of every file that some cell reads.
  func fileDigests() throws -> [String: String] {
    var read: [String: String] = [:]
    for path in Set(files.joined()) { read[path] = try digests.digest(of: path) }
    return read
  }

  /// What `body` gives, if the files that these cells read are still those that were digested.
  func checkingFiles<Value>(of cells: [Int], _ body: () throws -> Value) throws -> Value {
    let read = cells.flatMap { files[$0] }
    let value: Value
    do {
      value = try body()
    } catch {
      // A file that changed explains better than what was found in it.
      if !(error is CancellationError) { try digests.requireUnchanged(read) }
      throw error
    }
    try digests.requireUnchanged(read)
    return value
  }
}
