// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A piece of work: a value that holds everything that decides what comes out, except for the content of
/// files.
///
/// Outcomes are kept by what they are: under the SHA-256 of ``kind``, ``revision``, the cell, and the digests
/// of what it reads. Which table asked for them does not matter, so tables that need the same work share it.
public protocol ExperimentCell: Codable, Hashable, Sendable {
  /// What the work measured, per utterance where it can.
  associatedtype Outcome: Codable & Sendable
  /// What `results.json` says of a cell.
  associatedtype Record: Encodable & Sendable = Self

  /// The name of this kind of work, which outcomes are kept under: letters, digits and hyphens.
  static var kind: String { get }
  /// Raised when a number may change, so that outcomes of an older revision are not used.
  static var revision: Int { get }

  /// All that the work reads. Reading anything else is an error.
  var inputs: [CellInput] { get }

  /// How long the work takes, in any unit: for the time left, and to start long work first. By default, the
  /// bytes of the features that it reads.
  func cost(in store: FeatureStore) -> Double

  /// Cells that run together because they can share a pass over the data; by default each alone.
  ///
  /// An outcome must not depend on the cells that its cell runs with: any of them may be there already.
  static func groups(of cells: [Self]) -> [[Self]]

  /// Runs the cells of one group; one outcome a cell, in order.
  static func run(_ group: [Self], in context: RunContext) throws -> [Outcome]

  /// What `results.json` says of this cell; by default the cell itself.
  func record(of outcome: Outcome) -> Record
}

extension ExperimentCell {
  /// The bytes of the features that it reads; 1 where there are none.
  public func cost(in store: FeatureStore) -> Double {
    max(1, inputs.reduce(0) { $0 + $1.featureBytes(in: store) })
  }

  /// Each cell alone.
  public static func groups(of cells: [Self]) -> [[Self]] { cells.map { [$0] } }
}

extension ExperimentCell where Record == Self {
  /// The cell itself.
  public func record(of outcome: Outcome) -> Self { self }
}

/// A cell and what came out.
public struct CellResult<Cell: ExperimentCell>: Sendable {
  /// What was run.
  public let cell: Cell
  /// What came out.
  public let outcome: Cell.Outcome

  /// A result.
  public init(cell: Cell, outcome: Cell.Outcome) {
    self.cell = cell
    self.outcome = outcome
  }
}
