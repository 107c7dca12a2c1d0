// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A resampling plan") struct ResamplingPlanTests {
  @Test(
    "counts units, not utterances, for the ratio of test to training",
    arguments: [(14, 10, 10.0 / 14), (6, 4, 4.0 / 6), (9, 1, 1.0 / 9)])
  func ratio(training: Int, test: Int, expected: Double) {
    let plan = ResamplingPlan(
      unit: .speaker, scheme: .repeatedRandom, trainingUnits: training, testUnits: test)
    #expect(plan.testToTrainingRatio == expected)
  }

  @Test("survives being written and read, under names that stay") func coding() throws {
    let plan = ResamplingPlan(unit: .utterance, scheme: .partition, trainingUnits: 9, testUnits: 1)
    #expect(try Fixtures.recoded(plan) == plan)
    let text = #"{"unit":"utterance","scheme":"partition","trainingUnits":9,"testUnits":1}"#
    #expect(try Fixtures.decode(ResamplingPlan.self, text) == plan)
  }

  @Test(
    "keeps the names of all units and schemes, which stand in kept results",
    arguments: [
      ("speaker", "repeatedRandom"), ("utterance", "partition"), ("group", "leaveOneOut"),
      ("speaker", "exhaustive"), ("utterance", "given"),
    ]) func names(unit: String, scheme: String) throws
  {
    let text = #"{"unit":"\#(unit)","scheme":"\#(scheme)","trainingUnits":9,"testUnits":1}"#
    let plan = try Fixtures.decode(ResamplingPlan.self, text)
    #expect(plan.unit.rawValue == unit && plan.scheme.rawValue == scheme)
  }

  @Test(
    "refuses a side without units, or with more than any count can be",
    arguments: [(0, 1), (1, 0), (-1, 2), (Int.max, 1), (1, Int.max), (1, ResamplingPlan.largestCount + 1)])
  func empty(
    training: Int, test: Int
  ) {
    let text =
      #"{"unit":"speaker","scheme":"partition","trainingUnits":\#(training),"testUnits":\#(test)}"#
    #expect(throws: DecodingError.self) { try Fixtures.decode(ResamplingPlan.self, text) }
  }

  @Test("takes a side without units in code for a programmer's error") func precondition() async {
    await #expect(processExitsWith: .failure) {
      _ = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 1, testUnits: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: .max, testUnits: 1)
    }
  }
}
