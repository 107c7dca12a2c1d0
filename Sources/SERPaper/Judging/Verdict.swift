// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What the arithmetic says of a statement.
public enum Verdict: String, Hashable, Codable, Sendable, CaseIterable {
  /// The published numbers come out as printed.
  case reproduces
  /// They do not come out as printed, but rounding explains it: unrounded values exist that would give them,
  /// or a last digit was cut.
  case withinRounding = "within rounding"
  /// No unrounded values can give them.
  case doesNotReproduce = "does not reproduce"
  /// Nothing in the file decides it.
  case notCheckable = "not checkable"

  /// The verdict on a whole whose parts have these verdicts.
  static func joint(_ parts: [Verdict]) -> Verdict {
    let order: [Verdict] = [.doesNotReproduce, .notCheckable, .withinRounding]
    return order.first { parts.contains($0) } ?? .reproduces
  }
}
