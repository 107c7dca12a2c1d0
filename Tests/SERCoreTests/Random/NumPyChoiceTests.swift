// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

/// Against NumPy 2.4.6: `make_choice.py`.
@Suite("NumPy's choice without replacement") struct NumPyChoiceTests {
  struct Draws: Decodable, Sendable {
    let seed: UInt64, n: Int, count: Int, first: [Int], last: [Int], weightedSum: Int, next: Double
  }

  static let reference: [Draws] = {
    do { return try Fixtures.json("choice.json") } catch { preconditionFailure("\(error)") }
  }()

  @Test("is that of choice(n, count, replace=False), and takes as many words", arguments: reference)
  func draws(reference: Draws) {
    var generator = NumPyGenerator(seed: reference.seed)
    let drawn = generator.choice(reference.count, of: reference.n)
    #expect(Array(drawn.prefix(12)) == reference.first && Array(drawn.suffix(3)) == reference.last)
    #expect(drawn.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } == reference.weightedSum)
    #expect(generator.uniform() == reference.next)
  }

  @Test("draws no number twice and none outside", arguments: [(0, 0), (3, 3), (7, 2), (12_000, 5_000)])
  func distinct(n: Int, count: Int) {
    var generator = NumPyGenerator(seed: 9)
    let drawn = generator.choice(count, of: n)
    #expect(Set(drawn).count == count && drawn.allSatisfy { (0..<n).contains($0) })
  }

  @Test("draws every subset of three numbers of five about equally often") func uniform() {
    var generator = NumPyGenerator(seed: 1)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<10_000 { counts[generator.choice(3, of: 5), default: 0] += 1 }
    // 60 orders, 167 draws each: five standard deviations are 64.
    #expect(counts.count == 60 && counts.values.allSatisfy { abs($0 - 167) < 64 })
  }

  @Test("traps on more numbers than there are, and on a negative count", arguments: [(3, 2), (-1, 2)])
  func refused(count: Int, n: Int) async {
    await #expect(processExitsWith: .failure) { [count, n] in
      var generator = NumPyGenerator(seed: 1)
      _ = generator.choice(count, of: n)
    }
  }
}
