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

  /// Writes a line to standard output.
  ///
  /// - Throws: ``OutputError`` where it is a file on a full device, say: what was asked for would be lost
  ///   quietly.
  public static func output(_ line: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      throw OutputError(reason: reason(of: error))
    }
  }

  /// Writes a line to standard error; where it takes none, the run is worth more than the line.
  public static func note(_ line: String) { draw(line + "\n") }

  static func draw(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// The system's own word, which Foundation wraps.
  private static func reason(of error: any Error) -> String {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    guard cause.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return unsafe String(cString: strerror(Int32(cause.code)))
  }
}
