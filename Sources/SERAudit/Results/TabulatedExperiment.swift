// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// An experiment whose table can be printed and written: what an executable needs.
public protocol TabulatedExperiment: Experiment {
  /// The seeds that decide splits and training; none for experiments that draw nothing.
  var seeds: [UInt64] { get }

  /// Writes the experiment's CSV files and `results.json`.
  func write(
    _ results: [CellResult<Self>], _ summary: Summary, manifest: Manifest, to folder: ResultFolder) throws

  /// The table for a person; `styled` allows a terminal's bold.
  func report(_ summary: Summary, styled: Bool) -> String

  /// Encoder and corpus of features whose rows are not proven to be those of the table.
  func unprovenRowIdentity(_ summary: Summary) -> [String]
}

extension TabulatedExperiment {
  /// None: for experiments that draw nothing.
  public var seeds: [UInt64] { [] }

  /// None: for experiments that read no features.
  public func unprovenRowIdentity(_ summary: Summary) -> [String] { [] }
}
