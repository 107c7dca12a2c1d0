// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The *t* test of a mean over clusters, with a standard error and degrees of freedom made for few clusters
/// of unequal size.
///
/// Null hypothesis: the mean is 0; for differences of correctness, both systems have the same accuracy on new
/// speakers. The clusters are independent; inside them anything may hold. With *w* the clusters' shares of
/// the values and *e* their means less the overall mean, the variance of the mean is the bias-reduced Σ *w*²
/// *e*² / (1 - *w*), called CR2, and the degrees of freedom are Bell and McCaffrey's 1 / (Σ *w*² + (Σ *c*)² -
/// Σ *c*²), *c* = *w*²/(1 - *w*): *G* - 1 for equal clusters, fewer the more unequal they are.
///
/// It is the library's default for utterances of speakers. Simulated accuracy differences of two systems with
/// 4 to 100 speakers (20,000 samples each): its 95 % interval holds the true difference in 94.5 to 95.1 %
/// where speakers have 28 utterances each, and in 94.1 to 95.7 % where they have 7 to 112. The percentile
/// cluster bootstrap holds it in 79 to 81 % (4), 85 % (6), 89 % (10 speakers). Where hardly any cluster
/// differs from 0 no method is honest, and ``caveat`` says so.
///
/// If large clusters have other effects than small ones, the interval is of the mean over *utterances*, not
/// over speakers.
///
/// - Source: Bell and McCaffrey (2002), "Bias reduction in standard errors for linear regression with
///   multi-stage samples"; Imbens and Kolesár (2016); Pustejovsky and Tipton (2018).
public struct ClusterTTest: StudentTest {
  /// What the test is of.
  public let sample: ClusteredSample
  /// The mean over all values.
  public let estimate: Double
  /// The standard error of the mean, CR2; always positive.
  public let standardError: Double
  /// Bell and McCaffrey's, at most the clusters less one.
  public let degreesOfFreedom: Double

  /// The test of the mean of a sample.
  ///
  /// - Throws: ``StatisticsError/tooFewUnits(kind:found:needed:)`` for one cluster,
  ///   ``StatisticsError/noVariation(meanDifference:)`` if all clusters have the same mean.
  /// - Complexity: O(number of clusters).
  public init(_ sample: ClusteredSample) throws(StatisticsError) {
    try sample.requireClusters(2)
    self.sample = sample
    estimate = sample.mean
    let error = ClusterError(sums: sample.sums, counts: sample.counts, units: sample.sums.indices)
    guard error.standardError * Double(sample.count) > sample.rounding else {
      throw .noVariation(meanDifference: sample.mean)
    }
    standardError = error.standardError
    degreesOfFreedom = error.degreesOfFreedom
  }

  /// The number of clusters.
  public var independentUnits: Int { sample.clusters.count }

  /// Said of fewer than 10 clusters, of one that dominates, and where hardly any cluster differs from 0.
  public var caveat: String? { sample.smallSample }
}

/// CR2 variance and degrees of freedom of a mean over units, some of which may occur several times.
struct ClusterError {
  /// In units of ``scale``², so that it neither overflows nor vanishes.
  let variance: Double
  /// A power of two about as large as the largest sum.
  let scale: Double
  let degreesOfFreedom: Double

  /// The standard error of the mean.
  var standardError: Double { variance.squareRoot() * scale }

  /// - Parameter scale: Nil for that of the sums; one for all where variances are to be added.
  init(sums: [Double], counts: [Int], units: some Collection<Int>, scale: Double? = nil) {
    let scale = scale ?? Self.scale(of: sums)
    var (total, count) = (0.0, 0.0)
    for unit in units {
      total += sums[unit] / scale
      count += Double(counts[unit])
    }
    let mean = total / count
    var (squares, shares, factors, factorPairs) = (0.0, 0.0, 0.0, 0.0)
    for unit in units {
      let share = Double(counts[unit]) / count
      let residual = (sums[unit] / scale - Double(counts[unit]) * mean) / count
      squares += residual * residual / (1 - share)
      let factor = share * share / (1 - share)
      shares += share * share
      // Product by product: the square of the sum less the squares would cancel beside one dominant unit.
      factorPairs += factor * factors
      factors += factor
    }
    variance = squares
    self.scale = scale
    degreesOfFreedom = min(Double(units.count - 1), 1 / (shares + 2 * factorPairs))
  }

  static func scale(of sums: [Double]) -> Double {
    let largest = sums.reduce(0) { max($0, $1.magnitude) }
    return largest > 0 ? largest.binade : 1
  }
}
