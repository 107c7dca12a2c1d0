// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

/// A rule that numbers of the file obey whatever anybody claims about them.
struct Check: Sendable {
  let id: String
  let rule: String
  /// What contradicts the rule; `nil` if nothing does.
  let objection: @Sendable (Facts) throws -> String?

  init(_ id: String, _ rule: String, objection: @escaping @Sendable (Facts) throws -> String?) {
    self.id = id
    self.rule = rule
    self.objection = objection
  }

  /// Two numbers are one and the same.
  init(_ id: String, _ rule: String, equal numbers: @escaping @Sendable (Facts) throws -> (Double, Double)) {
    self.init(id, rule) { facts in
      let (found, expected) = try numbers(facts)
      guard abs(found - expected) > 1e-9 * max(1, abs(expected)) else { return nil }
      return "\(NumberText.short(found)) against \(NumberText.short(expected))"
    }
  }

  /// All checks of a file.
  ///
  /// - Throws: `PublishedFileError` if the tables that say what is to be checked are missing.
  static func all(_ facts: Facts) throws -> [Check] {
    try seedTables(facts) + derived(facts) + settings + corpora(facts) + foldShares(facts) + bold + heads
      + ranges(facts) + copies(facts) + sentences(facts)
  }

  /// The outcome on a file.
  func run(_ facts: Facts) throws -> ConsistencyCheck {
    let found = try objection(facts)
    return ConsistencyCheck(id: id, rule: rule, holds: found == nil, found: found ?? "")
  }
}
