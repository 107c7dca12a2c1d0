// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

/// Against NumPy 2.4.6: `make_resampling.py`.
@Suite("NumPy's bounded integers") struct NumPyIntegersTests {
  struct Reference: Decodable, Sendable {
    struct Draws: Decodable, Sendable { let seed: UInt64, bound: Int, values: [Int], next: String }
    let integers: [Draws]
    let mixed: [Int]
  }

  static let reference: Reference = {
    do { return try Fixtures.json("resampling.json") } catch { preconditionFailure("\(error)") }
  }()

  @Test("are those of integers(bound, size), and take as many words", arguments: reference.integers)
  func draws(reference: Reference.Draws) {
    var generator = NumPyGenerator(seed: reference.seed)
    #expect(generator.integers(below: reference.bound, count: reference.values.count) == reference.values)
    #expect(String(generator.next() as UInt64) == reference.next)
  }

  @Test("go on from the half word that the last draw left") func halves() {
    var generator = NumPyGenerator(seed: 3)
    let drawn =
      generator.integers(below: 10, count: 3) + generator.integers(below: 7, count: 4)
      + generator.integers(below: 1 << 40, count: 2) + generator.integers(below: 10, count: 2)
    #expect(drawn == Self.reference.mixed)
  }

  @Test("are the same into an array that is there") func inPlace() {
    var (one, other) = (NumPyGenerator(seed: 8), NumPyGenerator(seed: 8))
    var drawn = [Int](repeating: -1, count: 9)
    one.integers(below: 100, into: &drawn)
    #expect(drawn == other.integers(below: 100, count: 9))
    #expect(one == other)
    #expect(one.integers(below: 5, count: 0).isEmpty)
  }

  @Test("take no bound of 0, nor a negative count") func preconditions() async {
    await #expect(processExitsWith: .failure) {
      var generator = NumPyGenerator(seed: 1)
      _ = generator.integers(below: 0, count: 1)
    }
    await #expect(processExitsWith: .failure) {
      var generator = NumPyGenerator(seed: 1)
      _ = generator.integers(below: 1, count: -1)
    }
  }
}
