// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What turns a representation `[d]` into one logit a class.
public enum Head: Hashable, Codable, Sendable {
  /// One linear layer.
  case linear
  /// Two linear layers with `hidden` rectified units between them.
  case twoLayer(hidden: Int)

  /// The name that result files use: `linear`, `two-layer-256`.
  public var name: String {
    switch self {
    case .linear: "linear"
    case .twoLayer(let hidden): "two-layer-\(hidden)"
    }
  }

  /// Inputs and outputs of each linear layer, first to last.
  package func layerSizes(dimension: Int, classes: Int) -> [(inputs: Int, outputs: Int)] {
    switch self {
    case .linear: [(dimension, classes)]
    case .twoLayer(let hidden): [(dimension, hidden), (hidden, classes)]
    }
  }
}
