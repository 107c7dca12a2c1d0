// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore

/// The folder where finished outcomes of one kind of work are kept, one file each, named by what they depend
/// on.
///
/// Files are written to a temporary name and renamed, so a run that is killed leaves whole outcomes only, and
/// any number of processes may fill the same folder, for the same table or for several.
struct OutcomeFolder<Cell: ExperimentCell>: Sendable {
  /// The folder of all kinds of work.
  let root: String

  /// `<kind>-<revision>` within it.
  var path: String { "\(root)/\(Cell.kind)-\(Cell.revision)" }

  /// What an outcome's key is the SHA-256 of.
  private struct Key: Encodable {
    var kind: String
    var revision: Int
    var cell: Cell
    var inputs: [String]
  }

  private struct Entry: Codable {
    var kind: String
    var revision: Int
    var cell: Cell
    var outcome: Cell.Outcome
    /// Digest of key and outcome, so that a file that was changed, damaged or renamed is not taken for a
    /// result.
    var seal: String
  }

  private struct Seal: Encodable {
    var key: String
    var outcome: Cell.Outcome
  }

  /// What an outcome of the cell is kept under.
  ///
  /// - Parameters:
  ///   - cell: The work.
  ///   - digests: Those of the files that it reads, in the order of its inputs.
  static func key(of cell: Cell, digests: [String]) throws -> String {
    try CanonicalJSON.digest(Key(kind: Cell.kind, revision: Cell.revision, cell: cell, inputs: digests))
  }

  /// The outcome kept under a key; `nil` if there is none, or if the file is not what it should be, in which
  /// case the cell is run again and the file replaced.
  func outcome(key: String) -> Cell.Outcome? {
    guard let data = FileManager.default.contents(atPath: file(key)),
      let entry = try? JSONText.decode(Entry.self, from: Array(data)),
      entry.seal == (try? CanonicalJSON.digest(Seal(key: key, outcome: entry.outcome)))
    else { return nil }
    return entry.outcome
  }

  /// Makes the folder where it is missing, and proves that it takes files.
  func prepare() throws(FileError) {
    // Where there is none yet, the folder to name is the one that somebody asked for.
    if !FileManager.default.fileExists(atPath: path) { try PendingFile.prepareFolder(root) }
    try PendingFile.prepareFolder(path)
  }

  func keep(_ outcome: Cell.Outcome, of cell: Cell, key: String) throws {
    let entry = Entry(
      kind: Cell.kind, revision: Cell.revision, cell: cell, outcome: outcome,
      seal: try CanonicalJSON.digest(Seal(key: key, outcome: outcome)))
    try AtomicFile.write(try CanonicalJSON.encode(entry), to: file(key))
  }

  private func file(_ key: String) -> String { "\(path)/\(key).json" }

  /// What lies in the folder that this revision does not use, in sentences.
  func leftovers() -> [String] {
    let manager = FileManager.default
    func names(in folder: String) -> [String] { (try? manager.contentsOfDirectory(atPath: folder)) ?? [] }
    // Named by a digest: the folder may hold other files.
    func outcomes(in folder: String) -> Int {
      names(in: folder).count { $0.wholeMatch(of: /[0-9a-f]{64}\.json/) != nil }
    }
    var notes: [String] = []
    for name in names(in: root).sorted() where "\(root)/\(name)" != path {
      guard name.hasPrefix(Cell.kind + "-"), let revision = Int(name.dropFirst(Cell.kind.count + 1)) else {
        continue
      }
      notes.append(
        "\(root)/\(name) holds \(outcomes(in: "\(root)/\(name)")) outcome(s) of revision \(revision) of this work; "
          + "this version makes them anew (revision \(Cell.revision)) and leaves those as they are")
    }
    let loose = outcomes(in: root)
    if loose > 0 {
      notes.append(
        "\(root) holds \(loose) outcome(s) of an earlier version of this library; they are not used, and may be "
          + "removed")
    }
    return notes
  }
}
