// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Orthonormal rows drawn at random, without a library whose last bits depend on the processor.
enum OrthonormalRows {
  /// `count` rows that are orthonormal among themselves and to `earlier`, uniformly distributed.
  ///
  /// Normal deviates, made orthogonal one after another, each twice: once leaves, where a row is nearly in
  /// the span of the earlier ones, an error that the second pass removes.
  ///
  /// - Precondition: there is room: `earlier.count + count <= dimension`.
  /// - Complexity: O((*earlier* + *count*) · *count* · *dimension*).
  static func draw(
    _ count: Int, dimension: Int, orthogonalTo earlier: [[Double]] = [], from generator: inout NumPyGenerator
  ) -> [[Double]] {
    precondition(earlier.count + count <= dimension, "OrthonormalRows: no room in \(dimension) dimensions")
    // Lanes add up in parallel, in an order that is the same everywhere.
    let lanes = (dimension + 7) / 8
    var rows = earlier.map { packed($0, lanes) }
    for _ in 0..<count {
      var row = packed(generator.standardNormals(dimension), lanes)
      for _ in 0..<2 {
        for other in rows {
          let share = dot(row, other)
          for i in 0..<lanes { row[i] -= share * other[i] }
        }
      }
      let length = dot(row, row).squareRoot()
      for i in 0..<lanes { row[i] /= length }
      rows.append(row)
    }
    return rows.dropFirst(earlier.count).map { row in (0..<dimension).map { row[$0 / 8][$0 % 8] } }
  }

  private static func packed(_ row: [Double], _ lanes: Int) -> [SIMD8<Double>] {
    var packed = [SIMD8<Double>](repeating: .zero, count: lanes)
    for (i, value) in row.enumerated() { packed[i / 8][i % 8] = value }
    return packed
  }

  private static func dot(_ a: [SIMD8<Double>], _ b: [SIMD8<Double>]) -> Double {
    var sum = SIMD8<Double>.zero
    for i in a.indices { sum += a[i] * b[i] }
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]))
  }
}
