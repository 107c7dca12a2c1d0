// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERProbing
import TestSupport
import Testing

@Suite("A threshold tree") struct ThresholdTreeTests {
  struct Case: Decodable, Sendable {
    var values: [Double]
    var labels: [Int]
    var classes: Int
    var leaves: Int
    var impurity: Double
    var trainingAccuracy: Double
    var leafCount: Int
  }
  struct Recorded: Decodable { var cases: [Case] }

  @Test("grows as pure as scikit-learn's, with as many leaves") func parity() throws {
    let cases = try Fixtures.json(Recorded.self, "threshold-tree.json").cases
    #expect(cases.count == 24)
    for recorded in cases {
      let tree = ThresholdTree(
        fitting: recorded.values, labels: recorded.labels, classes: recorded.classes,
        mostLeaves: recorded.leaves)
      #expect(tree.predictions.count == recorded.leafCount)
      #expect(abs(impurity(tree, recorded) - recorded.impurity) < 1e-9)
      let right = zip(recorded.values, recorded.labels).filter { tree.prediction(for: $0) == $1 }.count
      #expect(abs(Double(right) / Double(recorded.values.count) - recorded.trainingAccuracy) < 1e-12)
    }
  }

  private func impurity(_ tree: ThresholdTree, _ recorded: Case) -> Double {
    let leafOfRow = recorded.values.map { value in
      tree.thresholds.firstIndex { value <= $0 } ?? tree.thresholds.count
    }
    return tree.predictions.indices.reduce(0) { sum, leaf in
      let labels = recorded.labels.indices.filter { leafOfRow[$0] == leaf }.map { recorded.labels[$0] }
      let squares = (0..<recorded.classes).reduce(0) { total, k in
        let count = labels.filter { $0 == k }.count
        return total + count * count
      }
      return sum + Double(labels.count) - Double(squares) / Double(labels.count)
    }
  }

  @Test("with one leaf, predicts the most frequent class, the lowest among equals") func oneLeaf() {
    let tree = ThresholdTree(fitting: [1, 2, 3, 4], labels: [2, 1, 1, 2], classes: 3, mostLeaves: 1)
    #expect(tree.thresholds.isEmpty)
    #expect(tree.prediction(for: 9) == 1)
  }

  @Test("cannot divide equal values") func ties() {
    let tree = ThresholdTree(fitting: [1, 1, 1, 1], labels: [0, 1, 0, 1], classes: 2, mostLeaves: 4)
    #expect(tree.predictions == [0])
  }

  @Test("sends a value on a threshold to the left") func threshold() {
    let tree = ThresholdTree(fitting: [1, 2], labels: [0, 1], classes: 2, mostLeaves: 2)
    #expect(tree.thresholds == [1.5])
    #expect(tree.prediction(for: 1.5) == 0)
    #expect(tree.prediction(for: 1.500001) == 1)
  }
}
