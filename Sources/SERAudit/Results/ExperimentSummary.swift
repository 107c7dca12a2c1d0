// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERReport

/// What an experiment found: result files and a report, each as a value that is written and rendered once for
/// all experiments. What the type encodes stands under `summary` in `results.json`.
public protocol ExperimentSummary: Encodable, Sendable {
  /// The result files.
  var tables: [ResultTable] { get }
  /// What a person reads.
  var report: Report { get }
  /// Encoder and corpus of features whose rows are not proven to be those of the table of utterances.
  var unprovenRows: [String] { get }
}

extension ExperimentSummary {
  /// None: for experiments that read no features.
  public var unprovenRows: [String] { [] }
}

extension Report {
  /// This report and, where there are such features, a sentence on those whose rows are not proven to be the
  /// table's.
  public func noting(unprovenRows: [String]) -> Report {
    guard !unprovenRows.isEmpty else { return self }
    let sentence =
      "Nothing proves that row i of the features is row i of utterances.csv (no ids_sha256) for "
      + "\(unprovenRows.joined(separator: ", "))."
    return Report(title: title, sections: sections + [Section("", [.paragraph(sentence)])])
  }
}
