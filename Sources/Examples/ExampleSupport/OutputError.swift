// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why standard output did not take what was printed.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system's own word.
  public let reason: String

  /// A sentence that says what to do.
  public var description: String {
    "standard output cannot be written (\(reason)); make room or send it elsewhere, then run the same command again: "
      + "finished cells are kept"
  }
}
