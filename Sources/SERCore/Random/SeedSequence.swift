// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Entropy stirred into as many well-mixed words as a generator needs: NumPy's `SeedSequence`.
///
/// Seeds that differ in one bit give unrelated words, so consecutive seeds are as good as random ones. A
/// spawn key names a child: the same entropy under two different keys gives two independent streams.
///
/// The entropy enters as one 32-bit word below 2³², else as two, low word first. With a spawn key it is
/// padded with zeros to the pool's four words and the key follows, so that no child can be mistaken for a
/// longer entropy.
///
/// - Source: NumPy 2.4.6, `numpy/random/bit_generator.pyx`; M. E. O'Neill, "Developing a seed_seq
///   alternative" (2015).
public struct SeedSequence: Hashable, Codable, Sendable {
  /// The seed.
  public let entropy: UInt64
  /// The path of this child below the entropy; empty at the root.
  public let spawnKey: [UInt32]

  /// A sequence, the equal of `numpy.random.SeedSequence(entropy, spawn_key=spawnKey)`.
  ///
  /// - Parameters:
  ///   - entropy: The seed; any value is good.
  ///   - spawnKey: The child's path; each element is one 32-bit word.
  public init(_ entropy: UInt64, spawnKey: [UInt32] = []) {
    self.entropy = entropy
    self.spawnKey = spawnKey
  }

  /// The first `count` words; a longer request begins with the same words.
  ///
  /// The equal of NumPy's `generate_state(count, dtype=numpy.uint32)`.
  ///
  /// - Precondition: `count >= 0`.
  /// - Complexity: O(*count* + *k*) with *k* the length of the spawn key.
  public func words(_ count: Int) -> [UInt32] {
    precondition(count >= 0, "SeedSequence.words: \(count) words; the count cannot be negative")
    let pool = mixedPool()
    var hash = OutputHash()
    return (0..<count).map { hash(pool[$0 % Self.poolSize]) }
  }

  // MARK: Mixing

  private static let poolSize = 4

  /// The entropy and spawn key as NumPy lays them out.
  private var assembledEntropy: [UInt32] {
    var words = [UInt32(truncatingIfNeeded: entropy)]
    if entropy > UInt64(UInt32.max) { words.append(UInt32(truncatingIfNeeded: entropy >> 32)) }
    guard !spawnKey.isEmpty else { return words }
    words += repeatElement(0, count: Self.poolSize - words.count)
    return words + spawnKey
  }

  private func mixedPool() -> [UInt32] {
    let entropy = assembledEntropy
    var hash = InputHash()
    var pool = (0..<Self.poolSize).map { hash($0 < entropy.count ? entropy[$0] : 0) }
    for source in 0..<Self.poolSize {
      for target in 0..<Self.poolSize where target != source {
        pool[target] = Self.mix(pool[target], hash(pool[source]))
      }
    }
    // What does not fit into the pool is folded into every word of it.
    for word in entropy.dropFirst(Self.poolSize) {
      for target in 0..<Self.poolSize {
        pool[target] = Self.mix(pool[target], hash(word))
      }
    }
    return pool
  }

  private static func mix(_ x: UInt32, _ y: UInt32) -> UInt32 {
    let mixed = (0xCA01_F9DD &* x) &- (0x4973_F715 &* y)
    return mixed ^ (mixed >> 16)
  }

  /// The hash of what goes into the pool; its multiplier moves on with each word.
  private struct InputHash {
    private var multiplier: UInt32 = 0x43B0_D7E5

    mutating func callAsFunction(_ word: UInt32) -> UInt32 {
      SeedSequence.hash(word, &multiplier, step: 0x931E_8875)
    }
  }

  /// The hash of what comes out of the pool.
  private struct OutputHash {
    private var multiplier: UInt32 = 0x8B51_F9DD

    mutating func callAsFunction(_ word: UInt32) -> UInt32 {
      SeedSequence.hash(word, &multiplier, step: 0x58F3_8DED)
    }
  }

  private static func hash(_ word: UInt32, _ multiplier: inout UInt32, step: UInt32) -> UInt32 {
    var value = word ^ multiplier
    multiplier = multiplier &* step
    value = value &* multiplier
    return value ^ (value >> 16)
  }
}
