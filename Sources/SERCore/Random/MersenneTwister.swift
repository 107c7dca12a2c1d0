// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// MT19937 from a single integer: the words behind PyTorch's CPU generator and NumPy's `RandomState`.
///
/// - Source: M. Matsumoto and T. Nishimura, "Mersenne Twister" (1998); initialization of 2002.
package struct MersenneTwister: Hashable, Sendable {
  private var state: [UInt32]
  /// The next word of the state to hand out; at the end the whole state is renewed first.
  private var position: Int

  private static let size = 624
  private static let shift = 397

  /// A twister at its start.
  ///
  /// - Parameter seed: Only the low 32 bits count, as in PyTorch.
  package init(seed: UInt64) {
    var word = UInt32(truncatingIfNeeded: seed)
    state = []
    state.reserveCapacity(Self.size)
    state.append(word)
    for index in 1..<UInt32(Self.size) {
      word = 1_812_433_253 &* (word ^ (word >> 30)) &+ index
      state.append(word)
    }
    position = Self.size
  }

  /// The next 32-bit word.
  package mutating func next32() -> UInt32 {
    if position == Self.size {
      renew()
      position = 0
    }
    var word = state[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  /// Replaces all 624 words. The three loops are one recurrence, cut where its indices wrap.
  private mutating func renew() {
    let size = Self.size, shift = Self.shift
    for index in 0..<(size - shift) {
      state[index] = state[index + shift] ^ Self.twist(state[index], state[index + 1])
    }
    for index in (size - shift)..<(size - 1) {
      state[index] = state[index + shift - size] ^ Self.twist(state[index], state[index + 1])
    }
    state[size - 1] = state[shift - 1] ^ Self.twist(state[size - 1], state[0])
  }

  private static func twist(_ upper: UInt32, _ lower: UInt32) -> UInt32 {
    let word = (upper & 0x8000_0000) | (lower & 0x7FFF_FFFF)
    return (word >> 1) ^ (word & 1 == 0 ? 0 : 0x9908_B0DF)
  }
}
