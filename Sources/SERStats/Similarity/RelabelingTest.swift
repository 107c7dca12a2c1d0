// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Do groups arrange the same conditions alike? The exact test over all ways to rename the conditions.
///
/// Null hypothesis: each group has the geometry that it has, but which condition stands where is unrelated
/// between groups. So the conditions of every group but the first are renamed in all ways (of the first too
/// would repeat each case): *k*!^(*g* - 1) arrangements, 13,824 for four groups and four conditions. A
/// geometry with structure, such as two clusters, stays one; what a test against random rankings would count
/// as evidence is not counted here.
///
/// The statistic is the mean similarity over all pairs of groups, and *p* is one-sided: the share of
/// arrangements, the observed one included, with at least its mean. Sums of ranks are whole numbers, so exact
/// ties are ties; ``ties`` says how many.
///
/// ```swift
/// let test = try RelabelingTest(geometries)
/// test.pValue                                         // 0.0023
/// try RelabelingTest([german, mandarin]).pValue       // at least 1/24: no single pair can be significant
/// ```
///
/// - Source: paper notes A26 and A27.
public struct RelabelingTest: HypothesisTest {
  /// The most arrangements that the exact test goes through.
  public static let largestEnumerated = 20_000_000.0

  /// The geometries and how alike they are.
  public let agreement: GeometryAgreement
  /// The share of arrangements with at least the observed mean; not below ``smallestAttainableP``.
  public let pValue: Double
  /// Whether all arrangements were gone through, or some drawn.
  public let pValueSource: PValueSource
  /// How many arrangements have exactly the observed mean, the observed one included where all are gone
  /// through.
  public let ties: Int
  /// The mean of the statistic over the arrangements.
  public let nullMean: Double
  /// The standard deviation over the arrangements: of all of them, or with *m* - 1 of *m* draws.
  public let nullStandardDeviation: Double

  /// The exact test.
  ///
  /// - Throws: ``StatisticsError`` as ``GeometryAgreement``, or for more arrangements than
  ///   ``largestEnumerated``.
  /// - Complexity: O(*k*!^(*g* - 1)) additions and lookups; a table of *k*!² values for each pair of three or
  ///   more groups, of at most six conditions then, and none for two.
  public init(
    _ geometries: [DissimilarityMatrix], by comparison: GeometryComparison = .spearman
  ) throws(StatisticsError) {
    let agreement = try GeometryAgreement(geometries, by: comparison)
    let arrangements = Self.arrangements(agreement)
    guard arrangements <= Self.largestEnumerated else {
      throw .outOfRange(
        what:
          "the number of relabelings of \(geometries[0].conditions) conditions in \(geometries.count) groups",
        value: arrangements, allowed: "at most \(Int(Self.largestEnumerated)); draw some instead")
    }
    let sums = RelabelingSums(agreement)
    var tally = RandomizationTally(observed: sums.observed, rounding: sums.rounding)
    var moments = RunningMoments(origin: sums.observed)
    sums.forEach {
      tally.count($0)
      moments.count($0)
    }
    self.init(agreement, tally, .enumeration, moments, unit: sums.unit)
  }

  /// The test over relabelings drawn at random: for more groups or conditions than can be gone through.
  ///
  /// - Parameters:
  ///   - geometries: One a group.
  ///   - comparison: How two are compared.
  ///   - draws: How many, at least one.
  ///   - generator: Draws them.
  /// - Throws: ``StatisticsError`` as ``GeometryAgreement``, or for no draws.
  public init(
    _ geometries: [DissimilarityMatrix], by comparison: GeometryComparison = .spearman, draws: Int,
    using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    try requireDraws(draws)
    let agreement = try GeometryAgreement(geometries, by: comparison)
    var tally = RandomizationTally(observed: agreement.mean, rounding: GeometryAgreement.rounding)
    var moments = RunningMoments(origin: agreement.mean)
    let relabeled = geometries.indices.map { RelabeledVector(of: agreement, group: $0) }
    for _ in 0..<draws {
      var vectors = agreement.vectors
      for group in vectors.indices.dropFirst() {
        vectors[group] = relabeled[group].vector(generator.permutation(geometries[group].conditions))
      }
      let mean = GeometryAgreement.mean(of: vectors)
      tally.count(mean)
      moments.count(mean)
    }
    self.init(agreement, tally, .sampling, moments, unit: 1)
  }

  private init(
    _ agreement: GeometryAgreement, _ tally: RandomizationTally, _ coverage: RandomizationTally.Coverage,
    _ moments: RunningMoments, unit: Double
  ) {
    self.agreement = agreement
    pValue = max(tally.pValue(.greater, of: coverage), 1 / Self.arrangements(agreement))
    pValueSource = tally.source(of: coverage)
    ties = tally.ties
    nullMean = moments.mean * unit
    nullStandardDeviation = moments.standardDeviation(less: coverage == .sampling ? 1 : 0) * unit
  }

  /// The mean similarity over all pairs of groups.
  public var statistic: Double { agreement.mean }

  /// The groups.
  public var independentUnits: Int { agreement.geometries.count }

  /// One over the number of arrangements, or over that of draws and one if that is more: 1/24 for two groups
  /// of four conditions, however many are drawn.
  public var smallestAttainableP: Double {
    smallestShare(pValueSource, .greater, of: Self.arrangements(agreement))
  }

  /// None: what it assumes is its null hypothesis.
  public var caveat: String? { nil }

  private static func arrangements(_ agreement: GeometryAgreement) -> Double {
    let orders = factorial(agreement.geometries[0].conditions)
    return agreement.geometries.dropFirst().reduce(1) { product, _ in product * orders }
  }
}
