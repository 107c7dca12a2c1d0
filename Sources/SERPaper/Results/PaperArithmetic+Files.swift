// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import SERAudit
internal import SERCore
internal import SERReport

extension PaperArithmetic {
  /// What decided the results: the file, by its checksum.
  private struct Configuration: Encodable {
    var published: String
    var sha256: String
  }

  /// What was found, by the names that `results.json` has for it.
  private struct Summary: Encodable {
    var statements: Int
    var verdicts: [String: Int]
    var contradictions: [ConsistencyCheck]
    var comparisons: [PublishedComparison]
    var pins: [Sensitivity]
  }

  /// Writes `claims.csv`, `checks.csv`, `comparisons.csv`, `pins.csv`, `report.md` and `results.json`.
  ///
  /// - Parameters:
  ///   - audit: What was found, ``audit()``.
  ///   - sensitivities: ``sensitivities(threads:)``; without them, no `pins.csv`.
  ///   - manifest: How it was computed.
  ///   - folder: Where files go.
  /// - Throws: `FileError`.
  public func write(
    _ audit: Audit, sensitivities: [Sensitivity], manifest: Manifest, to folder: ResultFolder
  ) throws {
    try folder.write(ResultTable("claims.csv", audit.claims))
    try folder.write(ResultTable("comparisons.csv", audit.comparisons))
    try folder.write(ResultTable("checks.csv", audit.checks))
    if sensitivities.isEmpty {
      // Those of an earlier run would be of another file.
      let stale = folder.path + "/pins.csv"
      if FileManager.default.fileExists(atPath: stale) { try FileManager.default.removeItem(atPath: stale) }
    } else {
      try folder.write(ResultTable("pins.csv", sensitivities))
    }
    let report = report(audit, sensitivities: sensitivities).rendered(as: .markdown)
    try AtomicFile.write(report + "\n", to: folder.path + "/report.md")
    let verdicts = Verdict.allCases.map { verdict in
      (verdict.rawValue, audit.claims.count { $0.verdict == verdict })
    }
    try folder.writeJSON(
      manifest: manifest, configuration: Configuration(published: file.name, sha256: file.sha256),
      summary: Summary(
        statements: audit.claims.count, verdicts: Dictionary(uniqueKeysWithValues: verdicts),
        contradictions: audit.checks.filter { !$0.holds }, comparisons: audit.comparisons, pins: sensitivities
      ),
      cells: audit.claims)
  }
}
