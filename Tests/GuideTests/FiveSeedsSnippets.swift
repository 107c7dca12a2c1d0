// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

/// The code of Docs/what-five-seeds-can-show.md, between markers, and what it must give.
@Suite("The guide to five seeds") struct FiveSeedsSnippets {
  @Test("shows what it says") func runs() throws {
    // snippet Docs/what-five-seeds-can-show.md
    let hubert = [0.761, 0.807, 0.764, 0.839, 0.768]
    let emotion2vec = [0.707, 0.732, 0.643, 0.689, 0.732]
    let plan = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)
    let comparison = try PairedComparison(hubert, emotion2vec, plan: plan)
    // end

    // snippet Docs/what-five-seeds-can-show.md
    let test = try comparison.test()
    print(test.estimate)  // 0.0872
    print(test.pValue)  // 0.126
    print(test.confidenceInterval(level: 0.95))  // -0.038 ... 0.213
    print(test.independentUnits)  // 24 speakers, not 5
    // end
    expect(test.estimate, shows: 0.0872)
    expect(test.pValue, shows: 0.126)
    expect(test.confidenceInterval(level: 0.95).lowerBound, shows: -0.038)
    expect(test.confidenceInterval(level: 0.95).upperBound, shows: 0.213)
    #expect(test.independentUnits == 24)

    do {
      var refusal = ""
      func print(_ said: Any) { refusal = "\(said)" }
      // snippet Docs/what-five-seeds-can-show.md
      do {
        _ = try comparison.test(.pairedT)
      } catch {
        // ... each draws 10 of the same 24 speakers ... use the corrected resampled t test
        print(error)
      }
      // end
      for part in [
        "the splits overlap: each draws 10 of the same 24 speakers", "use the corrected resampled t test",
      ] {
        #expect(refusal.contains(part))
      }
    }

    // snippet Docs/what-five-seeds-can-show.md
    let signFlip = try SignFlipTest(hubert, emotion2vec)
    print(signFlip.pValue)  // 0.0625
    print(signFlip.smallestAttainableP)  // 0.0625: no five differences give less
    // end
    #expect(signFlip.pValue == 0.0625 && signFlip.smallestAttainableP == 0.0625)

    // snippet Docs/what-five-seeds-can-show.md
    let planned = try PlannedComparison(splits: 5, standardDeviation: 0.047, plan: plan)
    print(planned.minimumDetectableEffect())  // 0.169
    print(try planned.countNeeded(forEffect: 0.05) as Any)  // nil
    // end
    expect(planned.minimumDetectableEffect(), shows: 0.169)
    #expect(try planned.countNeeded(forEffect: 0.05) == nil)

    // snippet Docs/what-five-seeds-can-show.md
    let wavlm = [0.789, 0.757, 0.761, 0.818, 0.768]
    let tie = try PairedComparison(hubert, wavlm, plan: plan).equivalence(margin: 0.02)
    print(tie.estimate)  // 0.0092
    print(tie.pValue)  // 0.357: not shown to be within 2 points
    // end
    expect(tie.estimate, shows: 0.0092)
    expect(tie.pValue, shows: 0.357)
  }
}
