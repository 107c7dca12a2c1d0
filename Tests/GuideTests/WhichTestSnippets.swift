// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

/// The code of Docs/which-test-do-i-want.md, between markers, and what it must give.
@Suite("The guide to the tests") struct WhichTestSnippets {
  @Test("shows what it says of splits") func splits() throws {
    // snippet Docs/which-test-do-i-want.md
    let hubert = [0.928, 0.946, 0.924, 0.906, 0.897]
    let emotion2vec = [0.906, 0.905, 0.879, 0.862, 0.880]
    let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 6, testUnits: 4)

    let selection = plan.selection(scores: .split, pairs: 5)
    print(selection.defaultTest?.description ?? "none")  // corrected resampled t test
    print(selection.advice ?? "")  // with scores speaker by speaker, a sign-flip test ...

    let test = try PairedComparison(hubert, emotion2vec, plan: plan).test()
    print(test.pValue)  // 0.052, where the paired t test has 0.0047
    // end
    #expect(selection.defaultTest?.description == "corrected resampled t test")
    #expect(selection.advice?.hasPrefix("with scores speaker by speaker, a sign-flip test ") == true)
    expect(test.pValue, shows: 0.052)
    expect(try PairedTTest(hubert, emotion2vec).pValue, shows: 0.0047)

    // snippet Docs/which-test-do-i-want.md
    print(test)
    // CorrectedResampledTTest
    //   statistic      2.739
    //   p              0.05195, Student's t, 4 degrees of freedom
    //   95 % interval  -0.0004611 to 0.06806
    // end
  }

  @Test("shows what it says of utterances") func utterances() throws {
    // snippet Docs/which-test-do-i-want.md
    var generator = RandomStream(seed: 1)["example"]
    var speakers: [String] = []
    var (a, b): ([Bool], [Bool]) = ([], [])
    for speaker in 0..<12 {
      let difference = 0.08 + 0.2 * (generator.uniform() - 0.5)
      for _ in 0..<40 {
        speakers.append("speaker \(speaker)")
        a.append(generator.uniform() < 0.75 + difference / 2)
        b.append(generator.uniform() < 0.75 - difference / 2)
      }
    }

    let clustered = try ClusterTTest(ClusteredSample(correct: a, b, clusters: speakers))
    print(clustered.estimate, clustered.confidenceInterval(level: 0.95), clustered.independentUnits)
    print(try EquivalenceTest(of: clustered, margin: 0.02).isEquivalent())  // false

    let naive = try McNemarTest(a, b, groups: speakers)
    print(naive.caveat ?? "")  // the 480 utterances come from 12 groups, such as speakers ...
    // end
    #expect(clustered.independentUnits == 12)
    #expect(try !EquivalenceTest(of: clustered, margin: 0.02).isEquivalent())
    #expect(clustered.confidenceInterval(level: 0.95).contains(0.08))
    #expect(naive.caveat?.hasPrefix("the 480 utterances come from 12 groups, such as speakers") == true)
  }

  @Test("shows what it says of ranks over corpora") func ranks() throws {
    // snippet Docs/which-test-do-i-want.md
    let accuracies = [  // a row a corpus, a column an encoder
      [0.93, 0.90, 0.94, 0.84],
      [0.81, 0.83, 0.84, 0.72],
      [0.71, 0.70, 0.74, 0.66],
      [0.88, 0.84, 0.86, 0.79],
      [0.97, 0.95, 0.98, 0.93],
    ]
    let friedman = try FriedmanTest(accuracies)
    print(friedman.pValue, friedman.pValueSource)  // 0.00033, exact over 331776 arrangements

    let nemenyi = try NemenyiComparison(accuracies)
    print(nemenyi.meanRanks)  // 2.0, 2.8, 1.2, 4.0: 1 is the best
    print(nemenyi.rankIntervals(alpha: 0.05).intervals)  // 1...4, 1...4, 1...3, 2...4
    // end
    expect(friedman.pValue, shows: 0.00033)
    #expect("\(friedman.pValueSource)" == "exact over 331776 arrangements")
    #expect(nemenyi.meanRanks == [2, 2.8, 1.2, 4] && nemenyi.meanRanks == friedman.meanRanks)
    #expect(nemenyi.rankIntervals(alpha: 0.05).intervals == [1...4, 1...4, 1...3, 2...4])
  }

  @Test("shows what it says of a summary over corpora") func summary() throws {
    // snippet Docs/which-test-do-i-want.md
    let summary = try RandomEffectsSummary(
      effects: [0.022, 0.087, 0.012, 0.031, 0.018], standardErrors: [0.020, 0.047, 0.011, 0.014, 0.021])
    print(summary.estimate, summary.confidenceInterval(level: 0.95))  // 0.0211, 0.0030...0.0393
    print(summary.largestWeight)  // 0.44: above one half, `caveat` warns of it
    // end
    expect(summary.estimate, shows: 0.0211)
    let interval = summary.confidenceInterval(level: 0.95)
    expect(interval.lowerBound, shows: 0.0030)
    expect(interval.upperBound, shows: 0.0393)
    expect(summary.largestWeight, shows: 0.44)
    #expect(summary.caveat?.contains("closer together") == true)
  }

  @Test("shows what it says of families") func families() throws {
    // snippet Docs/which-test-do-i-want.md
    let pValues = [0.00035, 0.0011, 0.0007, 0.02, 0.052]
    print(holm(pValues))  // 0.00175, 0.0033, 0.0028, 0.04, 0.052
    print(benjaminiHochberg(pValues))  // 0.00175, 0.00183, 0.00175, 0.025, 0.052
    // end
    for (adjusted, shown) in zip(holm(pValues), [0.00175, 0.0033, 0.0028, 0.04, 0.052]) {
      expect(adjusted, shows: shown)
    }
    for (adjusted, shown) in zip(benjaminiHochberg(pValues), [0.00175, 0.00183, 0.00175, 0.025, 0.052]) {
      expect(adjusted, shows: shown)
    }
  }
}
