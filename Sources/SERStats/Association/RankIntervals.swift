// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Which systems cannot be told apart, and which ranks each may have.
///
/// Two systems that a test does not separate may be in either order. ``sets`` are the largest sets in which
/// no pair is separated: what a critical-difference diagram joins by a bar. A system may be in several, since
/// "not separated" is not transitive. ``intervals`` says for each system which ranks are left: below those
/// that are separated and better, above those that are separated and worse.
///
/// ```swift
/// // Three systems, best first; only the first and the last are separated.
/// let ranks = try RankIntervals(meanRanks: [1.2, 2, 2.8]) { $0 == 0 && $1 == 2 }
/// ranks.sets       // [[0, 1], [1, 2]]
/// ranks.intervals  // [1...2, 1...3, 2...3]
/// ```
public struct RankIntervals: Hashable, Sendable {
  /// The most systems: the sets may be 3^(*k*/3) in number.
  public static let largestCount = 36

  /// The maximal sets of systems of which no pair is separated, each in ascending order of mean rank; sets of
  /// one included. They are sorted by their best member, then the next.
  public let sets: [[Int]]
  /// The ranks that each system may have, 1 for the best.
  public let intervals: [ClosedRange<Int>]

  /// Sets and intervals for any test of pairs.
  ///
  /// - Parameters:
  ///   - meanRanks: One number a system, least for the best; it only says which of two separated systems is
  ///     better.
  ///   - separated: Whether a test separates two systems; asked once for each pair, the lesser index first. A
  ///     separated pair of equal mean ranks narrows neither interval.
  /// - Throws: ``StatisticsError`` for no systems, more than ``largestCount``, or a mean rank that is not
  ///   finite.
  /// - Complexity: O(3^(*k*/3)) at worst, O(*k*³) for sets that are runs.
  /// - Source: Bron and Kerbosch (1973), "Finding all cliques of an undirected graph", with pivots.
  public init(meanRanks: [Double], separated: (Int, Int) -> Bool) throws(StatisticsError) {
    let count = meanRanks.count
    guard count >= 1 else { throw .tooFewUnits(kind: "systems", found: 0, needed: 1) }
    guard count <= Self.largestCount else {
      throw .outOfRange(
        what: "the number of systems", value: Double(count), allowed: "at most \(Self.largestCount)")
    }
    if let index = meanRanks.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }

    var neighbors = [Set<Int>](repeating: [], count: count)
    var better = [Int](repeating: 0, count: count)
    var worse = [Int](repeating: 0, count: count)
    for i in 0..<count {
      for j in (i + 1)..<max(i + 1, count) {
        guard separated(i, j) else {
          neighbors[i].insert(j)
          neighbors[j].insert(i)
          continue
        }
        guard meanRanks[i] != meanRanks[j] else { continue }
        let (first, last) = meanRanks[i] < meanRanks[j] ? (i, j) : (j, i)
        worse[first] += 1
        better[last] += 1
      }
    }
    intervals = (0..<count).map { (1 + better[$0])...(count - worse[$0]) }

    let place = Dictionary(
      uniqueKeysWithValues: (0..<count).sorted { (meanRanks[$0], $0) < (meanRanks[$1], $1) }.enumerated()
        .map { ($1, $0) })
    var cliques: [[Int]] = []
    Self.extend([], with: Set(0..<count), without: [], neighbors) {
      cliques.append($0.sorted { place[$0]! < place[$1]! })
    }
    sets = cliques.sorted { $0.lexicographicallyPrecedes($1) { place[$0]! < place[$1]! } }
  }

  private static func extend(
    _ clique: [Int], with candidates: Set<Int>, without done: Set<Int>, _ neighbors: [Set<Int>],
    _ found: ([Int]) -> Void
  ) {
    guard let pivot = candidates.union(done).max(by: { neighborCount($0) < neighborCount($1) }) else {
      return found(clique)
    }
    func neighborCount(_ i: Int) -> Int { neighbors[i].intersection(candidates).count }
    var (candidates, done) = (candidates, done)
    for i in candidates.subtracting(neighbors[pivot]) {
      extend(
        clique + [i], with: candidates.intersection(neighbors[i]), without: done.intersection(neighbors[i]),
        neighbors,
        found)
      candidates.remove(i)
      done.insert(i)
    }
  }
}
