// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How two factors lie in each other: nested, crossed or in between; in words as its `description`.
///
/// ```swift
/// print(try FactorNesting(.init("speaker", speakers), .init("corpus", corpora)))
/// // speaker is nested in corpus: each of the 93 speakers occurs in one corpus
/// ```
///
/// A factor that is nested in another cannot be told from it by looking at the first alone; effects of
/// crossed ones can be estimated side by side.
public struct FactorNesting: Hashable, Sendable {
  /// A named column of labels.
  public struct Factor: Hashable, Sendable {
    /// The name, singular: "corpus".
    public let name: String
    /// The name, plural: "corpora".
    public let plural: String
    /// One label an observation.
    public let labels: [String]

    /// A factor; its plural is the name with an s unless given.
    public init(_ name: String, plural: String? = nil, _ labels: [String]) {
      self.name = name
      self.plural = plural ?? name + "s"
      self.labels = labels
    }
  }

  /// The kinds of relation.
  public enum Relation: Hashable, Sendable {
    /// Each value of either factor occurs with one of the other: two names for one thing.
    case same
    /// Each value of the first occurs with one of the second.
    case firstInSecond
    /// Each value of the second occurs with one of the first.
    case secondInFirst
    /// Each value of the first occurs with each of the second.
    case crossed
    /// None of these.
    case partlyCrossed
  }

  /// How they lie in each other.
  public let relation: Relation
  /// The numbers of values of the first and the second factor.
  public let levels: [Int]
  /// How many combinations of values occur.
  public let combinations: Int
  /// How many values of the first occur with more than one of the second, and the reverse.
  public let shared: [Int]

  private let names: [String]
  private let plurals: [String]

  /// The relation of two factors.
  ///
  /// - Throws: ``StatisticsError`` for unequal counts, no labels, or a factor of one value, in which anything
  ///   is nested.
  /// - Complexity: O(*n* log *n*), however many values there are.
  public init(_ first: Factor, _ second: Factor) throws(StatisticsError) {
    let table = try ContingencyTable(first.labels, second.labels)
    for (levels, factor) in [(table.rowTotals.count, first), (table.columnTotals.count, second)]
    where levels < 2 {
      throw .constant(what: "the factor '\(factor.name)'")
    }
    var partnersOfRow = [Int](repeating: 0, count: table.rowTotals.count)
    var partnersOfColumn = [Int](repeating: 0, count: table.columnTotals.count)
    for cell in table.cells {
      partnersOfRow[cell.row] += 1
      partnersOfColumn[cell.column] += 1
    }
    let shared = [partnersOfRow.count { $0 > 1 }, partnersOfColumn.count { $0 > 1 }]
    let (rows, columns) = (partnersOfRow.count, partnersOfColumn.count)
    levels = [rows, columns]
    combinations = table.cells.count
    self.shared = shared
    names = [first.name, second.name]
    plurals = [first.plural, second.plural]
    relation =
      switch (shared[0], shared[1]) {
      case (0, 0): .same
      case (0, _): .firstInSecond
      case (_, 0): .secondInFirst
      default: combinations == rows * columns ? .crossed : .partlyCrossed
      }
  }
}

extension FactorNesting: CustomStringConvertible {
  /// A sentence with the numbers that it rests on.
  public var description: String {
    switch relation {
    case .same:
      "\(names[0]) and \(names[1]) are the same factor: each of the \(levels[0]) \(plurals[0]) occurs with one "
        + "\(names[1]), and no two with the same"
    case .firstInSecond: nested(0, in: 1)
    case .secondInFirst: nested(1, in: 0)
    case .crossed:
      "\(names[0]) and \(names[1]) are crossed: each of the \(levels[0]) \(plurals[0]) occurs with each of the "
        + "\(levels[1]) \(plurals[1])"
    case .partlyCrossed:
      "\(names[0]) and \(names[1]) are partly crossed: \(combinations) of \(levels[0] * levels[1]) combinations occur; "
        + "\(shared[0]) of the \(levels[0]) \(plurals[0]) occur with more than one \(names[1]), "
        + "\(shared[1]) of the \(levels[1]) \(plurals[1]) with more than one \(names[0])"
    }
  }

  private func nested(_ inner: Int, in outer: Int) -> String {
    "\(names[inner]) is nested in \(names[outer]): each of the \(levels[inner]) \(plurals[inner]) occurs in one "
      + names[outer]
  }
}
