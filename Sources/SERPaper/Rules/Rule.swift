// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How statements of one family are judged.
///
/// It says which numbers of the file a statement is about and how they are to be compared, so that another
/// number in the file can give another verdict. Only for statements that no number decides it says why there
/// is none.
struct Rule: Sendable {
  /// Whether a statement is of the family.
  let applies: @Sendable (Statement) -> Bool
  /// The judgment from the numbers of the file.
  let judge: @Sendable (Statement, Facts) throws -> Judgment

  /// A rule for statements that a condition picks.
  init(
    where applies: @escaping @Sendable (Statement) -> Bool,
    judge: @escaping @Sendable (Statement, Facts) throws -> Judgment
  ) {
    self.applies = applies
    self.judge = judge
  }

  /// A rule for statements of a kind, a table or both.
  init(
    kind: String, tables: [String]? = nil, relations: [Statement.Relation]? = nil,
    judge: @escaping @Sendable (Statement, Facts) throws -> Judgment
  ) {
    self.init(
      where: { statement in
        statement.kind == kind && tables?.contains(statement["table"] ?? "") ?? true
          && relations?.contains(statement.relation) ?? true
      }, judge: judge)
  }

  /// A rule for statements whose fields do not say what they are about.
  init(ids: String..., judge: @escaping @Sendable (Statement, Facts) throws -> Judgment) {
    let ids = Set(ids)
    self.init(where: { ids.contains($0.id) }, judge: judge)
  }

  /// A rule for statements that no number of the file decides.
  init(ids: [String], notCheckable reason: String) {
    let ids = Set(ids)
    self.init(where: { ids.contains($0.id) }, judge: { _, _ in .notCheckable(reason) })
  }
}

extension Rule {
  /// All rules; the first that applies decides, so those for single statements come first.
  static let all: [Rule] =
    seedScoreStatements + wording + design + transfer + randomFolds + removal + similarity + configuration
    + thai + cells + seedScoreFamilies

  /// The judgment on a statement.
  static func judge(_ statement: Statement, _ facts: Facts) throws -> Judgment {
    guard let rule = all.first(where: { $0.applies(statement) }) else {
      return .notCheckable(
        "no rule is known for a statement of the kind '\(statement.kind)' and the relation "
          + "'\(statement.relation.rawValue)'")
    }
    return try rule.judge(statement, facts)
  }
}
