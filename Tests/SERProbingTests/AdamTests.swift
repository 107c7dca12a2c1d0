// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERProbing
import TestSupport
import Testing

@Suite("Adam") struct AdamTests {
  struct Example: Decodable {
    struct Inputs: Decodable {
      var p0: [Double]
      var grads: [[Double]]
      var lr: Double
    }
    struct Step: Decodable { var p: [Double] }
    struct Outputs: Decodable {
      var coupled: [Step]
      var none: [Step]
      var strong: [Step]

      enum CodingKeys: String, CodingKey {
        case coupled = "adamCoupledWd"
        case none = "adamNoWd"
        case strong = "adamCoupledWd0.1"
      }
    }
    var inputs: Inputs
    var outputs: Outputs
  }
  struct Examples: Decodable {
    var adam: Example
    enum CodingKeys: String, CodingKey { case adam = "adam3Steps" }
  }

  /// Rounding of a few operations on values near 1.
  static let doubleTolerance = 4e-16
  static let floatTolerance: Float = 2.5e-7

  @Test("takes PyTorch's three recorded steps, in both precisions", arguments: [1e-4, 0, 0.1])
  func worked(weightDecay: Double) throws {
    let example = try Fixtures.json(Examples.self, "pytorch-worked-examples.json").adam
    let adam = Adam(learningRate: example.inputs.lr, weightDecay: weightDecay)
    let expected =
      weightDecay == 0
      ? example.outputs.none
      : weightDecay == 0.1 ? example.outputs.strong : example.outputs.coupled
    var doubles = example.inputs.p0
    var floats = doubles.map(Float.init)
    var doubleState = AdamState<Double>(count: doubles.count)
    var floatState = AdamState<Float>(count: floats.count)
    for (gradient, step) in zip(example.inputs.grads, expected) {
      doubleState.step(adam, parameters: &doubles, gradient: gradient)
      floatState.step(adam, parameters: &floats, gradient: gradient.map(Float.init))
      for i in doubles.indices {
        #expect(abs(doubles[i] - step.p[i]) <= Self.doubleTolerance * abs(step.p[i]))
        #expect(abs(floats[i] - Float(step.p[i])) <= Self.floatTolerance * abs(floats[i]))
      }
    }
  }

  @Test(
    "gives every parameter the same step whatever stands beside it", arguments: [1, 7, 8, 9, 16, 31, 1000])
  func lanes(count: Int) {
    let adam = Adam(weightDecay: 0.01)
    var together = (0..<count).map { Float($0) / 100 - 0.3 }
    let gradient = (0..<count).map { Float(($0 * 37) % 101) / 50 - 1 }
    var state = AdamState<Float>(count: count)
    var alone = together
    for _ in 0..<3 { state.step(adam, parameters: &together, gradient: gradient) }
    for i in alone.indices {
      var one = [alone[i]]
      var oneState = AdamState<Float>(count: 1)
      for _ in 0..<3 { oneState.step(adam, parameters: &one, gradient: [gradient[i]]) }
      alone[i] = one[0]
    }
    #expect(together == alone)
  }

  @Test("leaves a parameter without gradient or decay where it is") func still() {
    var parameters: [Float] = [1, -2]
    var state = AdamState<Float>(count: 2)
    for _ in 0..<10 { state.step(Adam(), parameters: &parameters, gradient: [0, 0]) }
    #expect(parameters == [1, -2])
    #expect(state.steps == 10)
  }
}
