// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A normal deviate") struct NormalDeviatesTests {
  struct Reference: Decodable, Sendable {
    struct Long: Decodable, Sendable {
      struct Beyond: Decodable, Sendable { let place: Int, bits: String }
      let seed: UInt64, count: Int, fnv: String, beyond: [Beyond], nextRaw: String
    }
    struct Mixed: Decodable, Sendable { let seed: UInt64, kinds: String, drawn: [String] }
    let long: [Long]
    let mixed: [Mixed]
  }

  static func reference() throws -> Reference { try Fixtures.json("normal-deviates.json") }

  @Test(
    "is that of default_rng for the seeds of the paper's runs",
    arguments: RandomFixtures.vectors.keys.sorted())
  func first(seed: UInt64) throws {
    let reference = try #require(RandomFixtures.vectors[seed])
    var generator = NumPyGenerator(seed: seed)
    #expect(reference.normals.count == 200)
    #expect(generator.standardNormals(200) == reference.normals)
  }

  @Test("is NumPy's to the last bit over 50,000 draws, in the tails too, and takes as many words")
  func long() throws {
    for reference in try Self.reference().long {
      var generator = NumPyGenerator(seed: reference.seed)
      let drawn = generator.standardNormals(reference.count)
      #expect(fingerprint(drawn.map(\.bitPattern)) == reference.fnv)
      #expect(!reference.beyond.isEmpty)
      for tail in reference.beyond { #expect(String(drawn[tail.place].bitPattern) == tail.bits) }
      #expect(Set(reference.beyond.map { drawn[$0.place] < 0 }).count == 2, "both tails")
      #expect(String(generator.next() as UInt64) == reference.nextRaw)
    }
  }

  @Test("is NumPy's between uniforms, raw words, half words and permutations")
  func mixed() throws {
    for reference in try Self.reference().mixed {
      var generator = NumPyGenerator(seed: reference.seed)
      let drawn = reference.kinds.map { kind in
        switch kind {
        case "n": String(generator.standardNormal().bitPattern)
        case "u": String(generator.uniform().bitPattern)
        case "w": String(generator.next() as UInt64)
        case "h": String(generator.next32())
        default: generator.permutation(7).map(String.init).joined()
        }
      }
      #expect(drawn == reference.drawn)
    }
  }

  @Test("has the moments of a normal distribution") func moments() {
    var generator = NumPyGenerator(seed: 4)
    let count = 200_000
    let drawn = generator.standardNormals(count)
    let moment = { (power: Int) in
      drawn.reduce(0.0) { sum, x in sum + (0..<power).reduce(1.0) { product, _ in product * x } }
        / Double(count)
    }
    // Five standard errors of each: those of x, x², x³, x⁴ are 1, √2, √15, √96 over √n.
    let error = 5 / Double(count).squareRoot()
    #expect(abs(moment(1)) < error)
    #expect(abs(moment(2) - 1) < error * 2.0.squareRoot())
    #expect(abs(moment(3)) < error * 15.0.squareRoot())
    #expect(abs(moment(4) - 3) < error * 96.0.squareRoot())
  }

  @Test("comes one by one as it comes in a row; none is none") func counts() async {
    var (single, many) = (NumPyGenerator(seed: 5), NumPyGenerator(seed: 5))
    #expect((0..<100).map { _ in single.standardNormal() } == many.standardNormals(100))
    #expect(many.standardNormals(0).isEmpty)
    #expect(single == many)
    await #expect(processExitsWith: .failure) {
      var generator = NumPyGenerator(seed: 1)
      _ = generator.standardNormals(-1)
    }
  }
}
