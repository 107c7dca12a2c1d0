// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Patterns of several groups under the same conditions, such as utterances of several languages that express
/// the same emotions: what geometries are made of, and what is shuffled to test them.
///
/// - Invariant: Every group has every condition.
public struct GroupedPatterns: Sendable {
  /// The number of groups.
  public let groups: Int
  /// The number of conditions.
  public let conditions: Int
  /// The number of values of a pattern.
  public var dimension: Int { patterns[0].columns }
  /// The patterns of each group in the order of the input, shape `[n, d]` each.
  let patterns: [Matrix<Float>]
  /// The condition of each pattern of each group.
  let labels: [[UInt8]]
  /// The row of the input that each pattern of each group was.
  let rows: [[Int]]

  /// The most conditions.
  public static let mostConditions = 128

  /// Sorts patterns by group.
  ///
  /// - Parameters:
  ///   - patterns: One pattern a row, shape `[n, d]`.
  ///   - groups: The group of each, `0..<g` with none missing.
  ///   - conditions: The condition of each, `0..<k`.
  /// - Throws: ``StatisticsError`` for sizes that do not fit, fewer than two conditions or more than
  ///   ``mostConditions``, a group without some condition, or a value that is not finite.
  /// - Complexity: O(*n*·*d*); the patterns are copied once.
  public init(
    _ patterns: Matrix<Float>, groups: [Int], conditions: [Int]
  ) throws(StatisticsError) {
    for (what, found) in [("groups", groups.count), ("conditions", conditions.count)]
    where found != patterns.rows {
      throw .unequalSizes(what: "\(what) of patterns", found: found, expected: patterns.rows)
    }
    guard patterns.columns > 0 else { throw .tooFewUnits(kind: "dimensions", found: 0, needed: 1) }
    for (what, values, most) in [
      ("a group", groups, max(0, patterns.rows - 1)), ("a condition", conditions, Self.mostConditions - 1),
    ] {
      if let bad = values.first(where: { $0 < 0 || $0 > most }) {
        throw .outOfRange(what: what, value: Double(bad), allowed: "in 0...\(most)")
      }
    }
    let groupCount = (groups.max() ?? -1) + 1
    let conditionCount = (conditions.max() ?? -1) + 1
    guard groupCount >= 1 else { throw .tooFewUnits(kind: "groups", found: 0, needed: 1) }
    guard conditionCount >= 2 else {
      throw .tooFewUnits(kind: "conditions", found: conditionCount, needed: 2)
    }
    if let index = patterns.elements.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    var rows = [[Int]](repeating: [], count: groupCount)
    for row in groups.indices { rows[groups[row]].append(row) }
    for (group, own) in rows.enumerated() {
      let present = Set(own.map { conditions[$0] })
      if let missing = (0..<conditionCount).first(where: { !present.contains($0) }) {
        throw .tooFewUnits(kind: "patterns of condition \(missing) in group \(group)", found: 0, needed: 1)
      }
    }
    self.groups = groupCount
    self.conditions = conditionCount
    self.rows = rows
    labels = rows.map { own in own.map { UInt8(conditions[$0]) } }
    self.patterns = rows.map { own in
      var elements: [Float] = []
      elements.reserveCapacity(own.count * patterns.columns)
      for row in own { elements += patterns.row(row) }
      return Matrix(rows: own.count, columns: patterns.columns, elements: elements)
    }
  }

  /// How many patterns of a group have each condition, shape `[k]`.
  ///
  /// - Precondition: The group is in `0..<groups`.
  public func counts(group: Int) -> [Int] {
    labels[group].reduce(into: [Int](repeating: 0, count: conditions)) { $0[Int($1)] += 1 }
  }

  /// The mean pattern of each condition of a group, shape `[k, d]`: sums in Double.
  ///
  /// - Precondition: The group is in `0..<groups`.
  /// - Complexity: O(*n*·*d*).
  public func centroids(group: Int) -> Matrix<Double> {
    var means = Matrix<Double>(rows: conditions, columns: dimension)
    let (elements, columns) = (patterns[group].elements, dimension)
    var sums = [Double](repeating: 0, count: conditions * columns)
    for (row, label) in labels[group].enumerated() {
      let (from, to) = (row * columns, Int(label) * columns)
      for column in 0..<columns { sums[to + column] += Double(elements[from + column]) }
    }
    let counts = counts(group: group)
    for index in sums.indices { sums[index] /= Double(counts[index / columns]) }
    means.elements = sums
    return means
  }

  /// The geometry of each group: the dissimilarities of its condition means.
  ///
  /// - Throws: What ``DissimilarityMatrix/init(of:by:)`` throws.
  public func geometries(by measure: DissimilarityMeasure) throws(StatisticsError) -> [DissimilarityMatrix] {
    var geometries: [DissimilarityMatrix] = []
    for group in 0..<groups {
      geometries.append(try DissimilarityMatrix(of: centroids(group: group), by: measure))
    }
    return geometries
  }
}
