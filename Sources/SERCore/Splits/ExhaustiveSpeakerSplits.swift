// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Every division of the speakers that a ``SpeakerSplit`` of the same fraction could draw, each once.
///
/// With few speakers there are not many: 210 for the ten of EmoDB at 6/4. Their mean score has no luck of the
/// draw in it, which five seeds have. It has no *t* test either: the splits are all there are, and overlap as
/// much as can be.
///
/// The splits come in lexicographic order of the test speakers by code point, as in scikit-learn's
/// `LeavePGroupsOut`, and are counted from "0".
///
/// ```swift
/// let splits = try ExhaustiveSpeakerSplits(trainingFraction: 0.6).folds(speakers: features.speakers)
/// print(splits.count)  // 210
/// ```
public struct ExhaustiveSpeakerSplits: Hashable, Codable, Sendable {
  /// The share of speakers to train on, rounded as by ``SpeakerSplit``.
  public let trainingFraction: Double
  /// The most splits that are listed.
  public let limit: Int

  /// All splits of a fraction.
  ///
  /// - Parameters:
  ///   - trainingFraction: The share of speakers to train on, `0 < f < 1`; else a programmer's error.
  ///   - limit: More splits than this are an error. Each takes as much memory as there are rows.
  public init(trainingFraction: Double = 0.6, limit: Int = 10_000) {
    precondition(
      trainingFraction > 0 && trainingFraction < 1,
      "ExhaustiveSpeakerSplits: trainingFraction \(trainingFraction) is not between 0 and 1")
    self.trainingFraction = trainingFraction
    self.limit = limit
  }

  /// One split for each set of test speakers.
  ///
  /// - Parameter speakers: One speaker a row, shape `[n]`.
  /// - Throws: ``SplitError/tooFewSpeakers(found:needed:)`` if a side would be empty, or
  ///   ``SplitError/tooManySplits(speakers:testSpeakers:count:limit:)``, which says how many there are.
  /// - Complexity: O(*n*) a split.
  public func folds(speakers: [String]) throws(SplitError) -> [Fold] {
    let distinct = DistinctValues(speakers)
    let found = distinct.values.count
    let trainingCount = try SpeakerSplit.trainingSpeakers(of: found, fraction: trainingFraction)
    let testCount = found - trainingCount
    let possible = Self.binomial(found, testCount)
    guard let possible, possible <= UInt64(max(limit, 0)) else {
      throw .tooManySplits(speakers: found, testSpeakers: testCount, count: possible, limit: limit)
    }
    let plan = ResamplingPlan(
      unit: .speaker, scheme: .exhaustive, trainingUnits: trainingCount, testUnits: testCount)
    var folds: [Fold] = []
    var chosen = Array(0..<testCount)
    while true {
      var isTested = [Bool](repeating: false, count: found)
      for speaker in chosen { isTested[speaker] = true }
      let rows = distinct.numbers.indices
      folds.append(
        Fold(
          name: String(folds.count), training: rows.filter { !isTested[distinct.numbers[$0]] },
          test: rows.filter { isTested[distinct.numbers[$0]] }, plan: plan))
      // The next set: raise the last member that can be raised, and let those after it follow closely.
      guard let last = (0..<testCount).last(where: { chosen[$0] < trainingCount + $0 }) else { return folds }
      chosen[last] += 1
      for place in (last + 1)..<testCount { chosen[place] = chosen[place - 1] + 1 }
    }
  }

  /// The number of ways to choose `k` of `n`; nil past 2⁶⁴ − 1.
  ///
  /// After step i the number is that of choosing i of n − k + i, so it is whole and only grows.
  package static func binomial(_ n: Int, _ k: Int) -> UInt64? {
    let k = min(k, n - k)
    guard k >= 0 else { return 0 }
    var ways: UInt64 = 1
    for i in 0..<UInt64(k) {
      let product = UInt128(ways) * UInt128(UInt64(n - k) + i + 1)
      guard let next = UInt64(exactly: product / UInt128(i + 1)) else { return nil }
      ways = next
    }
    return ways
  }
}

extension ExhaustiveSpeakerSplits {
  private enum CodingKeys: String, CodingKey { case trainingFraction, limit }

  /// Reads the choice; a fraction outside (0, 1) is a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    trainingFraction = try container.decode(Double.self, forKey: .trainingFraction)
    limit = try container.decode(Int.self, forKey: .limit)
    guard trainingFraction > 0, trainingFraction < 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .trainingFraction, in: container,
        debugDescription: "\(trainingFraction) is not between 0 and 1")
    }
  }
}
