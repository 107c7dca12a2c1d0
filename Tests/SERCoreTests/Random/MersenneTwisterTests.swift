// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("The Mersenne Twister") struct MersenneTwisterTests {
  /// The C++ standard demands this number of every `std::mt19937` ([rand.predef]).
  @Test("gives 4123659995 as the ten-thousandth word of seed 5489") func standard() {
    var twister = MersenneTwister(seed: 5489)
    for _ in 1..<10_000 { _ = twister.next32() }
    #expect(twister.next32() == 4_123_659_995)
  }

  /// Words of NumPy 2.4.6's `RandomState(20260505)`, which PyTorch 2.15.0 draws as well.
  @Test("gives the words of NumPy's RandomState") func words() {
    var twister = MersenneTwister(seed: 20_260_505)
    let expected: [UInt32] = [
      4_292_097_070, 3_808_350_561, 456_711_364, 3_614_834_763, 1_559_471_304, 525_483_568,
    ]
    #expect(expected.map { _ in twister.next32() } == expected)
  }

  @Test("looks only at the low 32 bits of a seed") func lowBits() {
    #expect(MersenneTwister(seed: 7) == MersenneTwister(seed: 7 + 1 << 32))
  }

  @Test("is a value: a copy draws on alone") func copies() {
    var original = MersenneTwister(seed: 1)
    for _ in 0..<1000 { _ = original.next32() }
    var copy = original
    let ahead = (0..<1000).map { _ in copy.next32() }
    #expect((0..<1000).map { _ in original.next32() } == ahead)
    #expect(original == copy)
  }
}
