// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("NumPy's generator") struct NumPyGeneratorTests {
  @Test("draws the raw words of default_rng", arguments: RandomFixtures.vectors.keys.sorted())
  func raw(seed: UInt64) throws {
    let reference = try #require(RandomFixtures.vectors[seed])
    var generator = NumPyGenerator(seed: seed)
    #expect(reference.raw.map { _ in String(generator.next() as UInt64) } == reference.raw)
  }

  @Test("permutes as default_rng does", arguments: RandomFixtures.vectors.keys.sorted())
  func permutes(seed: UInt64) throws {
    let reference = try #require(RandomFixtures.vectors[seed])
    var ten = NumPyGenerator(seed: seed)
    var twentyFour = NumPyGenerator(seed: seed)
    #expect(ten.permutation(10) == reference.shuffleOfTen)
    #expect(twentyFour.permutation(24) == reference.shuffleOfTwentyFour)
  }

  @Test("draws the uniforms of default_rng", arguments: RandomFixtures.vectors.keys.sorted())
  func uniforms(seed: UInt64) throws {
    let reference = try #require(RandomFixtures.vectors[seed])
    var generator = NumPyGenerator(seed: seed)
    #expect(reference.uniforms.map { _ in generator.uniform() } == reference.uniforms)
  }

  @Test("shuffles anything by the places of a permutation", arguments: [0, 1, 2, 10, 93])
  func shuffles(count: Int) {
    var shuffling = NumPyGenerator(seed: 20_260_505)
    var permuting = shuffling
    var names = (0..<count).map { "speaker \($0)" }
    shuffling.shuffle(&names)
    #expect(names == permuting.permutation(count).map { "speaker \($0)" })
    #expect(shuffling == permuting)
  }

  @Test(
    "matches NumPy on long permutations and consumes as many words",
    arguments: RandomFixtures.numPy.permutations)
  func longPermutations(reference: RandomFixtures.NumPy.Permutation) {
    var generator = NumPyGenerator(seed: reference.seed)
    var shuffling = generator
    #expect(fingerprint(generator.permutation(reference.n)) == reference.fnv)
    // Outside the library, where the elements' type is known to the caller alone.
    var elements = Array(0..<reference.n)
    shuffling.shuffle(&elements)
    #expect(fingerprint(elements) == reference.fnv && shuffling == generator)
    #expect(String(generator.next() as UInt64) == reference.nextRaw)
  }

  @Test("keeps the unused half of a word across 64-bit requests", arguments: RandomFixtures.numPy.mixedWidths)
  func halves(reference: RandomFixtures.NumPy.Mixed) {
    var generator = NumPyGenerator(seed: reference.seed)
    let drawn = reference.widths.map { width in
      width == 32 ? String(generator.next32()) : String(generator.next() as UInt64)
    }
    #expect(drawn == reference.words)
  }

  @Test(
    "rejects above the top with 32-bit and 64-bit words as NumPy does",
    arguments: RandomFixtures.numPy.intervals)
  func intervals(reference: RandomFixtures.NumPy.Interval) throws {
    let top = try #require(UInt64(reference.top))
    var generator = NumPyGenerator(seed: reference.seed)
    #expect(reference.values.map { _ in String(generator.interval(upTo: top)) } == reference.values)
  }

  @Test("reaches both ends of an interval and nothing outside", arguments: [1, 2, 6, 7] as [UInt64])
  func ends(top: UInt64) {
    var generator = NumPyGenerator(seed: 1)
    let drawn = Set((0..<400).map { _ in generator.interval(upTo: top) })
    #expect(drawn == Set(0...top))
  }

  @Test("puts every element first about equally often")
  func fairness() {
    var generator = NumPyGenerator(seed: 2)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<6000 { counts[generator.permutation(6)[0]] += 1 }
    // Chi-square with 5 degrees of freedom exceeds 25.7 once in ten thousand seeds; this seed is fixed.
    let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(chiSquare < 25.7)
  }

  @Test("serves Swift's own algorithms") func standardLibrary() {
    var generator = NumPyGenerator(seed: 3)
    #expect((0..<100).shuffled(using: &generator).sorted() == Array(0..<100))
  }

  @Test("takes a negative n for a programmer's error") func negative() async {
    await #expect(processExitsWith: .failure) {
      var generator = NumPyGenerator(seed: 1)
      _ = generator.permutation(-1)
    }
  }
}
