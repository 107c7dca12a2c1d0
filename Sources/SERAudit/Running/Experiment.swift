// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A table or figure: rows, each of which names the work behind it, and a summary of what came out.
///
/// A value of a conforming type is the experiment's whole configuration. ``ExperimentRunner`` runs each cell
/// once, whatever the number of rows that name it, and hands every row its outcome; the summary is made of
/// these alone.
public protocol Experiment: Codable, Sendable {
  /// What a line of the table stands for, such as a protocol, an encoder, a corpus and a seed.
  associatedtype Row: Sendable
  /// The work behind a row.
  associatedtype Cell: ExperimentCell
  /// The table.
  associatedtype Summary: ExperimentSummary

  /// The name of the table, which is that of its program and of its folder of results.
  static var name: String { get }

  /// The seeds that decide splits and training; none for experiments that draw nothing.
  var seeds: [UInt64] { get }

  /// All rows, in the order of the table; rows that share a cell share its outcome.
  func plan(in store: FeatureStore) throws -> [PlannedRow<Row, Cell>]

  /// The table, from results in the order of ``plan(in:)``.
  func summarize(_ results: [RowResult<Self>]) throws -> Summary
}

extension Experiment {
  /// None: for experiments that draw nothing.
  public var seeds: [UInt64] { [] }
}

/// A row of a table and the work behind it.
public struct PlannedRow<Row: Sendable, Cell: ExperimentCell>: Sendable {
  /// What the row stands for.
  public let row: Row
  /// The work.
  public let cell: Cell

  /// A row.
  public init(_ row: Row, cell: Cell) {
    self.row = row
    self.cell = cell
  }
}

/// A row of a table and what came out of the work behind it.
public struct RowResult<E: Experiment>: Sendable {
  /// What the row stands for.
  public let row: E.Row
  /// The work.
  public let cell: E.Cell
  /// What came out.
  public let outcome: E.Cell.Outcome
}
