// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERStats
import TestSupport
import Testing

@Suite("Average ranks") struct RanksTests {
  @Test("are by hand") func byHand() {
    #expect(averageRanks([]) == [])
    #expect(averageRanks([7]) == [1])
    #expect(averageRanks([3, 1, 2]) == [3, 1, 2])
    #expect(averageRanks([30, 10, 30, 20]) == [3.5, 1, 3.5, 2])
    #expect(averageRanks([5, 5, 5]) == [2, 2, 2])
    #expect(averageRanks([0.0, -0.0, -1]) == [2.5, 2.5, 1])
    #expect(averageRanks([.infinity, 0, -.infinity, .infinity]) == [3.5, 2, 1, 3.5])
  }

  @Test(
    "are, value by value, the number below plus the middle of the equal", arguments: 0..<50 as Range<UInt64>)
  func definition(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let values = (0..<Int.random(in: 1...40, using: &generator)).map { _ in
      Double(Int.random(in: 0...12, using: &generator))
    }
    let ranks = averageRanks(values)
    for (value, rank) in zip(values, ranks) {
      let below = values.count { $0 < value }
      let equal = values.count { $0 == value }
      #expect(rank == Double(below) + Double(equal + 1) / 2)
    }
    #expect(ranks.reduce(0, +) == Double(values.count * (values.count + 1) / 2))
  }

  @Test("trap on a NaN") func notANumber() async {
    await #expect(processExitsWith: .failure) { _ = averageRanks([1, .nan]) }
  }
}
