// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why standard output did not take what was printed.
public struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system's own word.
  public let reason: String

  /// A sentence that says what to do.
  public var description: String {
    "cannot write to standard output (\(reason)); free some space or redirect it, then run the same command again: "
      + "finished cells are kept"
  }
}
