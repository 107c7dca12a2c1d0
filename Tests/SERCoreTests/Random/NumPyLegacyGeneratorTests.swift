// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

/// Against NumPy 2.4.6: `make_numpy_legacy_generator.py`.
@Suite("NumPy's legacy generator") struct NumPyLegacyGeneratorTests {
  struct Reference: Decodable, Sendable {
    struct Words: Decodable, Sendable { let seed: UInt32, words: [UInt32] }
    struct Permutation: Decodable, Sendable { let seed: UInt32, n: Int, fnv: String, next: UInt32 }
    struct Shuffles: Decodable, Sendable { let seed: UInt32, results: [[Int]] }
    struct Interval: Decodable, Sendable { let seed: UInt32, top: String, values: [String] }
    let words: [Words]
    let permutations: [Permutation]
    let shuffles: [Shuffles]
    let intervals: [Interval]
  }

  static let reference: Reference = {
    do { return try Fixtures.json("numpy-legacy-generator.json") } catch { preconditionFailure("\(error)") }
  }()

  @Test("gives the words of RandomState past the first renewal of its state", arguments: reference.words)
  func words(reference: Reference.Words) {
    var generator = NumPyLegacyGenerator(seed: reference.seed)
    for _ in 0..<(700 - reference.words.count) { _ = generator.next32() }
    #expect(reference.words.map { _ in generator.next32() } == reference.words)
  }

  @Test("permutes as RandomState does and consumes as many words", arguments: reference.permutations)
  func permutations(reference: Reference.Permutation) {
    var generator = NumPyLegacyGenerator(seed: reference.seed)
    #expect(fingerprint(generator.permutation(reference.n)) == reference.fnv)
    #expect(generator.next32() == reference.next)
  }

  @Test("goes on in one stream from shuffle to shuffle", arguments: reference.shuffles)
  func shuffles(reference: Reference.Shuffles) {
    var generator = NumPyLegacyGenerator(seed: reference.seed)
    for result in reference.results {
      var values = Array(0..<result.count)
      generator.shuffle(&values)
      #expect(values == result)
    }
  }

  @Test("rejects above the top with one word or two as RandomState does", arguments: reference.intervals)
  func intervals(reference: Reference.Interval) throws {
    let top = try #require(UInt64(reference.top))
    var generator = NumPyLegacyGenerator(seed: reference.seed)
    #expect(reference.values.map { _ in String(generator.interval(upTo: top)) } == reference.values)
  }

  @Test("draws nothing where there is nothing to choose") func nothing() {
    var generator = NumPyLegacyGenerator(seed: 7)
    #expect(generator.interval(upTo: 0) == 0)
    #expect(generator.permutation(1) == [0] && generator.permutation(0) == [])
    #expect(generator == NumPyLegacyGenerator(seed: 7))
  }

  @Test("takes a negative n for a programmer's error") func negative() async {
    await #expect(processExitsWith: .failure) {
      var generator = NumPyLegacyGenerator(seed: 1)
      _ = generator.permutation(-1)
    }
  }
}
