// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Testing

/// comparisons.json; see make_comparisons.py.
struct Comparisons: Decodable {
  var signedRanks: [SignedRanks]
  var tables: [Table]
  var folds: [Folds]
  var quantiles: [Quantile]
  var posteriors: [Posterior]
  var equivalences: [Equivalence]
  var orders: [Order]

  struct SignedRanks: Decodable, CustomTestStringConvertible {
    var d: [Double]
    var zeros: String
    var exact: [String: Double]?
    var normal: [String: Double]
    var corrected: [String: Double]
    var smallerSum: Double
    var median: Double

    var testDescription: String { "\(d.count) differences, zeros \(zeros)" }
  }

  struct Table: Decodable {
    var b: Int
    var c: Int
    var exact: Double
    var midP: Double
    var shares: [Double]?
  }

  struct Folds: Decodable {
    var d: [Double]
    var t: Double
    var pT: Double
    var f: Double
    var pF: Double
  }

  struct Quantile: Decodable {
    var p: Double
    var f: Double
  }

  struct Posterior: Decodable {
    var a: [Double]
    var b: [Double]
    var folds: Int
    var margin: Double
    var aIsBetter: Double
    var equivalent: Double
    var bIsBetter: Double
  }

  struct Equivalence: Decodable {
    var a: [Double]
    var b: [Double]
    var margin: Double
    var p: Double
    var lower: Double
    var upper: Double
  }

  struct Order: Decodable {
    var a: [Double]
    var b: [Double]
    var seed: UInt32
    var draws: Int
    var ratio: Double
    var bounds: [String: Double]
  }

  static func all() throws -> Comparisons { try fixture("comparisons.json") }
}
