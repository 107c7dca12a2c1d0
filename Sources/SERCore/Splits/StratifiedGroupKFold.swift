// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Folds that keep each group, as a rule a speaker, on one side and spread every class as evenly as that
/// allows.
///
/// Groups whose classes are least balanced go first (standard deviation of the numbers of their classes).
/// Each goes to the fold that leaves the shares of the classes most alike over folds: least mean over classes
/// of the standard deviation over folds of the share of the class that a fold has. Of folds equally good
/// within rounding, the one with the fewest utterances. Shuffling only permutes groups that are equally
/// unbalanced.
///
/// ```swift
/// let folds = try StratifiedGroupKFold(count: 5, shuffling: .seed(20_260_505))
///   .folds(labels: features.labels, groups: features.speakers)
/// ```
///
/// Standard deviations are added up in NumPy's order, since a tie may hang on the last bit.
///
/// - Source: scikit-learn 1.9.1, `StratifiedGroupKFold`.
public struct StratifiedGroupKFold: Hashable, Codable, Sendable {
  /// The number of folds, 2 or more.
  public var count: Int
  /// How groups are shuffled before they are sorted.
  public var shuffling: Shuffling
  /// What a group is, for the plan.
  public var unit: ResamplingPlan.Unit

  /// Folds as scikit-learn's `StratifiedGroupKFold(count, shuffle, random_state)` makes them.
  public init(count: Int, shuffling: Shuffling = .off, unit: ResamplingPlan.Unit = .speaker) {
    self.count = count
    self.shuffling = shuffling
    self.unit = unit
  }

  /// The folds of utterances with these class numbers and groups, both of shape `[n]`.
  ///
  /// Classes and groups are sorted; names by code point, as NumPy sorts strings.
  ///
  /// - Throws: ``SplitError/tooFewFolds(found:)``, ``SplitError/tooFewUtterances(found:folds:)``,
  ///   ``SplitError/classesTooSmall(largest:folds:)`` if no class has an utterance for every fold,
  ///   ``SplitError/tooFewGroups(found:folds:unit:)``, or ``SplitError/emptyFold(_:folds:)``, where
  ///   scikit-learn gives a fold that tests nothing.
  /// - Precondition: `labels.count == groups.count`.
  /// - Complexity: O(*g* · `count`² · *c*) for *g* groups and *c* classes.
  public func folds(labels: [Int], groups: [String]) throws(SplitError) -> [Fold] {
    try folds(DistinctValues(labels), groups)
  }

  /// The folds of utterances with these class names and groups, both of shape `[n]`.
  ///
  /// - Throws: As for class numbers.
  /// - Precondition: `labels.count == groups.count`.
  public func folds(labels: [String], groups: [String]) throws(SplitError) -> [Fold] {
    try folds(DistinctValues(labels), groups)
  }

  private func folds<Label>(
    _ labels: DistinctValues<Label>, _ groups: [String]
  ) throws(SplitError) -> [Fold] {
    let n = labels.numbers.count
    precondition(n == groups.count, "StratifiedGroupKFold: \(n) labels, but \(groups.count) groups")
    try Fold.check(count: count, rows: n)
    let totals = labels.counts
    let largest = totals.max() ?? 0
    guard count <= largest else { throw .classesTooSmall(largest: largest, folds: count) }
    let distinct = DistinctValues(groups)
    let found = distinct.values.count
    guard count <= found else { throw .tooFewGroups(found: found, folds: count, unit: unit) }

    var classesOfGroup = [[Double]](
      repeating: Array(repeating: 0, count: totals.count), count: found)
    for (group, label) in zip(distinct.numbers, labels.numbers) { classesOfGroup[group][label] += 1 }
    var order = Array(0..<found)
    if var generator = shuffling.generator { generator.shuffle(&order) }
    let imbalance = classesOfGroup.map { NumPySum.standardDeviation($0) }
    // Swift's sort is stable, as the one here has to be, but does not promise it: the place breaks ties.
    let places = order.enumerated().sorted { a, b in
      (imbalance[b.element], a.offset) < (imbalance[a.element], b.offset)
    }

    var balance = FoldBalance(folds: count, totals: totals.map(Double.init))
    var foldOfGroup = [Int](repeating: 0, count: found)
    for group in places.map(\.element) { foldOfGroup[group] = balance.place(classesOfGroup[group]) }
    return try Fold.partition(
      distinct.numbers.map { foldOfGroup[$0] }, names: Fold.names(count), unitOfRow: distinct.numbers,
      unit: unit)
  }
}

/// The utterances of each class that the folds have so far.
private struct FoldBalance {
  /// Shape `[folds, classes]`.
  private var counts: [[Double]]
  private let totals: [Double]

  init(folds: Int, totals: [Double]) {
    counts = Array(repeating: Array(repeating: 0, count: totals.count), count: folds)
    self.totals = totals
  }

  /// Puts a group where the classes are then spread most evenly, and says where.
  mutating func place(_ group: [Double]) -> Int {
    var best = 0
    var least = Double.infinity
    var fewest = Double.infinity
    for fold in counts.indices {
      let before = counts[fold]
      counts[fold] = zip(before, group).map { $0 + $1 }
      let unevenness = unevenness
      counts[fold] = before
      let utterances = before.reduce(0, +)
      if unevenness < least || (Self.isClose(unevenness, least) && utterances < fewest) {
        (best, least, fewest) = (fold, unevenness, utterances)
      }
    }
    counts[best] = zip(counts[best], group).map { $0 + $1 }
    return best
  }

  /// Mean over classes of the standard deviation over folds of the share of the class that a fold has.
  private var unevenness: Double {
    let deviations = totals.indices.map { label in
      let shares = counts.map { $0[label] / totals[label] }
      // NumPy adds up a matrix row by row, but a lone column pairwise.
      return NumPySum.standardDeviation(shares, pairwise: totals.count == 1)
    }
    return NumPySum.pairwise(deviations[...]) / Double(deviations.count)
  }

  /// NumPy's `isclose(a, b)`.
  private static func isClose(_ a: Double, _ b: Double) -> Bool {
    b.isFinite && abs(a - b) <= 1e-8 + 1e-5 * abs(b)
  }
}
