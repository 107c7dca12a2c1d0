// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Which deviation from the null hypothesis counts.
public enum Alternative: String, Hashable, Codable, Sendable {
  /// Either direction.
  case twoSided
  /// The statistic is greater than under the null hypothesis.
  case greater
  /// The statistic is less than under the null hypothesis.
  case less
}
