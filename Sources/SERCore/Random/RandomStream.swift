// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// All the randomness of one seed: a root stream, and an independent stream for each name.
///
/// The split draws from the root; every other use draws from the stream of its name. So adding a draw in one
/// place moves no other, and two uses cannot consume each other's numbers, in any order, on any thread.
///
/// ```swift
/// let stream = RandomStream(seed: 20_260_505)
/// var forSplit = stream.root
/// var forWeights = stream["initialization"]
/// ```
///
/// Each access starts its generator from the beginning: keep the generator in a `var` to go on drawing.
public struct RandomStream: Hashable, Codable, Sendable {
  /// The seed that all streams grow from.
  public let seed: UInt64

  /// The streams of a seed; the same seed gives the same bits on every machine.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// The stream without a name, at its beginning: the equal of `numpy.random.default_rng(seed)`.
  public var root: NumPyGenerator { NumPyGenerator(seed: seed) }

  /// The stream of a name, at its beginning.
  ///
  /// The equal of `numpy.random.default_rng(SeedSequence(seed, spawn_key=tuple(name.encode())))`: the key is
  /// the UTF-8 bytes of the name, one word each, without normalization: an accented letter has more than one
  /// spelling.
  ///
  /// - Precondition: The name is not empty; the empty name would be the root.
  public subscript(name: String) -> NumPyGenerator {
    precondition(!name.isEmpty, "RandomStream: the empty name is the root; use `root` or name the stream")
    return NumPyGenerator(SeedSequence(seed, spawnKey: name.utf8.map(UInt32.init)))
  }
}
