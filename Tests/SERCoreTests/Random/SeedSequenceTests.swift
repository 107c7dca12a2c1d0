// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import Testing

@Suite("A seed sequence") struct SeedSequenceTests {
  @Test("gives NumPy's words for any entropy and spawn key", arguments: RandomFixtures.numPy.seedSequence)
  func words(reference: RandomFixtures.NumPy.Sequence) throws {
    let entropy = try #require(UInt64(reference.entropy))
    #expect(SeedSequence(entropy, spawnKey: reference.spawnKey).words(10) == reference.words)
  }

  @Test("begins a longer request with the words of a shorter one", arguments: [0, 1, 4, 5, 31])
  func prefix(count: Int) {
    let sequence = SeedSequence(20_260_505, spawnKey: [7])
    #expect(sequence.words(count) == Array(sequence.words(32).prefix(count)))
  }

  @Test("keeps children apart from each other and from the root")
  func children() {
    let keys: [[UInt32]] = [[], [0], [1], [0, 0], [0, 1], [1, 0]]
    #expect(Set(keys.map { SeedSequence(0, spawnKey: $0).words(4) }).count == keys.count)
  }

  @Test("survives being written and read")
  func coding() throws {
    let sequence = SeedSequence(.max, spawnKey: [3, .max])
    let data = try JSONEncoder().encode(sequence)
    #expect(try JSONDecoder().decode(SeedSequence.self, from: data) == sequence)
  }

  @Test("takes a negative count for a programmer's error") func negative() async {
    await #expect(processExitsWith: .failure) { _ = SeedSequence(1).words(-1) }
  }
}
