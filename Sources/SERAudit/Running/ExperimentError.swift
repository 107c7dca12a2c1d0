// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with how an experiment describes its work: mistakes of whoever wrote it, which would make
/// outcomes stale or mix them up.
public enum ExperimentError: Error, Hashable, Sendable {
  /// A cell reads what it does not declare, so that a change of it would go unnoticed.
  case undeclaredInput(kind: String, input: CellInput)
  /// Two cells that differ would be kept under the same key; both as JSON.
  case sameKey(kind: String, first: String, second: String)
  /// A group of cells gave another number of outcomes.
  case outcomes(kind: String, found: Int, cells: Int)
  /// Cells were grouped so that some are missing, or are there twice.
  case groups(kind: String, grouped: Int, cells: Int)
}

extension ExperimentError: CustomStringConvertible {
  /// A sentence that says what to change.
  public var description: String {
    switch self {
    case .undeclaredInput(let kind, let input):
      "a cell of '\(kind)' reads \(input), which its `inputs` do not name; add it there, or a change of it would not "
        + "make the outcome anew"
    case .sameKey(let kind, let first, let second):
      "two different cells of '\(kind)' have the same key, so one would be taken for the other: their JSON leaves out "
        + "what they differ in, or does not tell it apart: \(first) and \(second)"
    case .outcomes(let kind, let found, let cells):
      "`run` of '\(kind)' gave \(found) outcomes for a group of \(cells) cells; it has to give one a cell, in order"
    case .groups(let kind, let grouped, let cells):
      "`groups(of:)` of '\(kind)' put \(grouped) cells into groups, but was given \(cells); each belongs into one group"
    }
  }
}
