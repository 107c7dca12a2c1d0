// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Each speaker is tested once, by a probe that is trained on all others.
///
/// The splits come in the order of the speakers' names by code point and are named by the speaker.
///
/// ```swift
/// let splits = try LeaveOneSpeakerOut().folds(speakers: features.speakers)
/// ```
///
/// A speaker need not have every class; ask ``Split/requireEveryClass(labels:classes:on:)``, or pool the
/// predictions of all speakers before they are scored.
///
/// - Source: scikit-learn 1.9.1, `LeaveOneGroupOut`.
public struct LeaveOneSpeakerOut: Hashable, Codable, Sendable {
  /// Nothing is to be chosen.
  public init() {}

  /// One split a speaker.
  ///
  /// - Parameter speakers: One speaker a row, shape `[n]`.
  /// - Throws: ``SplitError/tooFewSpeakers(found:needed:)`` below two speakers.
  /// - Complexity: O(*n* · *s*) for *s* speakers.
  public func folds(speakers: [String]) throws(SplitError) -> [Fold] {
    let distinct = DistinctValues(speakers)
    guard distinct.values.count >= 2 else {
      throw .tooFewSpeakers(found: distinct.values.count, needed: 2)
    }
    return try Fold.partition(
      distinct.numbers, names: distinct.values, unitOfRow: distinct.numbers, unit: .speaker,
      scheme: .leaveOneOut)
  }
}
