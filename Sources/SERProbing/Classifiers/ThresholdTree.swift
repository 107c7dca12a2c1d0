// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A decision tree on a single number, such as a duration: how much a classifier can know without any
/// encoder.
///
/// Grown best first: the leaf whose best threshold lowers the Gini impurity most, weighted by its rows, is
/// divided next, until there are `mostLeaves`. Thresholds are midpoints between neighboring values; a value
/// equal to a threshold goes left. A leaf predicts its most frequent class, the lowest number among equals.
///
/// - Source: Breiman et al. (1984); scikit-learn's `DecisionTreeClassifier(max_leaf_nodes=…)` on one column.
public struct ThresholdTree: Hashable, Codable, Sendable {
  /// Where one leaf ends and the next begins, ascending.
  public let thresholds: [Double]
  /// The class that each interval predicts, from the lowest values to the highest.
  public let predictions: [Int]

  /// Grows a tree.
  ///
  /// - Parameters:
  ///   - values: One number a row, all finite, shape `[n]`.
  ///   - labels: The class of each row, `0..<classes`.
  ///   - classes: The number of classes.
  ///   - mostLeaves: How many leaves at the most.
  /// - Precondition: there is a row, counts agree, and `mostLeaves` is positive.
  /// - Complexity: O(*n* log *n* + *leaves*·*n*·*classes*).
  public init(fitting values: [Double], labels: [Int], classes: Int, mostLeaves: Int) {
    precondition(
      !values.isEmpty && values.count == labels.count && mostLeaves > 0,
      "ThresholdTree: \(values.count) values, \(labels.count) labels, \(mostLeaves) leaves")
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let sorted = SortedRows(
      values: order.map { values[$0] }, labels: order.map { labels[$0] }, classes: classes)
    var leaves = [0..<values.count]
    var cuts = [sorted.bestCut(of: leaves[0])]
    while leaves.count < mostLeaves {
      let best = cuts.indices.max { (cuts[$0]?.gain ?? 0, -$0) < (cuts[$1]?.gain ?? 0, -$1) }!
      guard let cut = cuts[best] else { break }
      let parts = [leaves[best].lowerBound..<cut.position, cut.position..<leaves[best].upperBound]
      leaves.replaceSubrange(best...best, with: parts)
      cuts.replaceSubrange(best...best, with: parts.map(sorted.bestCut))
    }
    thresholds = leaves.dropFirst().map { sorted.midpoint(before: $0.lowerBound) }
    predictions = leaves.map { sorted.majority(of: $0) }
  }

  /// The class predicted for a value.
  public func prediction(for value: Double) -> Int {
    predictions[thresholds.firstIndex { value <= $0 } ?? thresholds.count]
  }
}

private struct SortedRows {
  let values: [Double]
  let labels: [Int]
  let classes: Int

  func midpoint(before position: Int) -> Double { values[position - 1] / 2 + values[position] / 2 }

  func majority(of leaf: Range<Int>) -> Int {
    let counts = self.counts(of: leaf)
    return counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
  }

  /// The first position that lowers the summed impurity most; `nil` where none lowers it.
  func bestCut(of leaf: Range<Int>) -> (position: Int, gain: Double)? {
    var right = counts(of: leaf)
    var left = [Int](repeating: 0, count: classes)
    let whole = impurity(right)
    var best: (position: Int, gain: Double)?
    for position in leaf.dropLast() {
      left[labels[position]] += 1
      right[labels[position]] -= 1
      guard values[position] < values[position + 1] else { continue }
      let gain = whole - impurity(left) - impurity(right)
      if gain > max(best?.gain ?? 0, 1e-12) { best = (position + 1, gain) }
    }
    return best
  }

  private func counts(of leaf: Range<Int>) -> [Int] {
    labels[leaf].reduce(into: [Int](repeating: 0, count: classes)) { $0[$1] += 1 }
  }

  /// Gini impurity times the number of rows.
  private func impurity(_ counts: [Int]) -> Double {
    let total = counts.reduce(0, +)
    return Double(total) - counts.reduce(0) { $0 + Double($1 * $1) } / Double(total)
  }
}
