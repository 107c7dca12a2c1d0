// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same state gives the same cases on every machine.
public struct CaseGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// The generator of one case.
  public init(seed: UInt64, reader: String, number: UInt64) {
    state = seed
    for byte in reader.utf8 { state = next() ^ UInt64(byte) }
    state = next() ^ number
    state = next()
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A whole number below `limit`, or 0 for a limit of 0.
  mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }

  /// True one time in `count`.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
