// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERStats

/// Two encoders compared over the same seeds, by every test that the result file shows.
///
/// `nil` stands for what is not defined: any test with a single seed, any *t* where all differences are alike, a test
/// that the plan of the splits cannot carry.
public struct PairComparison: Hashable, Codable, Sendable {
  /// What the comparison is made on.
  public var corpus: String
  /// The protocol's name.
  public var protocolName: String
  /// The encoder that the difference is of.
  public var encoderA: String
  /// The encoder that is subtracted.
  public var encoderB: String
  /// The number of seeds.
  public var n: Int
  /// Mean of a − b in the protocol's headline score, a fraction.
  public var meanDifference: Double
  /// Student's paired *t*, which takes the splits for independent.
  public var t: Double?
  /// Its degrees of freedom.
  public var degreesOfFreedom: Double?
  /// Its two-sided *p*.
  public var p: Double?
  /// The two-sided *p* of the corrected resampled *t*.
  public var pCorrectedResampled: Double?
  /// The exact two-sided *p* over all flips of signs; it cannot be under 2/2ⁿ.
  public var pSignFlip: Double?
  /// Holm's adjustment of the protocol's own *p* over all pairs of the file and protocol.
  public var pHolm: Double?
  /// Lower end of the 95 % interval of the protocol's own test.
  public var intervalLow: Double?
  /// Upper end of the 95 % interval of the protocol's own test.
  public var intervalHigh: Double?
  /// Mean difference over the sample SD of differences.
  public var cohensDz: Double?
  /// The difference that the protocol's own test would find with 80 % power at 5 %, given the spread seen.
  public var minimumDetectable: Double?

  init(
    corpus: String, way: AuditProtocol, _ a: (encoder: String, scores: [Double]),
    _ b: (encoder: String, scores: [Double]), plan: ResamplingPlan
  ) throws(StatisticsError) {
    let plain = try Self.ifDefined { () throws(StatisticsError) in
      try PairedTTest(a.scores, b.scores, plan: plan)
    }
    let corrected = try Self.ifDefined { () throws(StatisticsError) in
      try CorrectedResampledTTest(a.scores, b.scores, plan: plan)
    }
    let signFlip = try Self.ifDefined { () throws(StatisticsError) in
      try SignFlipTest(a.scores, b.scores, plan: plan)
    }
    let own: (any PairedStudentTest)? = way.inference == .pairedT ? plain : corrected
    self.corpus = corpus
    protocolName = way.name
    encoderA = a.encoder
    encoderB = b.encoder
    n = a.scores.count
    meanDifference = try mean(zip(a.scores, b.scores).map { $0 - $1 })
    t = plain?.statistic
    degreesOfFreedom = plain?.degreesOfFreedom
    p = plain?.pValue
    pCorrectedResampled = corrected?.pValue
    pSignFlip = n > 1 ? signFlip?.pValue : nil
    let interval = own?.confidenceInterval(level: 0.95)
    intervalLow = interval?.lowerBound
    intervalHigh = interval?.upperBound
    cohensDz = plain?.cohensDz
    minimumDetectable = own?.minimumDetectableEffect(power: 0.8, alpha: 0.05)
  }

  /// A test, or `nil` where the numbers do not define one.
  private static func ifDefined<Test>(
    _ make: () throws(StatisticsError) -> Test
  ) throws(StatisticsError) -> Test? {
    do {
      return try make()
    } catch {
      switch error {
      case .tooFewPairs, .noVariation, .tooManyPairsToEnumerate, .planNotCarried: return nil
      default: throw error
      }
    }
  }

  /// All pairs of one protocol with Holm's adjustment over them.
  static func adjusted(
    _ pairs: [PairComparison], _ way: AuditProtocol
  ) throws(StatisticsError) -> [PairComparison] {
    let family = try ComparisonFamily(
      pairs.map { pair in
        .init(
          "\(pair.encoderA) - \(pair.encoderB) on \(pair.corpus)",
          pValue: way.inference == .pairedT ? pair.p : pair.pCorrectedResampled)
      })
    return zip(pairs, family.adjusted(by: .holm)).map { pair, p in
      var pair = pair
      pair.pHolm = p
      return pair
    }
  }
}
