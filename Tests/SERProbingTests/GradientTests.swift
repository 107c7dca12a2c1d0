// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

import SERProbing

@Suite("The gradient of a probe") struct GradientTests {
  static let heads: [Head] = [.linear, .twoLayer(hidden: 6)]

  /// What central differences of step 1e-5 in double precision can show.
  static let tolerance = 1e-6

  @Test("agrees with central differences", arguments: heads, [(1, 3, 2), (3, 5, 4), (5, 17, 7)])
  func differences(head: Head, shape: (states: Int, dimension: Int, classes: Int)) {
    let task = RandomTask(
      n: 12, states: shape.states, dimension: shape.dimension, classes: shape.classes, seed: 11)
    let standardizer = Standardizer(fitting: task.states, rows: Array(0..<12))
    var generator = NumPyGenerator(seed: 2)
    let start = ProbeParameters<Double>(
      layerLogits: (0..<shape.states).map { _ in generator.uniform() - 0.5 },
      head: head.layerSizes(dimension: shape.dimension, classes: shape.classes).map { inputs, outputs in
        DenseLayer(
          weight: Matrix(
            rows: outputs, columns: inputs,
            elements: (0..<inputs * outputs).map { _ in generator.uniform() - 0.5 }),
          bias: (0..<outputs).map { _ in generator.uniform() - 0.5 })
      })
    var objective = DenseProbeObjective(
      states: task.states, labels: task.labels, standardizer: standardizer, shape: start)
    let rows = [0, 3, 4, 7, 11][...]
    let flat = start.flat
    var gradient = flat
    var ignored = flat
    _ = objective.loss(at: flat, rows: rows, gradient: &gradient)
    let step = 1e-5
    for i in flat.indices {
      var up = flat
      var down = flat
      up[i] += step
      down[i] -= step
      let higher = objective.loss(at: up, rows: rows, gradient: &ignored)
      let lower = objective.loss(at: down, rows: rows, gradient: &ignored)
      let slope = (higher - lower) / (2 * step) / Double(rows.count)
      #expect(abs(slope - gradient[i]) < Self.tolerance)
    }
  }
}
