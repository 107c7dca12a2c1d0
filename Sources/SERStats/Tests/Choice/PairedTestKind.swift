// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The paired tests that a comparison chooses from.
public enum PairedTestKind: String, CaseIterable, Hashable, Codable, Sendable {
  /// ``CorrectedResampledTTest``.
  case correctedResampledT
  /// ``PairedTTest``.
  case pairedT
  /// ``SignFlipTest``; for more pairs than that goes through, ``PairedComparison/signFlip(draws:using:)``
  /// draws patterns.
  case signFlip
  /// ``WilcoxonSignedRankTest``.
  case signedRank
  /// ``FiveByTwoTTest``.
  case fiveByTwoT
  /// ``FiveByTwoFTest``.
  case fiveByTwoF
}

extension PairedTestKind: CustomStringConvertible {
  /// The name in a sentence, such as "sign-flip test".
  public var description: String {
    switch self {
    case .correctedResampledT: "corrected resampled t test"
    case .pairedT: "paired t test"
    case .signFlip: "sign-flip test"
    case .signedRank: "signed-rank test"
    case .fiveByTwoT: "5x2cv t test"
    case .fiveByTwoF: "5x2cv F test"
    }
  }
}
