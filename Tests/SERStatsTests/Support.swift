// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The file of this name under Tests/Fixtures, decoded.
func fixture<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return try JSONDecoder().decode(
    Value.self, from: Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name)")))
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

/// Steele, Lea and Flood's generator; small, and the same everywhere.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
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
