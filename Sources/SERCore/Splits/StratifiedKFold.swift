// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Folds over single utterances in which every class is spread evenly: speakers are on both sides.
///
/// Fold sizes differ by at most one, and so do the numbers of a class in two folds. Each class keeps its
/// order: its first utterances go to fold 0, the next to fold 1. Shuffling permutes within each class.
///
/// ```swift
/// let folds = try StratifiedKFold(count: 5, shuffling: .randomState(0)).folds(labels: features.labels)
/// ```
///
/// A class with fewer utterances than folds is missing from some test sides, which scikit-learn warns of: ask
/// ``Split/requireEveryClass(labels:classes:on:)`` of each fold.
///
/// - Source: scikit-learn 1.9.1, `StratifiedKFold`.
public struct StratifiedKFold: Hashable, Codable, Sendable {
  /// The number of folds, 2 or more.
  public var count: Int
  /// How the utterances of a class are shuffled before they are dealt out.
  public var shuffling: Shuffling

  /// Folds as scikit-learn's `StratifiedKFold(count, shuffle, random_state)` makes them.
  public init(count: Int, shuffling: Shuffling = .off) {
    self.count = count
    self.shuffling = shuffling
  }

  /// The folds of utterances with these class numbers, shape `[n]`.
  ///
  /// What the classes are called changes nothing: they are taken in the order in which they appear.
  ///
  /// - Throws: ``SplitError/tooFewFolds(found:)``, ``SplitError/tooFewUtterances(found:folds:)``, or
  ///   ``SplitError/classesTooSmall(largest:folds:)`` if no class has an utterance for every fold.
  /// - Complexity: O(*n* · `count`).
  public func folds(labels: [Int]) throws(SplitError) -> [Fold] { try folds(DistinctValues(labels)) }

  /// The folds of utterances with these class names, shape `[n]`.
  ///
  /// - Throws: As for class numbers.
  public func folds(labels: [String]) throws(SplitError) -> [Fold] { try folds(DistinctValues(labels)) }

  private func folds<Label>(_ labels: DistinctValues<Label>) throws(SplitError) -> [Fold] {
    let n = labels.numbers.count
    try Fold.check(count: count, rows: n)
    let largest = labels.counts.max() ?? 0
    guard count <= largest else { throw .classesTooSmall(largest: largest, folds: count) }

    var rowsOfClass = [[Int]](repeating: [], count: labels.values.count)
    var appearance: [Int] = []
    for (row, label) in labels.numbers.enumerated() {
      if rowsOfClass[label].isEmpty { appearance.append(label) }
      rowsOfClass[label].append(row)
    }
    // Were all utterances sorted by class and dealt out in turn, fold f would get those at f, f + count, …:
    // that says how many of a class a fold gets, and sorting says which.
    var foldOfRow = [Int](repeating: 0, count: n)
    var generator = shuffling.generator
    var dealt = 0
    for label in appearance {
      let rows = rowsOfClass[label]
      var folds = (dealt..<dealt + rows.count).map { $0 % count }.sorted()
      dealt += rows.count
      generator?.shuffle(&folds)
      for (row, fold) in zip(rows, folds) { foldOfRow[row] = fold }
    }
    return try Fold.partition(
      foldOfRow, names: Fold.names(count), unitOfRow: Array(0..<n), unit: .utterance)
  }
}
