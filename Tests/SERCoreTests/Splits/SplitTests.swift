// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import Testing

@Suite("Any split") struct SplitTests {
  struct GivenSplit: Split {
    var training: [Int]
    var test: [Int]
    var plan = ResamplingPlan(unit: .utterance, scheme: .repeatedRandom, trainingUnits: 1, testUnits: 1)
  }

  @Test("with every class on both sides is taken") func taken() throws {
    let split = GivenSplit(training: [0, 1, 4], test: [2, 3])
    try split.requireEveryClass(labels: [0, 1, 1, 0, 0], classes: ["angry", "sad"])
  }

  @Test(
    "names the first class that a side lacks, and the side",
    arguments: [
      ([0, 1], [2, 3], "sad", Side.training), ([0, 1, 2], [3], "happy", .test),
      ([2, 3], [0, 1], "happy", .training),
      ([], [0, 1, 2, 3], "angry", .training), ([0, 1, 2, 3], [], "angry", .test),
    ])
  func missing(training: [Int], test: [Int], label: String, side: Side) {
    let split = GivenSplit(training: training, test: test)
    #expect(throws: SplitError.missingClass(label: label, side: side)) {
      try split.requireEveryClass(labels: [0, 1, 2, 0], classes: ["angry", "happy", "sad"])
    }
  }

  @Test("says what to do where a class is missing") func sentences() {
    #expect(
      SplitError.missingClass(label: "sad", side: .training).description
        == "no training utterance of class 'sad' in this split; use another seed, pool corpora, or a taxonomy "
        + "without that class")
    #expect(
      SplitError.missingClass(label: "sad", side: .test).description.hasPrefix(
        "no test utterance of class 'sad'"))
  }
}
