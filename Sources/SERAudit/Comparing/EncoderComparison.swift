// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERStats
public import SERReport

/// Two encoders compared over the same splits: by the protocol's own test, and by the others that a reader
/// looks for.
///
/// The own test is the one that the splits carry, as `SERStats` selects it from their plan; a protocol that
/// replays published analyses names its test instead, and the ``caveat`` says what is wrong with it.
///
/// `nil` stands for what is not defined: any test with a single split, any *t* where all differences are
/// alike, a test that the plan of the splits cannot carry.
public struct EncoderComparison: Hashable, Codable, Sendable {
  /// What the comparison is made on.
  public var corpus: String
  /// The protocol's name.
  public var protocolName: String
  /// The encoder that the difference is of.
  public var encoderA: String
  /// The encoder that is subtracted.
  public var encoderB: String
  /// The number of splits.
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
  /// The smallest *p* that flips of so many signs can give.
  public var smallestSignFlipP: Double?
  /// The own test's name.
  public var test: String?
  /// Its two-sided *p*.
  public var pOwn: Double?
  /// Where that comes from, such as "Student's t distribution".
  public var pSource: String?
  /// The smallest *p* that the own test could give; 0 for one by a continuous distribution.
  public var smallestP: Double?
  /// Why the own test's *p* should not be taken at its word.
  public var caveat: String?
  /// Holm's adjustment of the own test's *p* over all pairs of the file and protocol.
  public var pHolm: Double?
  /// Lower end of the 95 % interval of the own test.
  public var intervalLow: Double?
  /// Upper end of the 95 % interval of the own test.
  public var intervalHigh: Double?
  /// Mean difference over the sample SD of differences.
  public var cohensDz: Double?
  /// The difference that the own test would find with 80 % power at 5 %, given the spread seen.
  public var minimumDetectable: Double?

  /// A comparison of *a* with *b*.
  ///
  /// - Parameters:
  ///   - a: One encoder and its score on each split.
  ///   - b: The other, with its scores on the same splits in the same order.
  ///   - corpus: What on.
  ///   - inference: Which test is the own one.
  ///   - protocolName: The protocol.
  ///   - plan: How the splits were drawn.
  init(
    _ a: (encoder: String, scores: [Double]), _ b: (encoder: String, scores: [Double]), on corpus: String,
    _ inference: AuditProtocol.Inference, protocolName: String, plan: ResamplingPlan
  ) throws(StatisticsError) {
    let comparison = try PairedComparison(a.scores, b.scores, plan: plan)
    let plain = try Self.ifDefined { () throws(StatisticsError) in
      try PairedTTest(a.scores, b.scores, plan: plan)
    }
    let corrected = try Self.ifDefined { () throws(StatisticsError) in
      try CorrectedResampledTTest(a.scores, b.scores, plan: plan)
    }
    let signFlip = try Self.ifDefined { () throws(StatisticsError) in
      try SignFlipTest(a.scores, b.scores, plan: plan)
    }
    let own: (any PairedTest)? =
      switch inference {
      case .pairedT: plain
      case .correctedResampledT: try Self.ifDefined { () throws(StatisticsError) in try comparison.test() }
      }
    self.corpus = corpus
    self.protocolName = protocolName
    (encoderA, encoderB) = (a.encoder, b.encoder)
    n = a.scores.count
    meanDifference = try mean(zip(a.scores, b.scores).map { $0 - $1 })
    (t, degreesOfFreedom, p) = (plain?.statistic, plain?.degreesOfFreedom, plain?.pValue)
    pCorrectedResampled = corrected?.pValue
    pSignFlip = n > 1 ? signFlip?.pValue : nil
    smallestSignFlipP = n > 1 ? signFlip?.smallestAttainableP : nil
    test = own.map { _ in
      (inference == .pairedT ? .pairedT : comparison.selection.defaultTest ?? .pairedT).description
    }
    (pOwn, pSource, smallestP) = (own?.pValue, own?.pValueSource.description, own?.smallestAttainableP)
    caveat = own?.caveat
    let interval = own?.confidenceInterval(level: 0.95)
    (intervalLow, intervalHigh) = (interval?.lowerBound, interval?.upperBound)
    cohensDz = plain?.cohensDz
    minimumDetectable = (own as? any PairedStudentTest)?.minimumDetectableEffect(power: 0.8, alpha: 0.05)
  }

  /// A test, or `nil` where the numbers do not define one.
  private static func ifDefined<Test>(
    _ make: () throws(StatisticsError) -> Test
  ) throws(StatisticsError) -> Test? {
    do {
      return try make()
    } catch {
      switch error {
      case .tooFewPairs, .noVariation, .tooManyPairsToEnumerate, .planNotCarried, .testNotCarried: return nil
      default: throw error
      }
    }
  }

  /// All pairs of one protocol with Holm's adjustment over them.
  static func adjusted(_ pairs: [EncoderComparison]) throws(StatisticsError) -> [EncoderComparison] {
    let family = try ComparisonFamily(
      pairs.map { .init("\($0.encoderA) - \($0.encoderB) on \($0.corpus)", pValue: $0.pOwn) })
    return zip(pairs, family.adjusted(by: .holm)).map { pair, p in
      var pair = pair
      pair.pHolm = p
      return pair
    }
  }
}

extension EncoderComparison: TableRow {
  /// The columns of `pairs.csv`.
  public static let columns: [Column<EncoderComparison>] = [
    Column("corpus", \.corpus), Column("protocol", \.protocolName), Column("encoder_a", \.encoderA),
    Column("encoder_b", \.encoderB), Column("n", \.n), Column("mean_difference", \.meanDifference),
    Column("t", \.t), Column("df", \.degreesOfFreedom), Column("p", \.p),
    Column("p_corrected_resampled", \.pCorrectedResampled), Column("p_sign_flip", \.pSignFlip),
    Column("p_holm", \.pHolm), Column("ci_low", \.intervalLow), Column("ci_high", \.intervalHigh),
    Column("cohens_dz", \.cohensDz), Column("minimum_detectable", \.minimumDetectable),
  ]
}
