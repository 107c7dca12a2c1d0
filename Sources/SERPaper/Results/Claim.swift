// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// One statement of the paper with what the arithmetic says of it: a row of `claims.csv`.
public struct Claim: Hashable, Codable, Sendable {
  /// The statement's id.
  public var id: String
  /// Where the paper says it.
  public var section: String
  /// The sentence, shortened.
  public var claim: String
  /// The published numbers, in the order of the sentence.
  public var published: String
  /// What came out.
  public var recomputed: String
  /// Whether it is what was published.
  public var verdict: Verdict
  /// Why, where the number does not say it all.
  public var reason: String
  /// How it reads with tests and baselines that hold; empty where nothing is to be corrected.
  public var corrected: String
}
