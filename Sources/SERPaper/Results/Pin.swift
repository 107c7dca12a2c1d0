// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERAudit

/// One number of the file and what holds it in its place: a row of `pins.csv`.
public struct Pin: Hashable, Encodable, Sendable {
  /// How firmly a number is held.
  public enum Hold: String, Hashable, Codable, Sendable {
    /// Every alteration that was tried changes a verdict or a check.
    case exact
    /// Small alterations change nothing, or those that hit another attainable value; large ones do.
    case rounding
    /// An inequality, a rank or a range holds it on one side or both, far away.
    case loose
    /// Nothing but the range that such numbers have.
    case free
  }

  /// Where the number stands.
  public var path: PublishedPath
  /// The number.
  public var value: Double
  /// How firmly it is held.
  public var hold: Hold
  /// The largest alteration downward that was tried and changes nothing, as a value; `nil` if all change something.
  public var unnoticedLow: Double?
  /// The largest alteration upward that was tried and changes nothing.
  public var unnoticedHigh: Double?
  /// The statements and checks that notice an alteration of it.
  public var pinnedBy: [String]
  /// The statements and checks that read it.
  public var readBy: Int
}
