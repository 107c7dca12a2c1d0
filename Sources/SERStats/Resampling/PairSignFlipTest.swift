// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// The sign-flip test of a mean over ordered pairs, language by language: no distribution is assumed.
///
/// Two systems are compared on each ordered pair of languages. Relabeling the languages moves values from
/// pair to pair and leaves their mean as it is, so the mean cannot be tested by it; what could as well have
/// been otherwise is, for a language, which system is which. Null hypothesis: what a language brings to the
/// mean is symmetric about 0. With four languages no *p* is below 0.125, whatever the data: "p < 10⁻⁵" on
/// twelve pairs of four languages cannot be about languages.
///
/// - Source: paper notes A10.
public struct PairSignFlipTest: IntervalTest {
  /// What a language brings.
  public enum Unit: String, Hashable, Codable, Sendable, CaseIterable {
    /// Its pseudo-value (``OrderedPairs/pseudovalues``): both sources and targets are a sample of languages.
    case language
    /// The mean of its pairs as a source: for new sources, with these targets.
    case source
    /// The mean of its pairs as a target: for new targets, with these sources.
    case target
  }

  /// What was flipped.
  public let unit: Unit
  private let test: ClusterSignFlipTest

  /// The exact test.
  ///
  /// - Throws: ``StatisticsError/tooManyUnitsToEnumerate(kind:found:limit:instead:)`` for more than
  ///   ``ClusterSignFlipTest/largestEnumerated`` languages.
  /// - Complexity: O(2^(*n*/2)).
  public init(_ pairs: OrderedPairs, by unit: Unit = .language) throws(StatisticsError) {
    try ClusterSignFlipTest.requireCountable(
      "languages", pairs.units.count, instead: "PairSignFlipTest(_:by:draws:using:)")
    self.unit = unit
    test = try ClusterSignFlipTest(Self.sample(pairs, unit))
  }

  /// The test on sign patterns drawn at random, for any number of languages.
  ///
  /// - Throws: ``StatisticsError/outOfRange(what:value:allowed:)`` for no draws.
  public init(
    _ pairs: OrderedPairs, by unit: Unit = .language, draws: Int, using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    self.unit = unit
    test = try ClusterSignFlipTest(Self.sample(pairs, unit), draws: draws, using: &generator)
  }

  private static func sample(_ pairs: OrderedPairs, _ unit: Unit) throws(StatisticsError) -> ClusteredSample {
    let values =
      switch unit {
      case .language: pairs.pseudovalues
      case .source: pairs.sourceMeans
      case .target: pairs.targetMeans
      }
    // By number: two languages of one name are two languages.
    return try ClusteredSample(values, clusters: values.indices.map(String.init))
  }

  /// The mean over all pairs.
  public var estimate: Double { test.estimate }

  /// The mean over all pairs: what is compared over the sign patterns.
  public var statistic: Double { test.statistic }

  /// Two-sided: twice the smaller tail.
  public var pValue: Double { test.pValue }

  /// The *p*-value in the direction asked for: one tail, at least 1/2ⁿ.
  public func pValue(_ alternative: Alternative) -> Double { test.pValue(alternative) }

  /// Enumeration or sampling.
  public var pValueSource: PValueSource { test.pValueSource }

  /// The number of languages.
  public var independentUnits: Int { test.independentUnits }

  /// 2/2ⁿ: 0.125 for four languages.
  public var smallestAttainableP: Double { test.smallestAttainableP }

  /// Said where the other side's languages are taken as given.
  public var caveat: String? {
    switch unit {
    case .language: nil
    case .source: "the targets are taken as given, so this says nothing about other target languages"
    case .target: "the sources are taken as given, so this says nothing about other source languages"
    }
  }

  /// The means that the test does not reject; the whole line with fewer than six languages at 0.95.
  ///
  /// - Precondition: 0 < `level` < 1, such as 0.95.
  public func confidenceInterval(level: Double) -> ClosedRange<Double> {
    test.confidenceInterval(level: level)
  }
}
