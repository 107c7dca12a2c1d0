// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore
public import SERReport

extension Claim: TableRow {
  /// The columns of `claims.csv`.
  public static let columns: [Column<Claim>] = [
    Column("id") { CSVField($0.id) }, Column("section") { CSVField($0.section) },
    Column("claim") { CSVField($0.claim) }, Column("published") { CSVField($0.published) },
    Column("recomputed") { CSVField($0.recomputed) }, Column("verdict") { CSVField($0.verdict.rawValue) },
    Column("reason") { CSVField($0.reason) }, Column("corrected") { CSVField($0.corrected) },
  ]
}

extension ConsistencyCheck: TableRow {
  /// The columns of `checks.csv`.
  public static let columns: [Column<ConsistencyCheck>] = [
    Column("id") { CSVField($0.id) }, Column("rule") { CSVField($0.rule) },
    Column("holds") { CSVField($0.holds) }, Column("found") { CSVField($0.found) },
  ]
}

extension PublishedComparison: TableRow {
  /// The columns of `comparisons.csv`.
  public static let columns: [Column<PublishedComparison>] = [
    Column("table") { CSVField($0.table) }, Column("dataset") { CSVField($0.dataset) },
    Column("a") { CSVField($0.a) }, Column("b") { CSVField($0.b) },
    Column("difference_points") { CSVField($0.difference) }, Column("t") { CSVField($0.t) },
    Column("p") { CSVField($0.p) }, Column("p_from_counts") { CSVField($0.pFromCounts) },
    Column("p_low") { CSVField($0.pLow) }, Column("p_high") { CSVField($0.pHigh) },
    Column("p_range") { CSVField($0.pRange) }, Column("p_corrected_resampled") { CSVField($0.pCorrected) },
    Column("p_holm") { CSVField($0.pHolm) }, Column("p_corrected_holm") { CSVField($0.pCorrectedHolm) },
    Column("p_sign_flip") { CSVField($0.pSignFlip) }, Column("p_equivalence") { CSVField($0.pEquivalence) },
    Column("p_equivalence_corrected") { CSVField($0.pEquivalenceCorrected) },
    Column("half_interval_points") { CSVField($0.halfInterval) },
    Column("half_interval_corrected_points") { CSVField($0.halfIntervalCorrected) },
    Column("ahead") { CSVField($0.ahead) }, Column("behind") { CSVField($0.behind) },
  ]
}

extension Sensitivity: TableRow {
  /// The columns of `pins.csv`.
  public static let columns: [Column<Sensitivity>] = [
    Column("path") { CSVField($0.path.description) }, Column("value") { CSVField($0.value) },
    Column("hold") { CSVField($0.level.rawValue) }, Column("unnoticed_low") { CSVField($0.undetectedLow) },
    Column("unnoticed_high") { CSVField($0.undetectedHigh) },
    Column("pinned_by") { CSVField($0.detectedBy.joined(separator: "; ")) },
    Column("read_by") { CSVField($0.readBy) },
  ]
}
