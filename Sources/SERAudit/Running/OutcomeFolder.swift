// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore

/// The folder where finished outcomes are kept, one file each, named by what they depend on.
///
/// Files are written to a temporary name and renamed, so a run that is killed leaves whole outcomes only, and two
/// processes may fill the same folder.
struct OutcomeFolder: Sendable {
  let path: String

  /// What an outcome's key is the SHA-256 of.
  private struct Key<Cell: Encodable>: Encodable {
    var experiment: String
    var revision: Int
    var cell: Cell
    var files: [String]
  }

  private struct Entry<Cell: Codable, Outcome: Codable>: Codable {
    var experiment: String
    var revision: Int
    var cell: Cell
    var outcome: Outcome
    /// Digest of key and outcome, so that a file that was changed, damaged or renamed is not taken for a result.
    var seal: String
  }

  private struct Seal<Outcome: Encodable>: Encodable {
    var key: String
    var outcome: Outcome

    static func digest(_ key: String, _ outcome: Outcome) throws -> String {
      try CanonicalJSON.digest(Seal(key: key, outcome: outcome))
    }
  }

  static func key<E: Experiment>(_ experiment: E, cell: E.Cell, fileDigests: [String]) throws -> String {
    try CanonicalJSON.digest(Key(experiment: E.name, revision: E.revision, cell: cell, files: fileDigests))
  }

  /// The outcome kept under a key; `nil` if there is none, or if the file is not what it should be, in which case
  /// the cell is run again and the file replaced.
  func outcome<E: Experiment>(_ experiment: E.Type, key: String) -> E.Outcome? {
    guard let data = FileManager.default.contents(atPath: file(key)),
      let entry = try? JSONText.decode(Entry<E.Cell, E.Outcome>.self, from: Array(data)),
      entry.seal == (try? Seal.digest(key, entry.outcome))
    else { return nil }
    return entry.outcome
  }

  func keep<E: Experiment>(_ experiment: E.Type, key: String, cell: E.Cell, outcome: E.Outcome) throws {
    let entry = Entry(
      experiment: E.name, revision: E.revision, cell: cell, outcome: outcome,
      seal: try Seal.digest(key, outcome))
    try AtomicFile.write(try CanonicalJSON.encode(entry), to: file(key))
  }

  private func file(_ key: String) -> String { "\(path)/\(key).json" }
}
