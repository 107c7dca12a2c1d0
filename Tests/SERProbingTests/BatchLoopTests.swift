// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERProbing
import Testing

@Suite("The loops over a batch") struct BatchLoopTests {
  /// Multiples of 1/8 up to 4, so that single precision adds them up without rounding.
  private func values(_ count: Int, seed: UInt64) -> [Float] {
    var generator = NumPyGenerator(seed: seed)
    return (0..<count).map { _ in Float((generator.uniform() * 64).rounded() / 8 - 4) }
  }

  static let shapes = [(1, 1), (3, 15), (2, 16), (5, 17), (128, 256), (7, 47), (9, 4)]

  @Test("add a row and rectify as double precision does", arguments: shapes, [false, true])
  func bias(shape: (rows: Int, columns: Int), rectifying: Bool) {
    var found = values(shape.rows * shape.columns, seed: 1)
    var expected = found.map(Double.init)
    let bias = values(shape.columns, seed: 2)
    let exactBias = bias.map(Double.init)
    var batch = found.mutableSpan
    Float.add(bias.span, to: &batch, rectifying: rectifying)
    var exactBatch = expected.mutableSpan
    Double.add(exactBias.span, to: &exactBatch, rectifying: rectifying)
    #expect(found.map(Double.init) == expected)
    // Of 40 values or more, some are negative.
    let hasNegative = found.contains { $0 < 0 }
    #expect(shape.rows * shape.columns < 40 || hasNegative == !rectifying)
  }

  @Test("leave slopes where activations are positive, and add them up", arguments: shapes)
  func mask(shape: (rows: Int, columns: Int)) {
    var found = values(shape.rows * shape.columns, seed: 3)
    var expected = found.map(Double.init)
    var activations = values(shape.rows * shape.columns, seed: 4)
    activations[0] = 0
    let exactActivations = activations.map(Double.init)
    var sums = [Float](repeating: 9, count: shape.columns)
    var exactSums = [Double](repeating: 9, count: shape.columns)
    var slopes = found.mutableSpan
    var total = sums.mutableSpan
    let kept = Float.keep(&slopes, where: activations.span, sums: &total)
    var exactSlopes = expected.mutableSpan
    var exactTotal = exactSums.mutableSpan
    let exactKept = Double.keep(&exactSlopes, where: exactActivations.span, sums: &exactTotal)
    #expect(found.map(Double.init) == expected)
    #expect(sums.map(Double.init) == exactSums)
    #expect(found[0] == 0)
    #expect(kept == exactKept)
  }

  @Test("let NaN through, so that a training that diverges ends", arguments: [5, 16, 40])
  func notANumber(columns: Int) {
    var batch = [Float](repeating: .nan, count: columns)
    let bias = [Float](repeating: 1, count: columns)
    var span = batch.mutableSpan
    Float.add(bias.span, to: &span, rectifying: true)
    let numbers = batch.filter { !$0.isNaN }
    #expect(numbers.isEmpty)
  }
}
