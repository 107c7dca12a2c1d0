// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A confusion matrix") struct ConfusionMatrixTests {
  /// Sums of up to eight fractions in another order.
  static let tolerance = 1e-14

  struct Reference: Decodable, Sendable {
    let classes: Int, truth: [Int], predicted: [Int], counts: [Int]
    let accuracy: Double, balancedAccuracy: Double, macroF1: Double, weightedF1: Double
  }

  static func scores(_ m: ConfusionMatrix) -> [Double] {
    [m.accuracy, m.unweightedAverageRecall, m.macroF1, m.weightedF1, m.majorityRate]
  }

  static func close(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
  }

  static func example(seed: UInt64, classes: Int = 5, n: Int = 60) -> (truth: [Int], predicted: [Int]) {
    var generator = SplitMix64(state: seed)
    return (
      (0..<n).map { _ in Int.random(in: 0..<classes, using: &generator) },
      (0..<n).map { _ in Int.random(in: 0..<classes, using: &generator) }
    )
  }

  @Test(
    "does not change its scores with the order of utterances or the numbers of classes",
    arguments: 0..<20 as Range<UInt64>)
  func invariance(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let (truth, predicted) = Self.example(seed: seed)
    let matrix = try ConfusionMatrix(truth: truth, predicted: predicted, classes: 5)
    let order = truth.indices.shuffled(using: &generator)
    let reordered = try ConfusionMatrix(
      truth: order.map { truth[$0] }, predicted: order.map { predicted[$0] }, classes: 5)
    #expect(reordered == matrix)
    let names = (0..<5).shuffled(using: &generator)
    let renamed = try ConfusionMatrix(
      truth: truth.map { names[$0] }, predicted: predicted.map { names[$0] }, classes: 5)
    #expect(Self.close(Self.scores(renamed), Self.scores(matrix)))
    let twice = try ConfusionMatrix(truth: truth + truth, predicted: predicted + predicted, classes: 5)
    #expect(Self.close(Self.scores(twice), Self.scores(matrix)))
  }

  @Test("weighs recalls by support to the accuracy", arguments: 0..<20 as Range<UInt64>)
  func supportWeighted(seed: UInt64) throws {
    let (truth, predicted) = Self.example(seed: seed)
    let matrix = try ConfusionMatrix(truth: truth, predicted: predicted, classes: 5)
    let weighted = matrix.recalls.enumerated().reduce(0.0) { sum, entry in
      sum + (entry.element ?? 0) * Double(truth.count { $0 == entry.offset }) / Double(truth.count)
    }
    #expect(abs(weighted - matrix.accuracy) <= Self.tolerance)
  }

  @Test("gives equal accuracy and recall where classes are equally frequent") func balanced() throws {
    let truth = (0..<60).map { $0 % 4 }
    let matrix = try ConfusionMatrix(
      truth: truth, predicted: Self.example(seed: 1, classes: 4).predicted, classes: 4)
    #expect(abs(matrix.accuracy - matrix.unweightedAverageRecall) <= Self.tolerance)
  }

  @Test("scores 1 where all is right and 0 where all is wrong") func extremes() throws {
    let truth = [0, 1, 2, 2, 1]
    let right = try ConfusionMatrix(truth: truth, predicted: truth, classes: 4)
    #expect(Self.scores(right) == [1, 1, 1, 1, 0.4])
    let wrong = try ConfusionMatrix(truth: truth, predicted: truth.map { ($0 + 1) % 3 }, classes: 4)
    #expect(Self.scores(wrong) == [0, 0, 0, 0, 0.4])
  }

  /// Class 2 is never predicted; class 3 is predicted but never true: F1 averages over four classes, recall
  /// over three.
  @Test("scores the worked example of absent classes") func worked() throws {
    let matrix = try ConfusionMatrix(truth: [0, 0, 0, 1, 1, 2], predicted: [0, 0, 1, 1, 1, 3], classes: 4)
    #expect(matrix.counts == [2, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(matrix[truth: 2, predicted: 3] == 1 && matrix.total == 6)
    #expect(matrix.recalls == [2.0 / 3, 1, 0, nil])
    #expect(matrix.f1Scores == [0.8, 0.8, 0, 0])
    let expected = [2.0 / 3, 5.0 / 9, 0.4, 2.0 / 3, 0.5]
    #expect(Self.close(Self.scores(matrix), expected), "\(Self.scores(matrix))")
  }

  @Test("is not changed by a class that does not occur") func unused() throws {
    let (truth, predicted) = Self.example(seed: 4)
    let five = try ConfusionMatrix(truth: truth, predicted: predicted, classes: 5)
    let nine = try ConfusionMatrix(truth: truth, predicted: predicted, classes: 9)
    #expect(Self.scores(nine) == Self.scores(five))
    #expect(nine.recalls[8] == nil && nine.f1Scores[8] == nil)
  }

  @Test("agrees with scikit-learn") func parity() throws {
    let references: [Reference] = try Fixtures.json("metrics.json")
    #expect(references.count == 24)
    for reference in references {
      let matrix = try ConfusionMatrix(
        truth: reference.truth, predicted: reference.predicted, classes: reference.classes)
      #expect(matrix.counts == reference.counts)
      let expected = [
        reference.accuracy, reference.balancedAccuracy, reference.macroF1, reference.weightedF1,
        matrix.majorityRate,
      ]
      #expect(Self.close(Self.scores(matrix), expected), "\(Self.scores(matrix)) \(expected)")
    }
  }

  @Test("of every group adds up to that of all") func groups() throws {
    let (truth, predicted) = Self.example(seed: 9)
    let groups = truth.indices.map { ["b", "a", "é", "Z", "e\u{301}x"][$0 % 5] }
    let parts = try ConfusionMatrix.byGroup(groups, truth: truth, predicted: predicted, classes: 5)
    #expect(parts.map(\.group) == ["Z", "a", "b", "e\u{301}x", "é"])  // by code point, as everywhere
    let whole = try ConfusionMatrix(truth: truth, predicted: predicted, classes: 5)
    let sums = whole.counts.indices.map { cell in parts.reduce(0) { $0 + $1.matrix.counts[cell] } }
    #expect(sums == whole.counts)
    let rows = groups.indices.filter { groups[$0] == "Z" }
    let alone = try ConfusionMatrix(
      truth: rows.map { truth[$0] }, predicted: rows.map { predicted[$0] }, classes: 5)
    #expect(parts[0].matrix == alone)
  }

  @Test("of nothing is refused") func nothing() {
    let error = #expect(throws: MetricError.noPredictions) {
      try ConfusionMatrix(truth: [], predicted: [], classes: 4)
    }
    #expect(
      error?.description
        == "no utterance to score: a score on no rows is undefined; check the test side of the split")
    #expect(throws: MetricError.noPredictions) {
      _ = try ConfusionMatrix.byGroup([], truth: [], predicted: [], classes: 4)
    }
  }

  @Test("survives being written and read") func coding() throws {
    let (truth, predicted) = Self.example(seed: 2)
    let matrix = try ConfusionMatrix(truth: truth, predicted: predicted, classes: 5)
    #expect(try Fixtures.recoded(matrix) == matrix)
  }

  @Test(
    "refuses counts that cannot be",
    arguments: [
      #"{"classes":2,"counts":[1,2,3]}"#, #"{"classes":-1,"counts":[1]}"#, #"{"classes":0,"counts":[]}"#,
      #"{"classes":2,"counts":[1,0,-1,0]}"#, #"{"classes":2,"counts":[0,0,0,0]}"#,
      #"{"classes":4294967296,"counts":[]}"#, #"{"classes":2}"#,
    ])
  func lies(text: String) {
    #expect(throws: DecodingError.self) { try Fixtures.decode(ConfusionMatrix.self, text) }
  }

  @Test("takes unequal counts and unknown classes for a programmer's error") func preconditions() async {
    await #expect(processExitsWith: .failure) {
      _ = try ConfusionMatrix(truth: [0], predicted: [0, 1], classes: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = try ConfusionMatrix(truth: [0], predicted: [2], classes: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = try ConfusionMatrix(truth: [-1], predicted: [0], classes: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = try ConfusionMatrix.byGroup(["a"], truth: [0], predicted: [0, 1], classes: 2)
    }
  }
}
