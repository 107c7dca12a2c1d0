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
  ///   - sides: The sides to look at: a single speaker who is tested need not have every class.
  /// - Throws: ``SplitError/missingClass(label:side:)`` for the first class that a side lacks.
  public func requireEveryClass(
    labels: [Int], classes: [String], on sides: [Side] = [.training, .test]
  ) throws(SplitError) {
    for (side, rows) in [(Side.training, training), (Side.test, test)] where sides.contains(side) {
      let present = Set(rows.map { labels[$0] })
      for (number, name) in classes.enumerated() where !present.contains(number) {
        throw .missingClass(label: name, side: side)
      }
    }
  }
}
