// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The sides of a split.
public enum Side: String, Hashable, Codable, Sendable, CaseIterable {
  /// What a probe is fitted on.
  case training = "train"
  /// What a training run is stopped or chosen by; neither fitted on nor scored. Most splits have none.
  case validation
  /// What a probe is scored on.
  case test
}
