// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// One of the two tables of accuracies by seed, and the table of their means.
enum SeedTable: String, CaseIterable, Sendable {
  /// Table S3 and its means, Table 3.
  case fourClass
  /// Table S4 and its means, Table 4.
  case fullTaxonomy

  /// The key of the table by seed.
  var perSeed: String { self == .fourClass ? "tableS3" : "tableS4" }

  /// The key of the table of means.
  var means: String { self == .fourClass ? "table3" : "table4" }

  /// The table's number in the paper.
  var number: Int { self == .fourClass ? 3 : 4 }

  /// The table that a statement refers to, by seed or by mean.
  init?(key: String?) {
    guard let table = Self.allCases.first(where: { $0.perSeed == key || $0.means == key }) else { return nil }
    self = table
  }
}
