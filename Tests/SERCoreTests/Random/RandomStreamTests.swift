// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import Testing

@Suite("A random stream") struct RandomStreamTests {
  @Test("has default_rng of its seed for a root", arguments: [0, 20_260_505, .max] as [UInt64])
  func root(seed: UInt64) {
    #expect(RandomStream(seed: seed).root == NumPyGenerator(seed: seed))
  }

  @Test("spawns by the name's bytes as NumPy does", arguments: RandomFixtures.vectors.keys.sorted())
  func initialization(seed: UInt64) throws {
    let reference = try #require(RandomFixtures.vectors[seed]).spawnedByName
    var generator = RandomStream(seed: seed)["initialization"]
    #expect(reference.map { _ in generator.next() as UInt64 } == reference)
  }

  @Test("takes any name, in UTF-8", arguments: RandomFixtures.numPy.streams)
  func names(reference: RandomFixtures.NumPy.Stream) {
    var generator = RandomStream(seed: reference.seed)[reference.name]
    #expect(reference.raw.map { _ in String(generator.next() as UInt64) } == reference.raw)
  }

  @Test("starts a name's generator anew at each access, whatever else was drawn") func independence() {
    let stream = RandomStream(seed: 5)
    var first = stream["order"]
    var other = stream["initialization"]
    _ = other.permutation(100)
    let drawn = first.permutation(50)
    var again = stream["order"]
    #expect(again.permutation(50) == drawn)
  }

  @Test("gives no two names, and no name and the root, the same words") func distinct() {
    let stream = RandomStream(seed: 5)
    var generators = ["a", "b", "aa", "ab", "ba", "\0"].map { stream[$0] } + [stream.root]
    let words = Set(generators.indices.map { generators[$0].next() as UInt64 })
    #expect(words.count == generators.count)
  }

  @Test("survives being written and read") func coding() throws {
    let stream = RandomStream(seed: .max)
    let data = try JSONEncoder().encode(stream)
    #expect(try JSONDecoder().decode(RandomStream.self, from: data) == stream)
  }

  @Test("takes the empty name for a programmer's error") func empty() async {
    await #expect(processExitsWith: .failure) { _ = RandomStream(seed: 1)[""] }
  }
}
