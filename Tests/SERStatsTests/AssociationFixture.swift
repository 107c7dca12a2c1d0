// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// association.json: what SciPy, statsmodels, scikit-learn and scikit-posthocs give; see make_association.py.
struct AssociationFixture: Decodable {
  struct Correlation: Decodable {
    var x, y: [Double]
    var rho, tauA, tauB: Double
    /// By alternative: approximate, exact without ties, and by all orders.
    var spearman, kendall: [String: Double]
    var kendallExact, spearmanOrders, kendallOrders: [String: Double]?
  }
  struct Blocks: Decodable {
    var scores, nemenyi: [[Double]]
    var chiSquared, chiSquaredP, f, fP, w, criticalDifference: Double
  }
  struct Table: Decodable {
    var a, b: [Int]
    var chiSquared, p, uncorrected, corrected, mutualInformation: Double
  }
  struct Family: Decodable {
    var p: [Double]
    var adjusted: [String: [Double]]
  }
  var correlations: [Correlation]
  var blocks: [Blocks]
  var tables: [Table]
  var families: [Family]

  static func load() throws -> AssociationFixture { try fixture("association.json") }
}
