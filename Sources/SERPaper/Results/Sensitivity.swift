// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit

/// How sensitive verdicts and checks are to one number of the file: a row of `pins.csv`.
///
/// A one-at-a-time sensitivity analysis: the number is altered, all else stays, and everything that was
/// computed from it is computed again.
public struct Sensitivity: Hashable, Encodable, Sendable {
  /// How far a number can be altered before a verdict or a check changes.
  public enum Level: String, Hashable, Codable, Sendable {
    /// Not at all: every alteration that was tried is detected.
    case exact
    /// By less than its last digit, or to another attainable value.
    case rounding
    /// By more: an inequality, a rank or a range limits it on one side or both, far away.
    case loose
    /// As far as such numbers can be: nothing but their range limits it.
    case free
  }

  /// Where the number stands.
  public var path: PublishedPath
  /// The number.
  public var value: Double
  /// How far it can be altered.
  public var level: Level
  /// The largest alteration downward that was tried and changes nothing, as a value; `nil` if all change
  /// something.
  public var undetectedLow: Double?
  /// The largest alteration upward that was tried and changes nothing.
  public var undetectedHigh: Double?
  /// The statements and checks that detect an alteration of it.
  public var detectedBy: [String]
  /// The number of statements and checks that read it.
  public var readBy: Int

  /// The names that result files have had from the start.
  private enum CodingKeys: String, CodingKey {
    case path, value
    case level = "hold"
    case undetectedLow = "unnoticedLow"
    case undetectedHigh = "unnoticedHigh"
    case detectedBy = "pinnedBy"
    case readBy
  }
}
