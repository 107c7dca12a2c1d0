// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERStats

/// Exact nulls of Spearman correlations of six distances, as four emotions have.
///
/// Without ties, a correlation of six ranks is 1 - Σ*d*²/35 with an even Σ*d*², and the mean over the six
/// pairs of four languages is 1 - *S*/210 with an even *S*: few printed values are attainable.
enum RankNulls {
  /// Distances between four emotions.
  static let entries = 6

  /// The *S* whose mean correlation prints so; empty for a value that no ranks without ties give.
  static func sums(printedAs rho: PrintedNumber, over total: Double) -> [Int] {
    guard abs(rho.value) <= 1 + rho.half else { return [] }
    return stride(from: 0, through: Int(2 * total), by: 2).filter { rho.prints(1 - Double($0) / total) }
  }

  /// P(correlation of two random rankings ≥ 1 - `sum`/35), one-sided, over all 720.
  static func pairP(sum: Int) -> Double { pairNull.share(upTo: sum) }

  /// P(mean correlation of four random rankings ≥ 1 - `sum`/210), one-sided, over all 720³.
  static func meanP(sum: Int) -> Double { meanNull.share(upTo: sum) }

  /// The standard deviation of that mean: 1/√30.
  static let meanDeviation = (1 / 30.0).squareRoot()

  /// The two-sided *p* of a correlation by the *t* approximation, 0 at ±1.
  static func approximateP(_ rho: Double) -> Double {
    guard abs(rho) < 1 - 1e-12 else { return 0 }
    let t = abs(rho) * (Double(entries - 2) / (1 - rho * rho)).squareRoot()
    return 2 * StudentTDistribution(degreesOfFreedom: Double(entries - 2)).upperTail(t)
  }

  private static let pairNull = DistanceNull(groups: 2)
  private static let meanNull = DistanceNull(groups: 4)
}

/// How many arrangements of `groups` rankings have each sum of squared distances Σ*d*² over pairs of
/// rankings.
private struct DistanceNull {
  private var arrangements: [Int: Int] = [:]

  init(groups: Int) {
    let ranking = Array(1...RankNulls.entries)
    // Over pairs Σ|v - w|² = g Σ|v|² - |Σ v|².
    let largest = groups * groups * ranking.reduce(0) { $0 + $1 * $1 }
    forEachReorderedSum(of: Array(repeating: ranking, count: groups)) { squaredLength, times in
      arrangements[largest - Int(squaredLength), default: 0] += times
    }
  }

  func share(upTo sum: Int) -> Double {
    let all = arrangements.values.reduce(0, +)
    return Double(arrangements.reduce(0) { $0 + ($1.key <= sum ? $1.value : 0) }) / Double(all)
  }
}
