// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What planted states hold besides noise.
public enum PlantedFactor: String, Hashable, Codable, Sendable, CaseIterable {
  /// The emotion: a simplex, with a profile over layers.
  case emotion
  /// The speaker, within its corpus.
  case speaker
  /// The sentence, within its corpus.
  case sentence
  /// The language: a regular simplex.
  case language
  /// The corpus, beside its language: a regular simplex.
  case corpus
}
