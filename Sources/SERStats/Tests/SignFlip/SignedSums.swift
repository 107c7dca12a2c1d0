// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Sums of values under random signs, eight values at a time.
///
/// Each group of eight values has a table of its 2⁸ signed sums, so that a pattern of 50 signs costs one random word and
/// seven additions.
struct SignedSums {
  private static let patterns = 256

  private let tables: [Double]
  private let count: Int

  init(_ values: [Double]) {
    count = values.count
    var tables: [Double] = []
    tables.reserveCapacity((count + 7) / 8 * Self.patterns)
    for start in stride(from: 0, to: count, by: 8) {
      let group = values[start..<min(start + 8, count)]
      for pattern in 0..<Self.patterns {
        var sum = 0.0
        for (bit, value) in group.enumerated() { sum += pattern >> bit & 1 == 1 ? -value : value }
        tables.append(sum)
      }
    }
    self.tables = tables
  }

  /// The sum in which every value keeps its sign, with the rounding of the other sums.
  var unflipped: Double { stride(from: 0, to: tables.count, by: Self.patterns).reduce(0) { $0 + tables[$1] } }

  /// Draws patterns, each sign from one random bit, and hands on each one's sum and how many of its values were negated.
  ///
  /// - Complexity: O(`draws` · *n*/8); ⌈*n*/64⌉ words of the generator a pattern.
  func draw(
    _ draws: Int, using generator: inout NumPyGenerator, _ body: (_ sum: Double, _ negated: Int) -> Void
  ) {
    for _ in 0..<draws {
      var sum = 0.0
      var negated = 0
      var table = 0
      var remaining = count
      while remaining > 0 {
        var signs = generator.next()
        if remaining < 64 { signs &= 1 << UInt64(remaining) - 1 }
        negated += signs.nonzeroBitCount
        for _ in 0..<min(8, (remaining + 7) / 8) {
          sum += tables[table + Int(truncatingIfNeeded: signs & 255)]
          signs >>= 8
          table += Self.patterns
        }
        remaining -= 64
      }
      body(sum, negated)
    }
  }
}
