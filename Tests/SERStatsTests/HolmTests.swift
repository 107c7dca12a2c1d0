// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERStats
import TestSupport
import Testing

@Suite("Holm's adjustment") struct HolmTests {
  @Test("is at least the raw p-value and at most Bonferroni's", arguments: 0..<50 as Range<UInt64>)
  func bounds(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let raw = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
      Double.random(in: 0...0.2, using: &generator)
    }
    for (p, adjusted) in zip(raw, holm(raw)) {
      #expect(p <= adjusted)
      #expect(adjusted <= min(1, p * Double(raw.count)))
    }
  }

  @Test("keeps the order of the p-values and follows a permutation of them") func order() {
    let raw = [0.03, 0.001, 0.2, 0.012, 0.7, 0.045, 0.04]
    let adjusted = holm(raw)
    for i in raw.indices {
      for j in raw.indices where raw[i] <= raw[j] { #expect(adjusted[i] <= adjusted[j]) }
    }
    #expect(holm(raw.reversed()) == adjusted.reversed())
  }

  @Test("gives equal p-values equal answers") func ties() {
    #expect(holm([0.01, 0.01, 0.01]) == [0.03, 0.03, 0.03])
  }

  @Test("agrees with statsmodels") func statsmodels() {
    // multipletests(p, method="holm"); the third, 0.04 and 0.045 share the 4 * 0.04 that came before.
    let adjusted = holm([0.001, 0.012, 0.03, 0.04, 0.045, 0.2, 0.7])
    for (ours, theirs) in zip(adjusted, [0.007, 0.072, 0.15, 0.16, 0.16, 0.4, 0.7]) {
      #expect(relativeError(ours, theirs) < 1e-12)
    }
  }

  @Test("stops at 1, and has nothing to say of an empty family") func ends() {
    #expect(holm([0.9, 0.8]) == [1, 1])
    #expect(holm([0.4]) == [0.4])
    #expect(holm([]).isEmpty)
  }

  @Test("traps on what is not a probability") func domain() async {
    await #expect(processExitsWith: .failure) { _ = holm([0.5, .nan]) }
    await #expect(processExitsWith: .failure) { _ = holm([1.5]) }
  }
}
