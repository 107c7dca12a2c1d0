// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Folds over single utterances that differ by at most one in size: speakers are on both sides.
///
/// Rows are cut into `count` consecutive blocks, the first *n* mod `count` of them one longer; each block is
/// tested once. Shuffling permutes the rows before they are cut. With ``Shuffling/seed(_:)`` these are the
/// random folds of the paper: `default_rng(seed).permutation(n)`, cut by `array_split`.
///
/// ```swift
/// let folds = try KFold(count: 10, shuffling: .seed(20_260_505)).folds(rows: features.labels.count)
/// ```
///
/// A speaker's utterances fall on both sides: such folds show what leakage buys, not how well a probe does on
/// a new voice. Use ``GroupKFold`` or ``StratifiedGroupKFold`` for that.
///
/// - Source: paper, Table 5; scikit-learn 1.9.1, `KFold`.
public struct KFold: Hashable, Codable, Sendable {
  /// The number of folds, 2 or more.
  public var count: Int
  /// How rows are shuffled before they are cut.
  public var shuffling: Shuffling

  /// Folds as scikit-learn's `KFold(count, shuffle, random_state)` makes them.
  public init(count: Int, shuffling: Shuffling = .off) {
    self.count = count
    self.shuffling = shuffling
  }

  /// The folds of `rows` utterances.
  ///
  /// - Throws: ``SplitError/tooFewFolds(found:)`` or ``SplitError/tooFewUtterances(found:folds:)``.
  /// - Complexity: O(*n* · `count`).
  public func folds(rows: Int) throws(SplitError) -> [Fold] {
    try Fold.check(count: count, rows: rows)
    var order = Array(0..<rows)
    if var generator = shuffling.generator { generator.shuffle(&order) }
    var foldOfRow = [Int](repeating: 0, count: rows)
    for (place, fold) in Self.blocks(of: rows, count: count).enumerated() { foldOfRow[order[place]] = fold }
    return try Fold.partition(
      foldOfRow, names: Fold.names(count), unitOfRow: Array(0..<rows), unit: .utterance)
  }

  /// The block of each of `n` places: consecutive blocks, the first *n* mod `count` of them one longer.
  static func blocks(of n: Int, count: Int) -> [Int] {
    (0..<count).flatMap { Array(repeating: $0, count: n / count + ($0 < n % count ? 1 : 0)) }
  }
}
