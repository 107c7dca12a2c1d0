// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Values of utterances that come in clusters, such as speakers: whether an utterance was named rightly, or
/// how two systems differ on it.
///
/// Utterances of one speaker are alike, so the speakers are the independent units, however many utterances
/// there are.
///
/// ```swift
/// let sample = try ClusteredSample(correct: hubert, emotion2vec, clusters: speakers)
/// let test = try ClusterTTest(sample)
/// test.confidenceInterval(level: 0.95)  // of the difference of the accuracies
/// ```
public struct ClusteredSample: Hashable, Sendable {
  /// The distinct clusters, by code point.
  public let clusters: [String]
  /// The number of values in each.
  public let counts: [Int]
  /// The sum of the values in each.
  public let sums: [Double]
  /// The most that rounding may have done to a sum of all values.
  let rounding: Double

  /// Values with the cluster of each.
  ///
  /// - Throws: ``StatisticsError`` for unequal counts, no values, or a value that is not finite.
  /// - Complexity: O(*n* log *n*).
  public init(_ values: [Double], clusters: [String]) throws(StatisticsError) {
    guard values.count == clusters.count else {
      throw .unequalSizes(what: "clusters", found: clusters.count, expected: values.count)
    }
    guard !values.isEmpty else { throw .tooFewPairs(found: 0, needed: 1) }
    try requireFinite(values)
    let names = Array(Set(clusters)).sortedByCodePoint()
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    var (counts, sums) = ([Int](repeating: 0, count: names.count), [Double](repeating: 0, count: names.count))
    var total = 0.0
    for (value, cluster) in zip(values, clusters) {
      guard let place = places[cluster] else { continue }
      counts[place] += 1
      sums[place] += value
      total += value.magnitude
    }
    self.clusters = names
    self.counts = counts
    self.sums = sums
    rounding = 2 * total.ulp * Double(names.count)
  }

  /// Clusters that are summed already.
  ///
  /// - Parameters:
  ///   - clusters: Their names, all different; they are kept in this order.
  ///   - counts: How many values each has, at least one.
  ///   - sums: What they add up to.
  /// - Throws: ``StatisticsError`` for unequal counts, a cluster without values, a name that occurs twice, or
  ///   a sum that is not finite.
  public init(clusters: [String], counts: [Int], sums: [Double]) throws(StatisticsError) {
    for size in [counts.count, sums.count, Set(clusters).count] where size != clusters.count {
      throw .unequalSizes(what: "counts, sums or different names", found: size, expected: clusters.count)
    }
    guard !clusters.isEmpty else { throw .tooFewPairs(found: 0, needed: 1) }
    try requireFinite(sums)
    for (cluster, count) in zip(clusters, counts) where !(1...1 << 40).contains(count) {
      throw .outOfRange(
        what: "the number of values of \(cluster)", value: Double(count), allowed: "1 ... 2^40")
    }
    self.clusters = clusters
    self.counts = counts
    self.sums = sums
    rounding = 2 * sums.reduce(0) { $0 + $1.magnitude }.ulp * Double(clusters.count)
  }

  /// The difference of two systems on the same utterances: 1 where only `a` is right, -1 where only `b` is,
  /// else 0.
  ///
  /// - Parameters:
  ///   - a: Whether the one system is right, an utterance each.
  ///   - b: Whether the other is, on the same utterances.
  ///   - clusters: The speaker of each utterance.
  /// - Throws: ``StatisticsError`` for unequal counts, or no utterances.
  public init(correct a: [Bool], _ b: [Bool], clusters: [String]) throws(StatisticsError) {
    guard a.count == b.count else { throw .unequalCounts(a: a.count, b: b.count) }
    try self.init(zip(a, b).map { ($0 ? 1 : 0) - ($1 ? 1 : 0) }, clusters: clusters)
  }

  /// The number of values.
  public var count: Int { counts.reduce(0, +) }

  /// The mean over all values, so a cluster weighs as much as it has values.
  public var mean: Double { sums.reduce(0, +) / Double(count) }

  /// The share of the values that the largest cluster has.
  public var largestShare: Double { Double(counts.reduce(0, max)) / Double(count) }

  func requireClusters(_ needed: Int) throws(StatisticsError) {
    guard clusters.count >= needed else {
      throw .tooFewUnits(kind: "clusters", found: clusters.count, needed: needed)
    }
  }

  /// Why no interval from these clusters should be taken at its word, or nil: what a simulation found.
  var smallSample: String? {
    if clusters.count < 10 {
      return
        "only \(clusters.count) clusters: the interval rests on the normality of their means, "
        + "which so few cannot show"
    }
    if largestShare > 0.5 {
      return
        "one cluster has \(Int((100 * largestShare).rounded())) % of the values, "
        + "so the mean is mostly its own"
    }
    let differing = sums.count { $0 != 0 }
    if differing < 6 {
      return
        "only \(differing) of \(clusters.count) clusters differ from 0, "
        + "so how much clusters vary is hardly known"
    }
    return nil
  }
}
