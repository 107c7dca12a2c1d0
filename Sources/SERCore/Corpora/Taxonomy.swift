// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A set of classes, and which native labels of a corpus belong to which.
///
/// A label that the taxonomy does not know is an error; one that it knows but leaves out is counted.
public struct Taxonomy: Hashable, Codable, Sendable {
  /// What the taxonomy is called.
  public let name: String
  /// The classes, in the order of their numbers.
  public let classes: [String]
  /// Native label to class.
  public let members: [String: String]
  /// Native labels that are known and left out, in code-point order.
  public let excluded: [String]

  /// A taxonomy.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - classes: The classes in the order of their numbers.
  ///   - members: Native label to class; each class stands for itself where it is not listed.
  ///   - excluded: Native labels to leave out.
  /// - Precondition: classes are distinct, members lead to classes, and no label is both member and excluded.
  public init(name: String, classes: [String], members: [String: String] = [:], excluded: [String] = []) {
    precondition(Set(classes).count == classes.count, "Taxonomy \(name): a class twice among \(classes)")
    precondition(
      members.values.allSatisfy(classes.contains), "Taxonomy \(name): a member of none of \(classes)")
    var all = members
    for label in classes where all[label] == nil { all[label] = label }
    precondition(!excluded.contains { all[$0] != nil }, "Taxonomy \(name): a label both member and excluded")
    self.name = name
    self.classes = classes
    self.members = all
    self.excluded = excluded.sortedByCodePoint()
  }

  /// The number of the class that a native label belongs to, `nil` if it is left out.
  ///
  /// - Throws: ``TaxonomyError/unknownLabel(_:taxonomy:known:)``.
  public func classNumber(of label: String) throws(TaxonomyError) -> Int? {
    if let name = members[label] { return classes.firstIndex(of: name) }
    if excluded.contains(label) { return nil }
    throw .unknownLabel(label, taxonomy: name, known: (Array(members.keys) + excluded).sortedByCodePoint())
  }
}

extension Taxonomy {
  private enum CodingKeys: String, CodingKey { case name, classes, members, excluded }

  /// Reads a taxonomy; one that `init` would not take is a `DecodingError`. `members` and `excluded` may be
  /// missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .name)
    let classes = try container.decode([String].self, forKey: .classes)
    let members = try container.decodeIfPresent([String: String].self, forKey: .members) ?? [:]
    let excluded = try container.decodeIfPresent([String].self, forKey: .excluded) ?? []
    func refuse(_ key: CodingKeys, unless holds: Bool, _ reason: String) throws {
      guard holds else {
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: reason)
      }
    }
    try refuse(.classes, unless: Set(classes).count == classes.count, "a class twice among \(classes)")
    try refuse(
      .members, unless: members.values.allSatisfy(classes.contains), "a member of none of \(classes)")
    let known = Set(classes).union(members.keys)
    try refuse(.excluded, unless: known.isDisjoint(with: excluded), "a label both member and excluded")
    self.init(name: name, classes: classes, members: members, excluded: excluded)
  }
}

/// Why a label cannot be mapped.
public enum TaxonomyError: Error, Hashable, Sendable {
  /// The taxonomy does not say what this label is.
  case unknownLabel(String, taxonomy: String, known: [String])
}

extension TaxonomyError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .unknownLabel(let label, let taxonomy, let known):
      "emotion '\(label)' is unknown to the taxonomy '\(taxonomy)', which knows \(known.joined(separator: ", "))"
        + NearNames.sentence(for: label, among: known)
    }
  }
}
