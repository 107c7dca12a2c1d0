// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Labelings of the patterns of every group, drawn by shuffling each group's own labels: every condition
/// keeps its count.
///
/// Drawn apart from the test that uses them, so that several systems can be tested on the same arrangements.
public struct LabelShuffles: Sendable {
  /// The number of labelings.
  public let draws: Int
  /// The labels of each group, shape `[draws, n]` each.
  let labels: [[UInt8]]

  /// Draws labelings.
  ///
  /// Each draw shuffles the groups in their order, as NumPy's `permutation(labels)` does, so the published
  /// draws can be replayed: they are the root stream of the seed, and the labels of later systems come after
  /// those of earlier ones.
  ///
  /// - Parameters:
  ///   - patterns: Whose labels to shuffle.
  ///   - draws: How many.
  ///   - generator: Draws them.
  /// - Precondition: `draws` is not negative.
  /// - Complexity: O(*draws*·*n*) in time and, a byte a label, in memory.
  /// - Source: the released code of the paper.
  public init(of patterns: GroupedPatterns, draws: Int, using generator: inout NumPyGenerator) {
    precondition(draws >= 0, "LabelShuffles: \(draws) draws")
    var labels = patterns.labels.map { _ in [UInt8]() }
    for group in labels.indices { labels[group].reserveCapacity(draws * patterns.labels[group].count) }
    for _ in 0..<draws {
      for group in labels.indices {
        var shuffled = patterns.labels[group]
        generator.shuffle(&shuffled)
        labels[group] += shuffled
      }
    }
    self.draws = draws
    self.labels = labels
  }
}
