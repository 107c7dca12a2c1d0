// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// Weighted sums of the standardized states of a batch, and the way back: all that a head behind the mixture needs
/// to know of the rows.
package protocol StatePooling: Sendable {
  associatedtype Scalar: BLASScalar

  init(states: HiddenStates, standardizer: Standardizer)

  /// Columns of the sums: the dimension, padded with zeros where the kernels want whole registers.
  var width: Int { get }

  /// Z[b] = Σ_l mixture[l]·T[b, l], shape `[rows, width]`, in place of `sums`.
  func weightedSums(of rows: some Collection<Int>, mixture: [Scalar], into sums: inout [Scalar])

  /// Σ_b T[b, l]·slopes[b] for every state l; `slopes` is `[rows, width]`.
  func products(of rows: some Collection<Int>, with slopes: [Scalar]) -> [Scalar]
}

/// A precision that probes with any head can be trained in.
package protocol ProbeScalar: AdamScalar {
  associatedtype Pooling: StatePooling where Pooling.Scalar == Self
}

extension Float: ProbeScalar { package typealias Pooling = KernelPooling }
extension Double: ProbeScalar { package typealias Pooling = DoublePooling }

/// By the formula, in double precision, one row at a time: what the fast path is held against.
package struct DoublePooling: StatePooling {
  package let width: Int
  private let states: HiddenStates
  private let standardizer: Standardizer

  package init(states: HiddenStates, standardizer: Standardizer) {
    self.states = states
    self.standardizer = standardizer
    width = states.dimension
  }

  package func weightedSums(of rows: some Collection<Int>, mixture: [Double], into sums: inout [Double]) {
    for (b, row) in rows.enumerated() {
      let sum = standardized(row).times(mixture, .transposed)
      sums.replaceSubrange(b * width..<(b + 1) * width, with: sum)
    }
  }

  package func products(of rows: some Collection<Int>, with slopes: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: states.stateCount)
    for (b, row) in rows.enumerated() {
      let products = standardized(row).times(Array(slopes[b * width..<(b + 1) * width]))
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
