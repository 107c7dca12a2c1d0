// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERStats
import Testing

@Suite("Inference over clusters") struct ClusterTests {
  @Test(
    "has CR2's error and Bell and McCaffrey's degrees of freedom, as their matrices give them",
    arguments: ResamplingFixtures.all.clusters)
  func matrices(reference: ResamplingFixtures.Cluster) throws {
    let test = try ClusterTTest(ClusteredSample(reference.values, clusters: reference.clusters))
    #expect(difference(test.estimate, reference.mean) < 1e-14)
    #expect(relativeError(test.standardError, reference.error) < 1e-12)
    #expect(relativeError(test.degreesOfFreedom, reference.df) < 1e-10)
    let interval = test.confidenceInterval(level: 0.9)
    #expect(interval.contains(0) == (test.pValue > 0.1))
  }

  @Test("of clusters of equal size is the t test of their means") func equalClusters() throws {
    let scores = Scores(count: 24, seed: 8)
    let sample = try ClusteredSample(
      zip(scores.a, scores.b).map { $0 - $1 }, clusters: (0..<24).map { "\($0 % 6)" })
    let means = sample.sums.map { $0 / 4 }
    let (cluster, t) = (try ClusterTTest(sample), try PairedTTest(means, means.map { _ in 0 }))
    #expect(relativeError(cluster.pValue, t.pValue) < 1e-12)
    #expect(relativeError(cluster.degreesOfFreedom, 5) < 1e-14)
    #expect(try ClusterSignFlipTest(sample).pValue == SignFlipTest(means, means.map { _ in 0 }).pValue)
  }

  @Test("flips whole clusters, as SciPy does their sums", arguments: ResamplingFixtures.all.clusters)
  func flips(reference: ResamplingFixtures.Cluster) throws {
    let test = try ClusterSignFlipTest(ClusteredSample(reference.values, clusters: reference.clusters))
    #expect(relativeError(test.pValue, reference.flips) < 1e-12)
    #expect(test.independentUnits == Set(reference.clusters).count)
  }

  @Test("draws whole clusters, as NumPy does", arguments: ResamplingFixtures.all.clusters)
  func bootstrap(reference: ResamplingFixtures.Cluster) throws {
    var generator = NumPyGenerator(seed: 5)
    let bootstrap = try ClusterBootstrap(
      ClusteredSample(reference.values, clusters: reference.clusters), resamples: 300, using: &generator)
    let interval = try bootstrap.means.interval(.percentile, level: 0.9)
    #expect(difference(interval.lowerBound, reference.percentile[0]) < 1e-13)
    #expect(difference(interval.upperBound, reference.percentile[1]) < 1e-13)
    #expect(bootstrap.caveat?.contains("clusters") == true)
    let studentized = try bootstrap.studentized()
    #expect(studentized.standardError == (try ClusterTTest(bootstrap.sample)).standardError)
    #expect(studentized.studentized.count == 300)
  }

  /// 7 clusters of unequal size.
  private func sample(_ seed: UInt64, clusters: Int = 7) throws -> ClusteredSample {
    let scores = Scores(count: clusters, seed: seed, shift: Double(seed) / 40)
    return try ClusteredSample(
      clusters: (0..<clusters).map { "\($0)" }, counts: (0..<clusters).map { 1 + $0 % 4 },
      sums: zip(scores.a, scores.b).enumerated().map { Double(1 + $0 % 4) * ($1.0 - $1.1) })
  }

  @Test("has a sign-flip interval of the means that are not rejected", arguments: 0..<12 as Range<UInt64>)
  func inversion(seed: UInt64) throws {
    let sample = try sample(seed)
    let test = try ClusterSignFlipTest(sample)
    var generator = NumPyGenerator(seed: seed)
    let sampled = try ClusterSignFlipTest(sample, draws: 200, using: &generator)
    let shifted = { (by: Double) in
      try ClusteredSample(
        clusters: sample.clusters, counts: sample.counts,
        sums: zip(sample.sums, sample.counts).map { $0 - by * Double($1) })
    }
    for level in [0.5, 0.8, 0.9, 0.95] {
      let interval = test.confidenceInterval(level: level)
      #expect(interval.contains(0) == (test.pValue > 1 - level))
      #expect(interval.contains(test.estimate))
      for step in -10...10 {
        let by = Double(step) / 10 + 0.0123
        #expect(interval.contains(by) == (try ClusterSignFlipTest(shifted(by)).pValue > 1 - level))
        var replay = NumPyGenerator(seed: seed)
        let p = try ClusterSignFlipTest(shifted(by), draws: 200, using: &replay).pValue
        #expect(sampled.confidenceInterval(level: level).contains(by) == (p > 1 - level))
      }
    }
  }

  @Test("cannot go below 2 in 2^G by sign flips", arguments: 1...12) func floor(clusters: Int) throws {
    let sample = try ClusteredSample(
      (0..<clusters).map { Double($0 + 1) }, clusters: (0..<clusters).map { "\($0)" })
    let test = try ClusterSignFlipTest(sample)
    #expect(test.pValue == min(1, 2 / Double(1 << clusters)))
    #expect(test.smallestAttainableP == test.pValue)
    let whole = test.confidenceInterval(level: 0.95) == -Double.infinity...Double.infinity
    #expect(whole == (clusters < 6))
  }

  @Test("samples sign patterns of any number of clusters, near the exact answer") func sampling() throws {
    let exact = try ClusterSignFlipTest(sample(4, clusters: 12))
    var generator = NumPyGenerator(seed: 1)
    let sampled = try ClusterSignFlipTest(sample(4, clusters: 12), draws: 20_000, using: &generator)
    // Four standard errors of a share.
    #expect(abs(exact.pValue - sampled.pValue) < 8 * (exact.pValue / 2 / 20_000).squareRoot())
    let many = try ClusteredSample((0..<150).map { _ in 1 }, clusters: (0..<150).map { "\($0)" })
    #expect(try ClusterSignFlipTest(many, draws: 99, using: &generator).pValue == 0.02)
    let error = #expect(throws: StatisticsError.self) { try ClusterSignFlipTest(many) }
    #expect(error?.description.hasPrefix("150 clusters have too many sign patterns") == true)
    #expect(error?.description.contains("use ClusterSignFlipTest(_:draws:using:), which") == true)
    #expect(throws: StatisticsError.self) { try ClusterSignFlipTest(many, draws: 0, using: &generator) }
  }

  @Test("holds the truth in 95 % of samples of few clusters of unequal size", arguments: [4, 10])
  func coverage(clusters: Int) throws {
    var deviates = Deviates(seed: 17)
    var (covered, percentile) = (0, 0)
    let rounds = 2000
    for _ in 0..<rounds {
      var (counts, sums): ([Int], [Double]) = ([], [])
      for _ in 0..<clusters {
        let count = max(3, Int(40 * exp(0.9 * deviates.next() - 0.4)))
        // A speaker's difference of accuracies, then its utterances.
        let effect = 0.1 * deviates.next()
        counts.append(count)
        sums.append(Double(count) * effect + (0.3 * Double(count)).squareRoot() * deviates.next())
      }
      let sample = try ClusteredSample(clusters: (0..<clusters).map { "\($0)" }, counts: counts, sums: sums)
      if try ClusterTTest(sample).confidenceInterval(level: 0.95).contains(0) { covered += 1 }
      let bootstrap = try ClusterBootstrap(sample, resamples: 40, using: &deviates.generator)
      if try bootstrap.means.interval(.percentile, level: 0.95).contains(0) { percentile += 1 }
    }
    // 95 ± 1.5 %, and three standard errors; the percentile interval, which must fail, is the control.
    let share = Double(covered) / Double(rounds)
    #expect(abs(share - 0.95) < 0.015 + 3 * (0.95 * 0.05 / Double(rounds)).squareRoot())
    #expect(Double(percentile) / Double(rounds) < 0.91)
  }

  @Test("says in words where it is not honest") func caveats() throws {
    let one = { (counts: [Int]) in
      try ClusterTTest(
        ClusteredSample(
          clusters: counts.indices.map { "\($0)" }, counts: counts, sums: counts.indices.map { Double($0) }))
    }
    #expect(try one([5, 5, 5, 5]).caveat?.contains("only 4 clusters") == true)
    #expect(try one([500] + [Int](repeating: 5, count: 11)).caveat?.contains("one cluster") == true)
    #expect(try one([Int](repeating: 5, count: 12)).caveat == nil)
    let sparse = try ClusteredSample(
      clusters: (0..<20).map { "\($0)" }, counts: [Int](repeating: 30, count: 20),
      sums: (0..<20).map { $0 < 3 ? 1 : 0 })
    #expect(try ClusterTTest(sparse).caveat?.contains("only 3 of 20") == true)
  }

  @Test("takes correctness of two systems") func correctness() throws {
    let sample = try ClusteredSample(
      correct: [true, true, false, false], [true, false, true, false], clusters: ["b", "b", "a", "b"])
    #expect(sample.clusters == ["a", "b"])
    #expect(sample.sums == [-1, 1])
    #expect(sample.counts == [1, 3])
    #expect(sample.mean == 0)
  }

  @Test("says why there is no number") func degenerate() throws {
    #expect(throws: StatisticsError.tooFewUnits(kind: "clusters", found: 1, needed: 2)) {
      try ClusterTTest(ClusteredSample([1, 2], clusters: ["a", "a"]))
    }
    #expect(throws: StatisticsError.noVariation(meanDifference: 0.5)) {
      try ClusterTTest(ClusteredSample([0.5, 0.5, 0.5], clusters: ["a", "b", "b"]))
    }
    #expect(throws: StatisticsError.unequalSizes(what: "clusters", found: 1, expected: 2)) {
      try ClusteredSample([1, 2], clusters: ["a"])
    }
    #expect(throws: StatisticsError.tooFewPairs(found: 0, needed: 1)) {
      try ClusteredSample([], clusters: [])
    }
    #expect(throws: StatisticsError.notFinite(index: 0)) { try ClusteredSample([.nan], clusters: ["a"]) }
    #expect(throws: StatisticsError.unequalCounts(a: 1, b: 0)) {
      try ClusteredSample(correct: [true], [], clusters: ["a"])
    }
    #expect(throws: StatisticsError.self) { try ClusteredSample(clusters: ["a"], counts: [0], sums: [0]) }
    #expect(throws: StatisticsError.self) {
      try ClusteredSample(clusters: ["a", "a"], counts: [1, 1], sums: [0, 0])
    }
    #expect(try ClusterSignFlipTest(ClusteredSample([0, 0], clusters: ["a", "b"])).pValue == 1)
  }
}
