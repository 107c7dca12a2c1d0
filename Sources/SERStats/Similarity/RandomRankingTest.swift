// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Do groups rank the same dissimilarities alike? The test of Kendall's *W*: against rankings that know
/// nothing of geometry.
///
/// Null hypothesis: in each group every order of the *m* dissimilarities is as likely as any other,
/// independently. The statistic is the mean Spearman correlation over pairs of groups, (*gW* - 1)/(*g* - 1);
/// *p* is one-sided.
///
/// It is what shuffling the labels of single utterances amounts to, and it asks too little: renaming four
/// conditions gives only 24 of the 720 orders of six distances. Geometries of two clusters of two conditions,
/// which ones by chance, agree by about +0.69 with a chance of 1/3 and by -0.34 with 2/3: by 0 on average,
/// but with more spread than rankings at random. So the test rejects more often than its level where clusters
/// are sharp, 7.7 % at 5 % in four groups if every distance within a cluster is less than any between.
/// ``RelabelingTest`` keeps the clusters and asks whether *conditions* correspond.
///
/// ```swift
/// try RandomRankingTest(geometries).pValue
/// // 0.00957 for a mean of 0.5143 over four groups, exact over 720³ orders
/// ```
///
/// - Source: Kendall and Babington Smith (1939); paper notes A26.
public struct RandomRankingTest: HypothesisTest {
  /// The geometries and how alike they are, by Spearman's correlation.
  public let agreement: GeometryAgreement
  /// The share of arrangements with at least the observed mean; not below ``smallestAttainableP``.
  public let pValue: Double
  /// Whether all arrangements were gone through, or some drawn.
  public let pValueSource: PValueSource
  /// The mean of the statistic over the arrangements: 0 over all.
  public let nullMean: Double
  /// The standard deviation over the arrangements, 1/√(*P* (*m* - 1)) over all, of *P* pairs; 0.1826 for four
  /// groups and six dissimilarities.
  public let nullStandardDeviation: Double

  /// The most sums of rankings that the exact test keeps at a time: all there can be in four groups.
  private static let mostSums = 720 * 720

  /// The exact test, of three or four conditions in up to six groups; with ties that differ between groups,
  /// in up to four where there are four conditions.
  ///
  /// - Throws: ``StatisticsError`` as ``GeometryAgreement``, or
  ///   ``StatisticsError/outOfRange(what:value:allowed:)`` for more conditions, groups or different sums;
  ///   sample then.
  /// - Complexity: For four groups of four conditions, about a million sums instead of 373,248,000; with ties
  ///   that differ, some 100 million.
  public init(_ geometries: [DissimilarityMatrix]) throws(StatisticsError) {
    let agreement = try GeometryAgreement(geometries, by: .spearman)
    for (what, value, most) in [
      ("the number of conditions", geometries[0].conditions, 4),
      ("the number of groups", geometries.count, 6),
    ] where value > most {
      throw .outOfRange(
        what: what, value: Double(value),
        allowed: "at most \(most) for the exact test; draw arrangements instead")
    }
    let rankings = WholeRankings(agreement)
    var tally = RandomizationTally(observed: agreement.mean, rounding: rankings.rounding)
    var moments = RunningMoments(origin: agreement.mean)
    let isComplete = forEachReorderedSum(of: rankings.values, mostSums: Self.mostSums) {
      squaredLength, arrangements in
      let mean = rankings.mean(squaredLength: squaredLength)
      tally.count(mean, times: arrangements)
      moments.count(mean, times: Double(arrangements))
    }
    guard isComplete else {
      throw .outOfRange(
        what: "the number of groups whose distances tie in different ways", value: Double(geometries.count),
        allowed: "fewer for the exact test; draw arrangements instead")
    }
    self.init(agreement, tally, .enumeration, moments)
  }

  /// The test over rankings drawn at random.
  ///
  /// - Parameters:
  ///   - geometries: One a group.
  ///   - draws: How many; a million take a fraction of a second.
  ///   - generator: Draws them.
  /// - Throws: ``StatisticsError`` as ``GeometryAgreement``, or for no draws.
  public init(
    _ geometries: [DissimilarityMatrix], draws: Int, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(draws)
    let agreement = try GeometryAgreement(geometries, by: .spearman)
    let rankings = WholeRankings(agreement)
    var tally = RandomizationTally(observed: agreement.mean, rounding: rankings.rounding)
    var moments = RunningMoments(origin: agreement.mean)
    var drawn = rankings.values
    let m = drawn[0].count
    var squares: Double
    for _ in 0..<draws {
      // The first may stay: only how others lie to it counts.
      for group in 1..<drawn.count { drawn[group].shuffle(last: m - 1, using: &generator) }
      squares = 0
      for place in 0..<m {
        var total = 0
        for group in drawn.indices { total += drawn[group][place] }
        squares += Double(total) * Double(total)
      }
      let mean = rankings.mean(squaredLength: squares)
      tally.count(mean)
      moments.count(mean)
    }
    self.init(agreement, tally, .sampling, moments)
  }

  private init(
    _ agreement: GeometryAgreement, _ tally: RandomizationTally, _ coverage: RandomizationTally.Coverage,
    _ moments: RunningMoments
  ) {
    self.agreement = agreement
    pValue = max(tally.pValue(.greater, of: coverage), 1 / Self.arrangements(agreement))
    pValueSource = tally.source(of: coverage)
    nullMean = moments.mean
    nullStandardDeviation = moments.standardDeviation(less: coverage == .sampling ? 1 : 0)
  }

  /// The mean Spearman correlation over pairs of groups.
  public var statistic: Double { agreement.mean }

  /// Kendall's *W* of rankings without ties: (1 + (*g* - 1) × mean)/*g*, from 0 to 1.
  public var concordance: Double {
    let groups = Double(agreement.geometries.count)
    return (1 + (groups - 1) * statistic) / groups
  }

  /// The groups.
  public var independentUnits: Int { agreement.geometries.count }

  /// One over the number of arrangements, or over that of draws and one if that is more.
  public var smallestAttainableP: Double {
    smallestShare(pValueSource, .greater, of: Self.arrangements(agreement))
  }

  /// That it does not test whether conditions correspond.
  public var caveat: String? {
    "orders that no renaming of conditions can produce count as chance, so where conditions cluster a small p is "
      + "more frequent than it says; the relabeling test asks whether conditions correspond"
  }

  private static func arrangements(_ agreement: GeometryAgreement) -> Double {
    let orders = factorial(agreement.geometries[0].upper.count)
    return agreement.geometries.dropFirst().reduce(1) { product, _ in product * orders }
  }
}

/// Rankings as whole numbers, such that the squared length of their sum gives the mean correlation.
private struct WholeRankings {
  let values: [[Int]]
  /// Means within it are equal.
  let rounding: Double
  private let ownLength: Double
  private let scale: Double

  init(_ agreement: GeometryAgreement) {
    let vectors = agreement.vectors
    let groups = Double(vectors.count)
    let length = vectors[0].squaredLength
    if vectors.allSatisfy({ $0.squaredLength == length }) {
      values = vectors.map { $0.values.map { Int($0) } }
      ownLength = groups * length
      scale = 1 / (length * groups * (groups - 1))
      rounding = GeometryAgreement.rounding
    } else {
      // With ties lengths differ: unit vectors in fixed point, exact to 2⁻⁴⁰.
      let one = 0x1p40
      values = vectors.map { vector in
        vector.values.map { Int(($0 / vector.squaredLength.squareRoot() * one).rounded()) }
      }
      ownLength = groups * one * one
      scale = 1 / (one * one * groups * (groups - 1))
      rounding = 1e-9
    }
  }

  /// |Σ v|² = Σ |v|² + 2 Σ v·w.
  func mean(squaredLength: Double) -> Double { (squaredLength - ownLength) * scale }
}

extension Array {
  /// Fisher and Yates' shuffle, one word of the generator a swap; the chance of an order differs from equal
  /// by less than 2⁻⁵⁰ of it.
  fileprivate mutating func shuffle(last: Int, using generator: inout NumPyGenerator) {
    var end = last
    while end > 0 {
      swapAt(end, Int(generator.next().multipliedFullWidth(by: UInt64(end + 1)).high))
      end -= 1
    }
  }
}
