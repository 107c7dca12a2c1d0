// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Whether and by whose generator folds are shuffled.
public enum Shuffling: Hashable, Codable, Sendable {
  /// Not at all: utterances keep their order.
  case off
  /// By the root stream of a seed, NumPy's `default_rng(seed)`: our own splits, and the paper's random folds.
  case seed(UInt64)
  /// By NumPy's legacy `RandomState(seed)`: scikit-learn's `shuffle=True, random_state=seed`.
  case randomState(UInt32)

  /// The generator at its beginning; nil if nothing is to be shuffled.
  var generator: Generator? {
    switch self {
    case .off: nil
    case .seed(let seed): .stream(RandomStream(seed: seed).root)
    case .randomState(let seed): .legacy(NumPyLegacyGenerator(seed: seed))
    }
  }

  /// Either generator; one serves all shuffles of a set of folds.
  enum Generator {
    case stream(NumPyGenerator)
    case legacy(NumPyLegacyGenerator)

    mutating func shuffle<T>(_ elements: inout [T]) {
      switch self {
      case .stream(var generator):
        generator.shuffle(&elements)
        self = .stream(generator)
      case .legacy(var generator):
        generator.shuffle(&elements)
        self = .legacy(generator)
      }
    }
  }
}
