// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels
public import SERCore

/// The running moments of ``Adam``, one pair a parameter.
public struct AdamState<Scalar: AdamScalar>: Sendable {
  /// m.
  public internal(set) var first: [Scalar]
  /// v.
  public internal(set) var second: [Scalar]
  /// t: the number of steps taken.
  public internal(set) var steps = 0

  /// No step taken yet.
  public init(count: Int) {
    first = Array(repeating: 0, count: count)
    second = first
  }

  /// Takes one step.
  ///
  /// - Precondition: parameters and gradient have as many values as the state.
  public mutating func step(_ adam: Adam, parameters: inout [Scalar], gradient: [Scalar]) {
    precondition(
      parameters.count == first.count && gradient.count == first.count,
      "Adam: \(parameters.count) parameters, gradient of \(gradient.count), state of \(first.count)")
    steps += 1
    Scalar.adamStep(adam, &self, &parameters, gradient)
  }
}

/// `Float`, stepped by a kernel that gives the same bits on every processor, or `Double`.
public protocol AdamScalar: BLASScalar {
  /// One step; `state.steps` is already that of this step.
  static func adamStep(
    _ adam: Adam, _ state: inout AdamState<Self>, _ parameters: inout [Self], _ gradient: [Self])
}

extension Float: AdamScalar {
  /// One step in single precision; scalars in double, as PyTorch does it.
  public static func adamStep(
    _ adam: Adam, _ state: inout AdamState<Float>, _ parameters: inout [Float], _ gradient: [Float]
  ) {
    unsafe ser_adam_step(
      &parameters, gradient, &state.first, &state.second, parameters.count, Int64(state.steps),
      adam.learningRate, adam.beta1, adam.beta2, adam.epsilon, adam.weightDecay)
  }
}

extension Double: AdamScalar {
  /// One step in double precision, by the formula as it stands.
  public static func adamStep(
    _ adam: Adam, _ state: inout AdamState<Double>, _ parameters: inout [Double], _ gradient: [Double]
  ) {
    var power1 = 1.0
    var power2 = 1.0
    for _ in 0..<state.steps {
      power1 *= adam.beta1
      power2 *= adam.beta2
    }
    let stepSize = adam.learningRate / (1 - power1)
    let rootCorrection = (1 - power2).squareRoot()
    for i in parameters.indices {
      let g = gradient[i] + adam.weightDecay * parameters[i]
      state.first[i] += (1 - adam.beta1) * (g - state.first[i])
      state.second[i] = adam.beta2 * state.second[i] + (1 - adam.beta2) * g * g
      parameters[i] -=
        stepSize * state.first[i] / (state.second[i].squareRoot() / rootCorrection + adam.epsilon)
    }
  }
}
