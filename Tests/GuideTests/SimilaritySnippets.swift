// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

/// The code of Docs/representational-similarity.md, between markers, and what it must give.
@Suite("The guide to representational similarity") struct SimilaritySnippets {
  @Test("shows what it says") func runs() throws {
    // snippet Docs/representational-similarity.md
    let planted: [[Double]] = [[4, 1], [3, 3], [-3, -1], [-4, 1]]  // angry, happy, neutral, sad
    var generator = RandomStream(seed: 3)["example"]
    var values: [Float] = []
    var (languages, emotions, speakers): ([Int], [Int], [String]) = ([], [], [])
    for language in 0..<4 {
      for speaker in 0..<20 {
        for emotion in 0..<4 {
          for d in 0..<6 {
            let mean = (d < 2 ? planted[emotion][d] : 0) + Double(language)
            values.append(Float(mean + 2 * generator.standardNormal()))
          }
          languages.append(language)
          emotions.append(emotion)
          speakers.append("\(language)-\(speaker)")
        }
      }
    }
    let patterns = try GroupedPatterns(
      Matrix(rows: 320, columns: 6, elements: values), groups: languages, conditions: emotions)
    let geometries = try patterns.geometries(by: .euclidean)
    let agreement = try GeometryAgreement(geometries, by: .spearman)
    print(agreement.mean)  // 0.943
    // end
    #expect(agreement.mean > 0.6)

    // snippet Docs/representational-similarity.md
    let shuffles = LabelShuffles(of: patterns, draws: 499, using: &generator)
    let any = try LabelShufflingTest(patterns, shuffles, by: .euclidean)
    print(any.pValue)  // 0.002: (b + 1)/(m + 1), never 0
    print(any.caveat ?? "")  // shuffled labels leave no structure in any group, so ...
    // end
    #expect(any.pValue < 0.05 && any.pValue >= 1.0 / 500)
    #expect(any.caveat != nil)

    // snippet Docs/representational-similarity.md
    let corresponding = try RelabelingTest(geometries)
    print(corresponding.pValue)  // 0.00014
    print(corresponding.pValueSource)  // exact over 13824 arrangements
    // end
    #expect(corresponding.pValue < 0.05)
    #expect("\(corresponding.pValueSource)" == "exact over 13824 arrangements")

    // snippet Docs/representational-similarity.md
    let ranked = try RandomRankingTest(geometries)
    print(ranked.pValue)  // 3.5e-7
    print(ranked.pValueSource)  // exact over 373248000 arrangements
    // end
    #expect(ranked.pValue < 0.05)
    #expect("\(ranked.pValueSource)" == "exact over 373248000 arrangements")

    // snippet Docs/representational-similarity.md
    let pair = try RelabelingTest([geometries[0], geometries[1]])
    print(pair.smallestAttainableP)  // 0.0417
    // end
    expect(pair.smallestAttainableP, shows: 0.0417)

    // snippet Docs/representational-similarity.md
    let narrower = try GroupedPatterns(
      Matrix(rows: 320, columns: 5, elements: values.indices.filter { $0 % 6 != 0 }.map { values[$0] }),
      groups: languages, conditions: emotions)
    let encoders = try PairedGeometryTest(geometries, narrower.geometries(by: .euclidean))
    print(encoders.statistic)  // 0.276: agreement of the first less that of the second
    print(encoders.smallestAttainableP)  // 0.125
    // end
    #expect(encoders.smallestAttainableP == 0.125 && encoders.pValue >= 0.125)

    // snippet Docs/representational-similarity.md
    func wide(_ patterns: [Float], columns: Int) -> Matrix<Double> {
      Matrix(rows: 320, columns: columns, elements: patterns.map(Double.init))
    }
    let alignment = try LinearCKA(
      wide(values, columns: 6), wide(values.indices.filter { $0 % 6 != 0 }.map { values[$0] }, columns: 5))
    print(alignment.debiased, alignment.biased)  // 0.634 0.638
    // end
    #expect(alignment.debiased > 0.1 && alignment.debiased < alignment.biased)

    // snippet Docs/representational-similarity.md
    let ceiling = try NoiseCeiling.splitHalves(
      patterns, units: speakers, by: .euclidean, splits: 50, using: &generator)
    print(ceiling.lower, ceiling.upper)  // 0.694 0.903
    // end
    #expect(ceiling.lower <= ceiling.upper && ceiling.lower > 0)

    // snippet Docs/representational-similarity.md
    let noise = try patterns.noisePrecision()
    print(noise.shrinkage)  // 0.670, where 0 is not at all and 1 leaves only the variances
    let inUnitsOfNoise = try patterns.geometries(by: .mahalanobis(precision: noise.precision))
    // end
    #expect((0...1).contains(noise.shrinkage))
    // Noise of a standard deviation of 2.
    for dimension in 0..<6 { #expect(abs(noise.precision[dimension, dimension] - 0.25) < 0.08) }
    #expect(try RelabelingTest(inUnitsOfNoise).pValue < 0.05)

    // snippet Docs/representational-similarity.md
    let folds = speakers.indices.map { $0 / 4 % 2 }  // four utterances a speaker
    let unbiased = try patterns.crossnobis(folds: folds, precision: noise.precision)
    print(try RelabelingTest(unbiased).pValue)  // 0.00087
    // end
    #expect(try RelabelingTest(unbiased).pValue < 0.05)
  }
}
