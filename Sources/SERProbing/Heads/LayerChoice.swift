// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Which hidden states a probe sees.
public enum LayerChoice: Hashable, Codable, Sendable {
  /// All, mixed by weights that are trained with the head.
  case weightedSum
  /// One state alone; 0 is the input of the first block.
  case single(Int)
  /// The last state alone.
  case last

  /// The states that a probe of this choice sees.
  ///
  /// - Precondition: a single state is one of those that there are.
  func apply(to states: HiddenStates) -> HiddenStates {
    switch self {
    case .weightedSum: states
    case .single(let state): states.selecting(state: state)
    case .last: states.selecting(state: states.stateCount - 1)
    }
  }
}
