// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// The reference draws under `Tests/Fixtures`; beside each file lies the script that made it.
enum RandomFixtures {
  static let numPy: NumPy = load("numpy-generator")
  static let pyTorch: PyTorch = load("pytorch-generator")

  /// One entry a seed of `rng-vectors.json`; one entry of another kind is left out.
  static let vectors: [UInt64: Vectors] = {
    let either: [String: Either] = load("rng-vectors")
    return Dictionary(
      uniqueKeysWithValues: either.compactMap { key, value in
        UInt64(key).flatMap { seed in value.vectors.map { (seed, $0) } }
      })
  }()

  struct Vectors: Decodable, Sendable {
    let raw: [String]
    let shuffleOfTen: [Int]
    let shuffleOfTwentyFour: [Int]
    let uniforms: [Double]
    let normals: [Double]
    let spawnedByName: [UInt64]

    enum CodingKeys: String, CodingKey {
      case raw = "raw_u64"
      case shuffleOfTen = "shuffle_10"
      case shuffleOfTwentyFour = "shuffle_24"
      case uniforms = "random_first_8"
      case normals = "standard_normal_first_200"
      case spawnedByName = "spawned_by_name_initialization_raw_u64_first_4"
    }
  }

  struct NumPy: Decodable, Sendable {
    struct Sequence: Decodable, Sendable { let entropy: String, spawnKey: [UInt32], words: [UInt32] }
    struct Stream: Decodable, Sendable { let seed: UInt64, name: String, raw: [String] }
    struct Mixed: Decodable, Sendable { let seed: UInt64, widths: [Int], words: [String] }
    struct Permutation: Decodable, Sendable { let seed: UInt64, n: Int, fnv: String, nextRaw: String }
    struct Interval: Decodable, Sendable { let seed: UInt64, top: String, values: [String] }
    let seedSequence: [Sequence]
    let streams: [Stream]
    let mixedWidths: [Mixed]
    let permutations: [Permutation]
    let intervals: [Interval]
  }

  struct PyTorch: Decodable, Sendable {
    struct Floats: Decodable, Sendable { let count: Int, first: [UInt32], last: [UInt32], fnv: String }
    struct Order: Decodable, Sendable { let n: Int, first: [Int], fnv: String }
    struct Layer: Decodable, Sendable { let inputs: Int, outputs: Int, weight: Floats, bias: Floats }
    struct Session: Decodable, Sendable { let seed: UInt64, layers: [Layer], orders: [Order] }
    struct EveryFanIn: Decodable, Sendable { let upTo: Int, outputs: Int, weight: Floats, bias: Floats }
    struct Uniform: Decodable, Sendable { let from: Float, to: Float, count: Int, fnv: String }
    struct Seed: Decodable, Sendable { let seed: String, order: [Int] }
    let sessions: [Session]
    let everyFanIn: EveryFanIn
    let uniforms: [Uniform]
    let permutations: [Order]
    let seeds: [Seed]
  }

  private struct Either: Decodable {
    let vectors: Vectors?
    init(from decoder: any Decoder) { vectors = try? Vectors(from: decoder) }
  }

  private static func load<T: Decodable>(_ name: String) -> T {
    do {
      return try Fixtures.json("\(name).json")
    } catch {
      preconditionFailure("fixture \(name): \(error)")
    }
  }
}

/// FNV-1a, 64 bits, over the little-endian bytes of values: what the fixtures keep of a long array.
func fingerprint<T: FixedWidthInteger>(_ values: [T]) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for value in values {
    for byte in 0..<T.bitWidth / 8 {
      hash = (hash ^ UInt64(truncatingIfNeeded: value >> T(8 * byte)) & 0xFF) &* 0x100_0000_01B3
    }
  }
  return String(hash)
}
