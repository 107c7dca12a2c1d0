// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A table or figure as a list of independent cells and a summary of what they measured.
///
/// A value of a conforming type is the experiment's whole configuration. ``ExperimentRunner`` runs its cells in
/// parallel, keeps every finished outcome on disk, and skips what is there; the summary is made of outcomes alone.
public protocol Experiment: Codable, Sendable {
  /// Everything that decides one result.
  associatedtype Cell: Codable & Hashable & Sendable
  /// What one cell measured, per utterance where it can.
  associatedtype Outcome: Codable & Sendable
  /// The table.
  associatedtype Summary: Codable & Sendable

  /// The name that outcomes are kept under.
  static var name: String { get }
  /// Raised when a number may change, so that outcomes of an older revision are not used.
  static var revision: Int { get }

  /// All cells, in the order of the table.
  func cells(in store: FeatureStore) throws -> [Cell]
  /// The files that a cell reads; their digests are part of its outcome's key.
  func files(of cell: Cell, in store: FeatureStore) -> [String]
  /// Cells that are run together because they can share a pass over the data; by default each alone.
  func groups(of cells: [Cell]) -> [[Cell]]
  /// How long a cell takes, in any unit: for the time left, and to start long cells first. By default 1.
  func cost(of cell: Cell, in store: FeatureStore) -> Double
  /// Runs the cells of one group; one outcome a cell, in order.
  func run(_ group: [Cell], in context: RunContext) throws -> [Outcome]
  /// The table, from results in the order of ``cells(in:)``.
  func summarize(_ results: [CellResult<Self>]) throws -> Summary
}

extension Experiment {
  /// Each cell alone.
  public func groups(of cells: [Cell]) -> [[Cell]] { cells.map { [$0] } }

  /// All cells alike.
  public func cost(of cell: Cell, in store: FeatureStore) -> Double { 1 }
}

/// A cell and what it measured.
public struct CellResult<E: Experiment>: Sendable {
  /// What was run.
  public let cell: E.Cell
  /// What came out.
  public let outcome: E.Outcome

  /// A result.
  public init(cell: E.Cell, outcome: E.Outcome) {
    self.cell = cell
    self.outcome = outcome
  }
}
