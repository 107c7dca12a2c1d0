// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What was resampled to get a set of scores, and how: what a test needs to know before it may be applied.
///
/// Every split carries the plan it was drawn under, and a score keeps the plan of its split. `SERStats` reads
/// the plan to pick a variance that holds for overlapping splits, and refuses tests that the plan cannot
/// carry.
public struct ResamplingPlan: Hashable, Codable, Sendable {
  /// The most units of one side, 2⁵³: numbers that a Double tells apart, and whose sums fit an Int.
  public static let largestCount = 1 << 53

  /// What is put on one side of a split as a whole.
  public enum Unit: String, Hashable, Codable, Sendable {
    /// A speaker with all utterances.
    case speaker
    /// One utterance; its speaker may stand on both sides.
    case utterance
    /// Any other group of utterances that stay together, such as a session or a sentence.
    case group
  }

  /// How the splits of one series relate to each other.
  public enum Scheme: String, Hashable, Codable, Sendable {
    /// Each split is drawn anew from the same units: test sides overlap, so scores are correlated.
    case repeatedRandom
    /// Each unit is tested exactly once: test sides are disjoint, training sides overlap.
    case partition
    /// Each unit is tested exactly once and alone: a partition into single units.
    case leaveOneOut
    /// Every possible split of the units into sides of these sizes, each once: nothing is left to chance.
    case exhaustive
    /// Read from a file, which says nothing of how the splits of the series were made.
    case given
  }

  /// What is resampled.
  public var unit: Unit
  /// How the splits of a series relate to each other.
  public var scheme: Scheme
  /// Units on the training side of one split.
  public let trainingUnits: Int
  /// Units on the test side of one split.
  public let testUnits: Int

  /// A plan.
  ///
  /// - Precondition: both counts are positive and at most ``largestCount``.
  public init(unit: Unit, scheme: Scheme, trainingUnits: Int, testUnits: Int) {
    precondition(
      Self.isCount(trainingUnits) && Self.isCount(testUnits),
      "ResamplingPlan: \(trainingUnits) training and \(testUnits) test units; \(Self.allowed)")
    self.unit = unit
    self.scheme = scheme
    self.trainingUnits = trainingUnits
    self.testUnits = testUnits
  }

  /// Test units over training units: the term that the corrected resampled *t* adds to 1/*J*.
  ///
  /// It counts the resampled units (for RAVDESS 10/14 speakers), not utterances.
  ///
  /// - Source: Nadeau and Bengio (2003), equation 9; paper notes C2.
  public var testToTrainingRatio: Double { Double(testUnits) / Double(trainingUnits) }
}

extension ResamplingPlan {
  private enum CodingKeys: String, CodingKey { case unit, scheme, trainingUnits, testUnits }

  fileprivate static func isCount(_ units: Int) -> Bool { (1...largestCount).contains(units) }

  fileprivate static let allowed = "both sides need at least 1 and at most 2^53"

  /// Reads a plan; a side without units, or with more than ``largestCount``, is a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    unit = try container.decode(Unit.self, forKey: .unit)
    scheme = try container.decode(Scheme.self, forKey: .scheme)
    trainingUnits = try container.decode(Int.self, forKey: .trainingUnits)
    testUnits = try container.decode(Int.self, forKey: .testUnits)
    guard Self.isCount(trainingUnits), Self.isCount(testUnits) else {
      throw DecodingError.dataCorruptedError(
        forKey: Self.isCount(trainingUnits) ? .testUnits : .trainingUnits, in: container,
        debugDescription: "\(trainingUnits) training and \(testUnits) test units; \(Self.allowed)")
    }
  }
}
