// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit
internal import SERCore

/// The paper's own arithmetic, done again from its printed numbers.
///
/// No data are needed: means, deviations, gaps and *p*-values follow from other numbers of the file, up to
/// rounding, and what rounding leaves open is computed too. A statement is said not to reproduce only if no
/// unrounded values could give it.
///
/// ```swift
/// let audit = try PaperArithmetic().audit()
/// audit.claims.count { $0.verdict == .doesNotReproduce }
/// ```
///
/// - Source: paper, sections 3.6 to 4.5 and appendices.
public struct PaperArithmetic: Sendable {
  /// The program's name.
  public static let name = "paper-arithmetic"

  /// The numbers that are checked.
  public let file: PublishedFile

  /// The arithmetic of a file, by default that of the paper.
  public init(_ file: PublishedFile = .paper) { self.file = file }

  /// Everything that was found.
  public struct Audit: Hashable, Codable, Sendable {
    /// Every statement, in the order of the file.
    public var claims: [Claim]
    /// Every rule that the numbers must obey, whatever is claimed about them.
    public var checks: [ConsistencyCheck]
    /// Every comparison of two models on a corpus, with the corrected readings.
    public var comparisons: [PublishedComparison]
  }

  /// Judges every statement.
  ///
  /// - Throws: `PublishedFileError` for something that is missing from the file, or of another kind;
  ///   `StatisticsError` for scores that no test is made for.
  public func audit() throws -> Audit {
    let facts = Facts(file)
    var claims: [Claim] = []
    for id in file.statementIDs {
      let statement = try Statement(id, in: facts)
      let judgment = try Rule.judge(statement, facts)
      claims.append(
        Claim(
          id: id, section: statement.section, claim: statement.sentence,
          published: statement.publishedText, recomputed: judgment.recomputed, verdict: judgment.verdict,
          reason: judgment.reason, corrected: judgment.corrected))
    }
    let comparisons = try SeedTable.allCases.flatMap { try facts.comparisons($0) }
    let checks = try Check.all(facts).map { try $0.run(facts) }
    return Audit(claims: claims, checks: checks, comparisons: comparisons)
  }
}

extension Statement {
  /// What is published, for a person.
  var publishedText: String { Self.text(published) }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .boolean(let value): value ? "yes" : "no"
    case .number(let value): text(value)
    case .string(let text): text
    case .array(let values): values.map(text).joined(separator: " ")
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { "\($0.key) \(text($0.value))" }.joined(separator: ", ")
    }
  }

  /// `5`, `0.92`, and `1/93` for a fraction that no decimals end.
  private static func text(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    let text = "\(value)"
    guard text.count > 12, let parts = (2...1_000).first(where: { 1 / Double($0) == value }) else {
      return text
    }
    return "1/\(parts)"
  }
}
