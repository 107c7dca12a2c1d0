// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A division of utterances into training and test rows in which no speaker is on both sides.
///
/// The distinct speakers, sorted, are permuted by the seed's root stream; the first `round(f · s)` of `s`
/// train, half to even, with all their utterances, so the realized fraction of *utterances* may differ from
/// `f`.
///
/// - Invariant: ``training`` and ``test`` are ascending, disjoint, and together `0..<n`.
/// - Source: paper, section 3.3; it replays the published splits.
public struct SpeakerSplit: Split, Hashable, Codable, Sendable {
  /// Rows of the training speakers, ascending.
  public let training: [Int]
  /// Rows of the test speakers, ascending.
  public let test: [Int]
  /// The training speakers in ascending order.
  public let trainingSpeakers: [String]
  /// The test speakers in ascending order.
  public let testSpeakers: [String]
  /// Speakers, drawn anew for every seed.
  public let plan: ResamplingPlan

  /// Draws a split.
  ///
  /// - Parameters:
  ///   - speakers: One speaker a row, shape `[n]`.
  ///   - trainingFraction: The share of speakers to train on, `0 < f < 1`; else a programmer's error.
  ///   - seed: The same seed gives the same split on every machine.
  /// - Throws: ``SplitError/tooFewSpeakers(found:needed:)`` if a side would be empty.
  /// - Complexity: O(*n* log *n*).
  public init(speakers: [String], trainingFraction: Double = 0.6, seed: UInt64) throws(SplitError) {
    precondition(
      trainingFraction > 0 && trainingFraction < 1,
      "SpeakerSplit: trainingFraction \(trainingFraction) is not between 0 and 1")
    var order = Set(speakers).sortedByCodePoint()
    let count = order.count
    let share = try Self.trainingSpeakers(of: count, fraction: trainingFraction)
    var generator = RandomStream(seed: seed).root
    generator.shuffle(&order)

    let trainingSet = Set(order[..<share])
    training = speakers.indices.filter { trainingSet.contains(speakers[$0]) }
    test = speakers.indices.filter { !trainingSet.contains(speakers[$0]) }
    trainingSpeakers = order[..<share].sortedByCodePoint()
    testSpeakers = order[share...].sortedByCodePoint()
    plan = ResamplingPlan(
      unit: .speaker, scheme: .repeatedRandom, trainingUnits: share, testUnits: count - share)
  }

  /// How many of `count` speakers train: `round(f · count)`, half to even, but one at least.
  static func trainingSpeakers(of count: Int, fraction: Double) throws(SplitError) -> Int {
    let share = max(1, Int((fraction * Double(count)).rounded(.toNearestOrEven)))
    guard count >= 2, share < count else {
      throw .tooFewSpeakers(found: count, needed: max(2, fewestSpeakers(fraction)))
    }
    return share
  }

  private static func fewestSpeakers(_ fraction: Double) -> Int {
    var count = max(2, Int(0.5 / (1 - fraction)) - 1)  // the share of fewer rounds to all of them
    while Int((fraction * Double(count)).rounded(.toNearestOrEven)) >= count { count += 1 }
    return count
  }
}
