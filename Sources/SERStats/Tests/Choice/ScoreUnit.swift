// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What each score of a comparison was measured on.
public enum ScoreUnit: String, CaseIterable, Hashable, Codable, Sendable {
  /// The test side of one split: as many scores as splits.
  case split
  /// One of the units that were resampled, such as a speaker: each unit's score over all splits that tested
  /// it.
  case unit
}
