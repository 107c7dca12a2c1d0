// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

/// Folds of scikit-learn 1.9.1: `make_folds.py`.
enum FoldFixtures {
  struct File: Decodable, Sendable {
    let names: [String]
    let cases: [Case]
    let leftOut: [LeftOut]
  }

  struct Case: Decodable, Sendable {
    struct Outcome: Decodable, Sendable {
      let state: UInt32?
      let plain: String
      let stratified: String
      let grouped: String
      let stratifiedGrouped: String

      var shuffling: Shuffling { state.map { .randomState($0) } ?? .off }
    }
    private let labels: String
    private let groups: String
    let count: Int
    let outcomes: [Outcome]

    var rows: Int { labels.count }
    var labelNames: [String] { FoldFixtures.named(labels) }
    var groupNames: [String] { FoldFixtures.named(groups) }
  }

  struct LeftOut: Decodable, Sendable {
    private let groups: String
    let speakers: Int
    let tested: Int
    let one: [String]
    let several: [String]

    var groupNames: [String] { FoldFixtures.named(groups) }
  }

  static let file: File = {
    do { return try Fixtures.json("folds.json") } catch { preconditionFailure("\(error)") }
  }()

  private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

  private static func named(_ text: String) -> [String] {
    text.map { file.names[digits.firstIndex(of: $0)!] }
  }

  /// What the file would say: a digit an utterance, or the reason why there are no folds.
  static func outcome(_ rows: Int, _ make: () throws(SplitError) -> [Fold]) -> String {
    do {
      let folds = try make()
      var text = [Character](repeating: "?", count: rows)
      for (number, fold) in folds.enumerated() {
        for row in fold.test { text[row] = digits[number] }
      }
      return String(text)
    } catch {
      switch error {
      case .tooFewUtterances: return "utterances"
      case .classesTooSmall: return "classes"
      case .tooFewGroups: return "groups"
      case .emptyFold: return "empty"
      default: return "\(error)"
      }
    }
  }
}

/// Holds a series to what every partition promises.
func expectPartition(
  _ folds: [Fold], rows: Int, units: [String]? = nil, unit: ResamplingPlan.Unit,
  scheme: ResamplingPlan.Scheme = .partition, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(folds.flatMap(\.test).sorted() == Array(0..<rows), sourceLocation: sourceLocation)
  for fold in folds {
    #expect(
      fold.training == (0..<rows).filter { !fold.test.contains($0) }, sourceLocation: sourceLocation)
    #expect(fold.test == fold.test.sorted() && !fold.test.isEmpty, sourceLocation: sourceLocation)
    #expect(fold.validation.isEmpty, sourceLocation: sourceLocation)
    let counted = [fold.training, fold.test].map { side in
      units.map { units in Set(side.map { units[$0] }).count } ?? side.count
    }
    let plan = ResamplingPlan(
      unit: unit, scheme: scheme, trainingUnits: counted[0], testUnits: counted[1])
    #expect(fold.plan == plan, sourceLocation: sourceLocation)
    if let units {
      let (training, test) = (Set(fold.training.map { units[$0] }), Set(fold.test.map { units[$0] }))
      #expect(training.isDisjoint(with: test), sourceLocation: sourceLocation)
    }
  }
}

/// The worked examples of 14 labels and 21 grouped utterances, from scikit-learn 1.9.1.
enum WorkedExample {
  static let labels = ["b", "b", "a", "c", "a", "b", "c", "a", "b", "b", "a", "c", "a", "b"]
  static let groups = [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 6, 6].map { "\($0)" }
  static let classes = [0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 2, 2, 0, 1, 2, 2, 1]

  static func testGroups(_ folds: [Fold]) -> [[Int]] {
    folds.map { fold in Set(fold.test.map { Int(groups[$0])! }).sorted() }
  }
}
