// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What standard output and standard error are connected to.
public enum Terminal {
  /// Whether tables may use bold: standard output is a terminal and `NO_COLOR` is not set.
  public static var styledOutput: Bool { isatty(STDOUT_FILENO) == 1 && !noColor }

  /// Whether a progress bar can be drawn: standard error is a terminal.
  static var liveProgress: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  private static var noColor: Bool {
    !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Writes a line to standard error.
  public static func note(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  static func draw(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
