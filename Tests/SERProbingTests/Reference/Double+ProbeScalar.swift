// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERProbing

/// Double precision, by the formulas, one value at a time: what the loops in single precision are held
/// against.
extension Double: ProbeScalar {
  package typealias Pooling = DoublePooling

  package static func add(_ bias: Span<Double>, to batch: inout MutableSpan<Double>, rectifying: Bool) {
    for i in batch.indices {
      let sum = batch[i] + bias[i % bias.count]
      batch[i] = rectifying && sum < 0 ? 0 : sum
    }
  }

  package static func keep(
    _ slopes: inout MutableSpan<Double>, where activations: Span<Double>, sums: inout MutableSpan<Double>
  ) -> Int {
    for k in sums.indices { sums[k] = 0 }
    for i in slopes.indices {
      if !(activations[i] > 0) { slopes[i] = 0 }
      sums[i % sums.count] += slopes[i]
    }
    return activations.indices.count { activations[$0] > 0 }
  }

  package static func product(
    ofKept slopes: Span<Double>, shape: (rows: Int, columns: Int), nonzero: Int, transposed: Bool,
    with other: Span<Double>, width: Int, into result: inout MutableSpan<Double>
  ) {
    let (rows, columns) = shape
    let (sums, terms) = transposed ? (columns, rows) : (rows, columns)
    generalMatrixMultiply(
      m: sums, n: width, k: terms, alpha: 1, a: slopes, transposedA: transposed, b: other, transposedB: false,
      beta: 0, c: &result)
  }
}
