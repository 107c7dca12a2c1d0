// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// One split of a series: what every way of cross-validating here gives, and what a file of splits is read
/// into.
///
/// ```swift
/// for fold in try GroupKFold(count: 5).folds(groups: features.speakers) {
///   let probe = try trainer.fit(
///     features.states, labels: features.labels, classes: 4, rows: fold.training, generator: generator)
///   let predicted = try probe.predictions(for: features.states.selecting(fold.test))
/// }
/// ```
///
/// - Invariant: ``training``, ``validation`` and ``test`` are ascending and pairwise disjoint.
public struct Fold: Split, Hashable, Sendable {
  /// What the series calls it: folds are counted from "0", as scikit-learn and the paper do.
  public let name: String
  /// Row numbers of the training side, ascending.
  public let training: [Int]
  /// Row numbers to choose or stop a training run by, ascending; empty where nobody set some aside.
  ///
  /// Only splits from files have them. They are never part of ``training`` and never of ``test``.
  public let validation: [Int]
  /// Row numbers of the test side, ascending.
  public let test: [Int]
  /// What was resampled, and how the series overlaps.
  public let plan: ResamplingPlan

  /// A split of your own.
  ///
  /// - Precondition: Every side is ascending without repetition, and no row is on two sides.
  public init(name: String, training: [Int], validation: [Int] = [], test: [Int], plan: ResamplingPlan) {
    if let fault = Self.fault(in: [training, validation, test]) { preconditionFailure("Fold: \(fault)") }
    self.name = name
    self.training = training
    self.validation = validation
    self.test = test
    self.plan = plan
  }

  /// What breaks the invariant, if anything does.
  private static func fault(in sides: [[Int]]) -> String? {
    for rows in sides {
      for (a, b) in zip(rows, rows.dropFirst()) where a >= b {
        return "row \(b) follows row \(a); rows must ascend"
      }
    }
    var seen: Set<Int> = []
    for row in sides.joined() where !seen.insert(row).inserted { return "row \(row) is on two sides" }
    return nil
  }
}

extension Fold: Codable {
  private enum CodingKeys: String, CodingKey { case name, training, validation, test, plan }

  /// Reads a fold; sides that are not ascending and disjoint are a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    training = try container.decode([Int].self, forKey: .training)
    validation = try container.decode([Int].self, forKey: .validation)
    test = try container.decode([Int].self, forKey: .test)
    plan = try container.decode(ResamplingPlan.self, forKey: .plan)
    if let fault = Self.fault(in: [training, validation, test]) {
      throw DecodingError.dataCorruptedError(forKey: .training, in: container, debugDescription: fault)
    }
  }
}

extension Fold {
  /// Folds whose test sides are disjoint and together all rows.
  ///
  /// - Parameters:
  ///   - foldOfRow: The fold that tests each row.
  ///   - names: One name a fold.
  ///   - unitOfRow: The unit of each row, numbered without gaps; a unit lies within one fold.
  static func partition(
    _ foldOfRow: [Int], names: [String], unitOfRow: [Int], unit: ResamplingPlan.Unit,
    scheme: ResamplingPlan.Scheme = .partition
  ) throws(SplitError) -> [Fold] {
    var foldOfUnit = [Int](repeating: 0, count: (unitOfRow.max() ?? -1) + 1)
    var tests = [[Int]](repeating: [], count: names.count)
    for (row, fold) in foldOfRow.enumerated() {
      foldOfUnit[unitOfRow[row]] = fold
      tests[fold].append(row)
    }
    var units = [Int](repeating: 0, count: names.count)
    for fold in foldOfUnit { units[fold] += 1 }

    var folds: [Fold] = []
    for (number, name) in names.enumerated() {
      guard units[number] > 0 else { throw .emptyFold(number, folds: names.count) }
      folds.append(
        Fold(
          name: name, training: foldOfRow.indices.filter { foldOfRow[$0] != number }, test: tests[number],
          plan: ResamplingPlan(
            unit: unit, scheme: scheme, trainingUnits: foldOfUnit.count - units[number],
            testUnits: units[number])))
    }
    return folds
  }

  /// "0", "1", …: the names of folds that have no better one.
  static func names(_ count: Int) -> [String] { (0..<count).map(String.init) }

  /// Refuses what scikit-learn refuses first: fewer than two folds, or fewer rows than folds.
  static func check(count: Int, rows: Int) throws(SplitError) {
    guard count >= 2 else { throw .tooFewFolds(found: count) }
    guard count <= rows else { throw .tooFewUtterances(found: rows, folds: count) }
  }
}
