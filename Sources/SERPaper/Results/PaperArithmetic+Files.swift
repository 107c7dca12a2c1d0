// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import SERAudit
internal import SERCore

extension PaperArithmetic {
  /// What decided the results: the file, by its checksum.
  struct Configuration: Codable {
    var published: String
    var sha256: String
  }

  /// How much of what was found.
  struct Summary: Encodable {
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
    try folder.write(
      "claims.csv", columns: Claim.columns, rows: audit.claims.map(\.row))
    try folder.write(
      "comparisons.csv", columns: PublishedComparison.columns, rows: audit.comparisons.map(\.row))
    try folder.write(
      "checks.csv", columns: ["id", "rule", "holds", "found"],
      rows: audit.checks.map { [CSVField($0.id), CSVField($0.rule), CSVField($0.holds), CSVField($0.found)] })
    if sensitivities.isEmpty {
      // Those of an earlier run would be of another file.
      let stale = folder.path + "/pins.csv"
      if FileManager.default.fileExists(atPath: stale) { try FileManager.default.removeItem(atPath: stale) }
    } else {
      try folder.write("pins.csv", columns: Sensitivity.columns, rows: sensitivities.map(\.row))
    }
    try AtomicFile.write(markdown(audit, sensitivities), to: folder.path + "/report.md")
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

extension Claim {
  /// The columns of `claims.csv`.
  static let columns = [
    "id", "section", "claim", "published", "recomputed", "verdict", "reason", "corrected",
  ]

  /// The fields of one row.
  var row: [CSVField] {
    [id, section, claim, published, recomputed, verdict.rawValue, reason, corrected].map { CSVField($0) }
  }
}

extension Sensitivity {
  /// The columns of `pins.csv`.
  static let columns = [
    "path", "value", "hold", "unnoticed_low", "unnoticed_high", "pinned_by", "read_by",
  ]

  /// The fields of one row.
  var row: [CSVField] {
    [
      CSVField(path.description), CSVField(value), CSVField(level.rawValue), CSVField(undetectedLow),
      CSVField(undetectedHigh), CSVField(detectedBy.joined(separator: "; ")), CSVField(readBy),
    ]
  }
}

extension PublishedComparison {
  /// The columns of `comparisons.csv`.
  static let columns = [
    "table", "dataset", "a", "b", "difference_points", "t", "p", "p_from_counts", "p_low", "p_high",
    "p_range", "p_corrected_resampled", "p_holm", "p_corrected_holm", "p_sign_flip", "p_equivalence",
    "p_equivalence_corrected", "half_interval_points", "half_interval_corrected_points", "ahead", "behind",
  ]

  /// The fields of one row.
  var row: [CSVField] {
    [
      CSVField(table), CSVField(dataset), CSVField(a), CSVField(b), CSVField(difference), CSVField(t),
      CSVField(p), CSVField(pFromCounts), CSVField(pLow), CSVField(pHigh), CSVField(pRange),
      CSVField(pCorrected), CSVField(pHolm), CSVField(pCorrectedHolm), CSVField(pSignFlip),
      CSVField(pEquivalence), CSVField(pEquivalenceCorrected), CSVField(halfInterval),
      CSVField(halfIntervalCorrected), CSVField(ahead), CSVField(behind),
    ]
  }
}
