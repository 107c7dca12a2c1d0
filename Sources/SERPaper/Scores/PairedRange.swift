// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERStats

/// The *p*-values of a paired *t* test that accuracies before rounding can give.
struct PairedRange: Hashable, Sendable {
  let low: Double
  let high: Double
  let source: SeedScores.Source

  /// The most combinations of counts that are gone through; past them the box of roundings is taken.
  static let mostCombinations = 100_000

  init(_ a: SeedScores, _ b: SeedScores) throws(StatisticsError) {
    let reference = StudentTDistribution(degreesOfFreedom: Double(max(1, a.printed.count - 1)))
    func p(_ t: Double) -> Double { t.isFinite ? min(1, 2 * reference.upperTail(t)) : 0 }
    if a.source != .box, b.source != .box, let ts = Self.gridT(a, b) {
      source = a.source == .pinned && b.source == .pinned ? .pinned : .grid
      (low, high) = (p(ts.high), p(ts.low))
    } else {
      source = .box
      let ts = try IntervalMoments.studentT(of: zip(a.printed, b.printed).map { $0.interval - $1.interval })
      (low, high) = (p(ts.high), p(ts.low))
    }
  }

  /// Least and largest |*t*| over all combinations of counts, `nil` if there are too many.
  private static func gridT(_ a: SeedScores, _ b: SeedScores) -> (low: Double, high: Double)? {
    var differences: [[Double]] = []
    for seed in a.choices.indices {
      guard let first = a.choices[seed], let second = b.choices[seed] else { return nil }
      var distinct: [Double] = []
      for difference in first.flatMap({ one in second.map { one - $0 } })
      where !distinct.contains(where: { abs($0 - difference) < 1e-12 }) {
        distinct.append(difference)
      }
      differences.append(distinct)
    }
    guard differences.reduce(1.0, { $0 * Double($1.count) }) <= Double(mostCombinations) else { return nil }
    var (low, high) = (Double.infinity, 0.0)
    func visit(_ seed: Int, _ sum: Double, _ squares: Double) {
      guard seed < differences.count else {
        let t = studentT(sum: sum, squares: squares, count: Double(differences.count))
        (low, high) = (min(low, t), max(high, t))
        return
      }
      for difference in differences[seed] {
        visit(seed + 1, sum + difference, squares + difference * difference)
      }
    }
    visit(0, 0, 0)
    return (low, high)
  }

  private static func studentT(sum: Double, squares: Double, count: Double) -> Double {
    let variance = (squares - sum * sum / count) / (count - 1)
    guard variance > 1e-16 else { return abs(sum) > 1e-9 ? .infinity : 0 }
    return abs(sum / count) / (variance / count).squareRoot()
  }
}
