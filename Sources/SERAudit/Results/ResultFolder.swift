// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore
package import SERReport

/// The folder that an experiment's files are written to, each by temporary name and rename.
public struct ResultFolder: Sendable {
  /// The folder.
  public let path: String

  /// A folder; it is made when the first file is written.
  public init(path: String) { self.path = path }

  /// Writes the result files of an experiment and `results.json`.
  ///
  /// - Parameters:
  ///   - summary: What was found.
  ///   - experiment: The configuration.
  ///   - cells: The work behind it, in order.
  ///   - manifest: How it came about.
  /// - Throws: `FileError`.
  public func write<E: Experiment>(
    _ summary: E.Summary, of experiment: E, cells: [CellResult<E.Cell>], manifest: Manifest
  ) throws {
    for table in summary.tables { try write(table) }
    try writeJSON(
      manifest: manifest, configuration: experiment, summary: summary,
      cells: cells.map { $0.cell.record(of: $0.outcome) })
  }

  /// Writes one result file.
  package func write(_ table: ResultTable) throws {
    try AtomicFile.createFolder(path)
    try table.csv.write(to: path + "/" + table.name)
  }

  /// What stands in `results.json`.
  private struct Document<Configuration: Encodable, Summary: Encodable, Cell: Encodable>: Encodable {
    var manifest: Manifest
    var configuration: Configuration
    var summary: Summary
    var cells: [Cell]
  }

  /// Writes `results.json`, keys in snake case.
  package func writeJSON(
    manifest: Manifest, configuration: some Encodable, summary: some Encodable, cells: [some Encodable]
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let document = Document(
      manifest: manifest, configuration: configuration, summary: summary, cells: cells)
    try AtomicFile.createFolder(path)
    try AtomicFile.write(Array(encoder.encode(document)) + [10], to: path + "/results.json")
  }
}
