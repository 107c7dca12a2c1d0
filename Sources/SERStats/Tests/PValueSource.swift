// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Where a *p*-value comes from.
public enum PValueSource: Hashable, Sendable {
  /// A distribution that the statistic has under the null hypothesis, exactly or nearly, if the stated
  /// assumptions hold.
  case distribution(String)
  /// Every arrangement that the null hypothesis allows, the observed one included.
  case enumeration(arrangements: Int)
  /// Arrangements drawn at random; the observed one is counted with them.
  case sampling(draws: Int)
}

extension PValueSource: CustomStringConvertible {
  /// A phrase, such as "exact over 32 arrangements".
  public var description: String {
    switch self {
    case .distribution(let name): name
    case .enumeration(let arrangements): "exact over \(arrangements) arrangements"
    case .sampling(let draws): "\(draws) arrangements drawn at random"
    }
  }
}
