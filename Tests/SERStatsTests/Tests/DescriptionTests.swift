// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

@Suite("A printed test") struct DescriptionTests {
  private let hubert = [0.761, 0.807, 0.764, 0.839, 0.768]
  private let emotion2vec = [0.707, 0.732, 0.643, 0.689, 0.732]
  private let plan = ResamplingPlan(
    unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)

  @Test("shows statistic, degrees of freedom, p and interval") func student() throws {
    let test = try CorrectedResampledTTest(hubert, emotion2vec, plan: plan)
    #expect(
      test.description == """
        CorrectedResampledTTest
          statistic      1.927
          p              0.1263, Student's t, 4 degrees of freedom
          95 % interval  -0.03844 to 0.2128
        """)
    #expect(test.smallestAttainablePInWords == nil)
  }

  @Test("shows the smallest p that it could have given, and an interval without ends") func limit() throws {
    let test = try SignFlipTest(hubert, emotion2vec)
    #expect(test.smallestAttainablePInWords == "no p-value below 0.0625 on data of this size")
    #expect(
      test.description == """
        SignFlipTest
          statistic      0.0872
          p              0.0625, exact over 32 arrangements; no p-value below 0.0625 on data of this size
          95 % interval  all numbers: none is rejected
        """)
  }

  @Test("shows its caveat, through any protocol that it has") func caveat() throws {
    let test = try PairedTTest(hubert, emotion2vec, plan: plan)
    let caveat = try #require(test.caveat)
    #expect(test.description.hasSuffix("\n  caveat         \(caveat)"))
    let tests: [any HypothesisTest] = [test]
    #expect("\(tests[0])" == test.description)
    let pairs: any PairedTest = test
    #expect(pairs.description == test.description)
  }

  @Test("shows no interval where it has none") func ranks() throws {
    let test = try FriedmanTest([[1, 2, 3], [1, 2, 3], [1, 3, 2]])
    #expect(
      test.description == """
        FriedmanTest
          statistic      4.667
          p              0.1944, exact over 36 arrangements; no p-value below 0.02778 on data of this size
        """)
  }
}
