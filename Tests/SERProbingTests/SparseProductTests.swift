// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERProbing
import Testing

@Suite("A product with slopes that are 0 in part") struct SparseProductTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    var rows: Int
    var columns: Int
    var width: Int
    var share: Double
    var testDescription: String { "[\(rows), \(columns)] by \(width), \(share) not 0" }
  }

  static let sparse = [
    Shape(rows: 2, columns: 3, width: 16, share: 0.2), Shape(rows: 3, columns: 5, width: 48, share: 0.4),
    Shape(rows: 7, columns: 130, width: 64, share: 0.5), Shape(rows: 129, columns: 20, width: 80, share: 0.3),
    Shape(rows: 128, columns: 256, width: 112, share: 0.5), Shape(rows: 9, columns: 300, width: 96, share: 0),
  ]
  static let dense = [
    Shape(rows: 12, columns: 20, width: 33, share: 0.5), Shape(rows: 12, columns: 20, width: 48, share: 1),
  ]

  private func values(_ count: Int, share: Double, seed: UInt64) -> [Float] {
    var generator = NumPyGenerator(seed: seed)
    return (0..<count).map { _ in
      let value = Float(generator.uniform() - 0.5)
      return generator.uniform() < share ? value : 0
    }
  }

  /// The kernel's twin: of the terms that are not 0, those with even and with odd numbers apart, over each
  /// 128.
  private func twin(_ shape: Shape, _ slopes: [Float], _ other: [Float], transposed: Bool) -> [Float] {
    let (sums, terms) = transposed ? (shape.columns, shape.rows) : (shape.rows, shape.columns)
    var result = [Float](repeating: 0, count: sums * shape.width)
    for m in 0..<sums {
      for start in stride(from: 0, to: terms, by: 128) {
        let own = (start..<min(start + 128, terms)).map { k in
          (row: k, factor: transposed ? slopes[k * shape.columns + m] : slopes[m * shape.columns + k])
        }.filter { $0.factor != 0 }
        for d in 0..<shape.width {
          var sums: [Float] = [result[m * shape.width + d], 0]
          for (i, term) in own.enumerated() {
            sums[i % 2] = sums[i % 2].addingProduct(term.factor, other[term.row * shape.width + d])
          }
          result[m * shape.width + d] = sums[0] + sums[1]
        }
      }
    }
    return result
  }

  private func product(_ shape: Shape, transposed: Bool) -> (found: [Float], expected: [Float]) {
    let slopes = values(shape.rows * shape.columns, share: shape.share, seed: 1)
    let (sums, terms) = transposed ? (shape.columns, shape.rows) : (shape.rows, shape.columns)
    let other = values(terms * shape.width, share: 1, seed: 2)
    var found = [Float](repeating: .nan, count: sums * shape.width)
    var span = found.mutableSpan
    Float.product(
      ofKept: slopes.span, shape: (shape.rows, shape.columns), nonzero: slopes.count { $0 != 0 },
      transposed: transposed, with: other.span, width: shape.width, into: &span)
    return (found, twin(shape, slopes, other, transposed: transposed))
  }

  @Test("has its Swift twin's bits where most are 0", arguments: sparse, [false, true])
  func bits(shape: Shape, transposed: Bool) {
    let (found, expected) = product(shape, transposed: transposed)
    if Kernels.variant == "portable" {  // every product is dense
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    } else {
      #expect(found == expected)
    }
  }

  @Test(
    "is the dense product where few are 0, or the width is no multiple of 16", arguments: dense,
    [false, true])
  func rounding(shape: Shape, transposed: Bool) {
    let (found, expected) = product(shape, transposed: transposed)
    // Rounding of sums of 20 terms below 1/4.
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 2e-6 })
  }
}
