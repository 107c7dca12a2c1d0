// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A division of rows into those a probe is trained on and those it is tested on.
///
/// - Invariant: ``training`` and ``test`` are ascending and disjoint.
public protocol Split: Sendable {
  /// Row numbers of the training side, ascending.
  var training: [Int] { get }
  /// Row numbers of the test side, ascending.
  var test: [Int] { get }
  /// What was resampled to draw this split, and how a series of such splits overlaps.
  var plan: ResamplingPlan { get }
}

extension Split {
  /// Makes sure that both sides have every class: a class that is never trained cannot be predicted, and one
  /// that is never tested has no recall.
  ///
  /// - Parameters:
  ///   - labels: The class of every row.
  ///   - classes: The names of the classes, in the order of their numbers.
  /// - Throws: ``SplitError/missingClass(label:side:)`` for the first class that a side lacks.
  public func requireEveryClass(labels: [Int], classes: [String]) throws(SplitError) {
    for (side, rows) in [(Side.training, training), (Side.test, test)] {
      let present = Set(rows.map { labels[$0] })
      for (number, name) in classes.enumerated() where !present.contains(number) {
        throw .missingClass(label: name, side: side)
      }
    }
  }
}

/// The two sides of a split.
public enum Side: String, Hashable, Codable, Sendable {
  /// What a probe is fitted on.
  case training = "train"
  /// What a probe is scored on.
  case test
}

/// Why a split cannot be drawn or used.
public enum SplitError: Error, Hashable, Sendable {
  /// There are too few speakers to put one on either side.
  case tooFewSpeakers(found: Int, needed: Int)
  /// A class has no utterance on one side.
  case missingClass(label: String, side: Side)
}

extension SplitError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .tooFewSpeakers(let found, let needed):
      "\(found) speaker(s), but a speaker-independent split needs \(needed); pool corpora, or check the column 'speaker'"
    case .missingClass(let label, let side):
      "no \(side == .training ? "training" : "test") utterance of class '\(label)' in this split; "
        + "use another seed, pool corpora, or a taxonomy without that class"
    }
  }
}
