// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERStats

/// directions.json; see make_directions.py.
struct Directions: Decodable {
  var pairs: [Pair]
  var tables: [Table]
  var chiSquared: [Tails]

  struct Pair: Decodable {
    var a: [Double]
    var b: [Double]
    var p: [String: Double]
  }

  struct Table: Decodable {
    var b: Int
    var c: Int
    var exact: [String: Double]
    var midP: [String: Double]
  }

  struct Tails: Decodable {
    var df: Double
    var x: Double
    var lower: Double
    var upper: Double
    var density: Double
  }

  static func all() throws -> Directions { try fixture("directions.json") }
}

/// What SciPy calls the alternatives.
let scipyAlternatives: [(Alternative, String)] = [
  (.twoSided, "two-sided"), (.greater, "greater"), (.less, "less"),
]
