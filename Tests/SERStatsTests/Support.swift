// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// The file of this name under Tests/Fixtures, decoded.
func fixture<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
  try Fixtures.json(name)
}

/// |x - y| over |y|, or over the smallest number where y is 0.
func relativeError(_ x: Double, _ y: Double) -> Double {
  x == y ? 0 : abs(x - y) / max(abs(y), .leastNormalMagnitude)
}

/// Scores of two systems, drawn by a fixed generator: reproducible numbers that have no pattern.
struct Scores {
  var a: [Double] = []
  var b: [Double] = []

  init(count: Int, seed: UInt64, shift: Double = 0) {
    var generator = SplitMix64(state: seed)
    for _ in 0..<count {
      a.append(.random(in: 0...1, using: &generator) + shift)
      b.append(.random(in: 0...1, using: &generator))
    }
  }
}

/// One row of paired_tests.json; see make_paired_tests.py.
struct PublishedPair: Decodable, CustomTestStringConvertible {
  var name: String
  var a: [Double]
  var b: [Double]
  var t: Double
  var p: Double
  var interval: [Double]
  var correctedT: Double
  var correctedP: Double
  var signFlipP: Double

  var testDescription: String { name }

  static func all() throws -> [PublishedPair] { try fixture("paired_tests.json") }
}
