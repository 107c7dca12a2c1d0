// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A trained probe: small, frozen, and able to predict on any states of the shape that it was trained on.
public struct FittedProbe: Hashable, Codable, Sendable {
  /// What maps the mixture to logits.
  public let head: Head
  /// Which states it sees.
  public let layers: LayerChoice
  /// The number of classes.
  public let classes: Int
  /// What its input is standardized by.
  public let standardizer: Standardizer
  /// Layer logits and the head's weights.
  public let parameters: ProbeParameters<Float>
  /// Mean cross-entropy of each epoch while it was trained, in nats.
  public let trainingCurve: [Double]
  /// The rows that it was trained on.
  public let fittedRows: FittedRows

  /// The weight of each state in the mixture, softmax of the layer logits, shape `[L+1]`; one value, 1, for a
  /// probe of a single state.
  public var layerWeights: [Float] { Softmax.probabilities(parameters.layerLogits) }

  /// Logits, shape `[n, classes]`.
  ///
  /// - Throws: ``ProbeError/shape(found:expected:)``.
  public func logits(for states: HiddenStates) throws(ProbeError) -> Matrix<Float> {
    try scores(states).logits
  }

  /// The weighted sum of the standardized states, shape `[n, d]`: what the head sees, with its origin at the
  /// mean of the training rows.
  ///
  /// - Throws: ``ProbeError/shape(found:expected:)``.
  public func representation(of states: HiddenStates) throws(ProbeError) -> Matrix<Float> {
    try scores(states).representation
  }

  /// Class probabilities, softmax of the logits, shape `[n, classes]`.
  ///
  /// - Throws: ``ProbeError/shape(found:expected:)``.
  public func probabilities(for states: HiddenStates) throws(ProbeError) -> Matrix<Float> {
    let logits = try logits(for: states)
    let rows = (0..<logits.rows).flatMap { Softmax.probabilities(logits.row($0)) }
    return Matrix(rows: logits.rows, columns: classes, elements: rows)
  }

  /// The class with the greatest logit, the lowest number among equals, shape `[n]`.
  ///
  /// - Throws: ``ProbeError/shape(found:expected:)``.
  public func predictions(for states: HiddenStates) throws(ProbeError) -> [Int] {
    let logits = try logits(for: states)
    return (0..<logits.rows).map { row in
      (1..<classes).reduce(0) { logits[row, $1] > logits[row, $0] ? $1 : $0 }
    }
  }

  private func scores(
    _ states: HiddenStates
  ) throws(ProbeError) -> (logits: Matrix<Float>, representation: Matrix<Float>) {
    if case .single(let state) = layers, state >= states.stateCount {
      throw .shape(
        found: [states.stateCount, states.dimension], expected: [state + 1, standardizer.dimension])
    }
    let seen = layers.apply(to: states)
    guard seen.stateCount == standardizer.states, seen.dimension == standardizer.dimension else {
      throw .shape(
        found: [seen.stateCount, seen.dimension], expected: [standardizer.states, standardizer.dimension])
    }
    switch head {
    case .linear:
      let scorer = LinearProbeScorer(states: seen, classes: classes, standardizer: standardizer)
      return scorer.scores(scorer.layout.flattened(parameters))
    case .twoLayer:
      let scorer = DenseProbeScorer(states: seen, standardizer: standardizer, shape: parameters)
      return scorer.scores(scorer.layout.flattened(parameters))
    }
  }
}
