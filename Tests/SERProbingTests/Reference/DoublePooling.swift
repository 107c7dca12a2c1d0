// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore
import SERProbing

/// The pooling of states by its formula, in double precision, one row at a time: what the kernels are held
/// against.
package struct DoublePooling: StatePooling {
  package let width: Int
  private let states: HiddenStates
  private let standardizer: Standardizer

  package init(states: HiddenStates, standardizer: Standardizer) {
    self.states = states
    self.standardizer = standardizer
    width = states.dimension
  }

  package func weightedSums(of rows: ArraySlice<Int>, mixture: [Double], into sums: inout MutableSpan<Double>)
  {
    for (b, row) in rows.enumerated() {
      let sum = standardized(row).times(mixture, .transposed)
      for d in 0..<width { sums[b * width + d] = sum[d] }
    }
  }

  package func products(of rows: ArraySlice<Int>, with slopes: Span<Double>) -> [Double] {
    var sums = [Double](repeating: 0, count: states.stateCount)
    for (b, row) in rows.enumerated() {
      let products = standardized(row).times((0..<width).map { slopes[b * width + $0] })
      for l in sums.indices { sums[l] += products[l] }
    }
    return sums
  }

  /// One row as a matrix `[L+1, d]`.
  private func standardized(_ row: Int) -> Matrix<Double> {
    let values = states.row(row)
    let elements = values.indices.map {
      (Double(values[$0]) - standardizer.means[$0]) * (1 / standardizer.deviations[$0])
    }
    return Matrix(rows: states.stateCount, columns: states.dimension, elements: elements)
  }
}
