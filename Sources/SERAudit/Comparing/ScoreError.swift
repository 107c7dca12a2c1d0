// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why scores of encoders cannot be compared.
public enum ScoreError: Error, Hashable, Sendable {
  /// An encoder has other splits than the first, has them in another order, or has one twice.
  case unequalSplits(encoder: String, corpus: String)
}

extension ScoreError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .unequalSplits(let encoder, let corpus):
      "the rows of '\(encoder)' on '\(corpus)' have other splits than those of the first encoder, another order of "
        + "them, or one of them twice; plan the same splits for every encoder, each once and in one order"
    }
  }
}
