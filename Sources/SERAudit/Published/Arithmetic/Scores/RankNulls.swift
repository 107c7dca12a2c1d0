// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERStats

/// Exact nulls of Spearman correlations of six distances, as four emotions have.
///
/// Without ties, a correlation of six ranks is 1 - Σ*d*²/35 with an even Σ*d*², and the mean over the six pairs of four
/// languages is 1 - *S*/210 with an even *S*: few printed values are attainable.
enum RankNulls {
  /// Distances between four emotions.
  static let entries = 6

  /// The *S* whose mean correlation prints so; empty for a value that no ranks without ties give.
  static func sums(printedAs rho: PrintedNumber, over total: Double) -> [Int] {
    guard abs(rho.value) <= 1 + rho.half else { return [] }
    return stride(from: 0, through: Int(2 * total), by: 2).filter { rho.prints(1 - Double($0) / total) }
  }

  /// P(correlation of two random rankings ≥ 1 - `sum`/35), one-sided, over all 720.
  static func pairP(sum: Int) -> Double {
    Double(squaredDistances.count { $0 <= sum }) / Double(squaredDistances.count)
  }

  /// P(mean correlation of four random rankings ≥ 1 - `sum`/210), one-sided, over all 720³.
  static func meanP(sum: Int) -> Double {
    // The six Σd² add up to 4 · 4 · 91 less the squares of the column sums.
    meanNull.reduce(0) { $0 + ($1.key <= sum ? $1.value : 0) }
  }

  /// The standard deviation of that mean: 1/√30.
  static let meanDeviation = (1 / 30.0).squareRoot()

  /// The two-sided *p* of a correlation by the *t* approximation, 0 at ±1.
  static func approximateP(_ rho: Double) -> Double {
    guard abs(rho) < 1 - 1e-12 else { return 0 }
    let t = abs(rho) * (Double(entries - 2) / (1 - rho * rho)).squareRoot()
    return 2 * StudentT(degreesOfFreedom: Double(entries - 2)).upperTail(t)
  }

  private static let permutations: [[Int]] = {
    var all: [[Int]] = [[]]
    for item in 1...entries {
      all = all.flatMap { shorter in
        (0...shorter.count).map { place in
          Array(shorter[..<place]) + [item] + Array(shorter[place...])
        }
      }
    }
    return all
  }()

  private static let squaredDistances: [Int] = permutations.map { permutation in
    permutation.enumerated().reduce(0) { $0 + ($1.element - $1.offset - 1) * ($1.element - $1.offset - 1) }
  }

  /// Probabilities of *S*. The next ranking is as likely in any order, so only the sorted column sums matter, and the
  /// 720³ rankings fold into a few thousand.
  private static let meanNull: [Int: Double] = {
    var sums: [[Int]: Double] = [Array(1...entries): 1]
    for _ in 0..<3 {
      var next: [[Int]: Double] = [:]
      for (columns, weight) in sums {
        for permutation in permutations {
          next[zip(columns, permutation).map { $0 + $1 }.sorted(), default: 0] += weight / 720
        }
      }
      sums = next
    }
    var null: [Int: Double] = [:]
    for (columns, weight) in sums {
      null[16 * 91 - columns.reduce(0) { $0 + $1 * $1 }, default: 0] += weight
    }
    return null
  }()
}
