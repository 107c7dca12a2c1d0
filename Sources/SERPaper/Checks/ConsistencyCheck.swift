// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Two numbers of the file, or a number and an exact rule, that must agree: a row of `checks.csv`.
public struct ConsistencyCheck: Hashable, Codable, Sendable {
  /// A name that says what is checked.
  public var id: String
  /// What must hold.
  public var rule: String
  /// Whether it does.
  public var holds: Bool
  /// What was found, where it does not.
  public var found: String
}
