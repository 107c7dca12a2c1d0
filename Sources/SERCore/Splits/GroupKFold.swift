// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Folds that keep each group, as a rule a speaker, on one side, of about equal numbers of utterances.
///
/// Without shuffling the largest group goes first, each to the fold that has the fewest utterances so far: of
/// groups of one size the later name first, of folds of one size the first. With shuffling the groups are
/// permuted and cut into `count` runs of about equally many *groups*, whatever their sizes.
///
/// ```swift
/// let folds = try GroupKFold(count: 5).folds(groups: features.speakers)
/// ```
///
/// - Source: scikit-learn 1.9.1, `GroupKFold`. Before 1.9 its order of groups of one size depended on the
///   machine.
public struct GroupKFold: Hashable, Codable, Sendable {
  /// The number of folds, 2 or more.
  public var count: Int
  /// How groups are shuffled.
  public var shuffling: Shuffling
  /// What a group is, for the plan.
  public var unit: ResamplingPlan.Unit

  /// Folds as scikit-learn's `GroupKFold(count, shuffle, random_state)` makes them.
  public init(count: Int, shuffling: Shuffling = .off, unit: ResamplingPlan.Unit = .speaker) {
    self.count = count
    self.shuffling = shuffling
    self.unit = unit
  }

  /// The folds of utterances of these groups, shape `[n]`.
  ///
  /// Groups are sorted by code point, as NumPy sorts strings: "10" stands before "9".
  ///
  /// - Throws: ``SplitError/tooFewFolds(found:)``, ``SplitError/tooFewUtterances(found:folds:)`` or
  ///   ``SplitError/tooFewGroups(found:folds:unit:)``.
  /// - Complexity: O(*n* · `count`) beside sorting the groups.
  public func folds(groups: [String]) throws(SplitError) -> [Fold] {
    try Fold.check(count: count, rows: groups.count)
    let distinct = DistinctValues(groups)
    let found = distinct.values.count
    guard count <= found else { throw .tooFewGroups(found: found, folds: count, unit: unit) }

    var foldOfGroup = [Int](repeating: 0, count: found)
    if var generator = shuffling.generator {
      var order = Array(0..<found)
      generator.shuffle(&order)
      let blocks = KFold.blocks(of: found, count: count)
      for (place, fold) in blocks.enumerated() { foldOfGroup[order[place]] = fold }
    } else {
      let sizes = distinct.counts
      var utterances = [Int](repeating: 0, count: count)
      for group in (0..<found).sorted(by: { (sizes[$0], $0) > (sizes[$1], $1) }) {
        let lightest = (0..<count).min { utterances[$0] < utterances[$1] }!
        utterances[lightest] += sizes[group]
        foldOfGroup[group] = lightest
      }
    }
    return try Fold.partition(
      distinct.numbers.map { foldOfGroup[$0] }, names: Fold.names(count), unitOfRow: distinct.numbers,
      unit: unit)
  }
}
