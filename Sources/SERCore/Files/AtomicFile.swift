// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Writes a file whole or not at all.
///
/// The bytes go to a temporary file in the same folder, are made durable, and take the name in one step. So a
/// reader sees the old file or the new one, never a part, also when this program is killed, and two programs
/// that write the same path do not disturb each other: the last one wins. On any error the old file is
/// untouched.
///
/// A symbolic link at the path is replaced itself; a folder, pipe or device is refused.
public enum AtomicFile {
  /// Writes bytes.
  ///
  /// - Throws: ``FileError``.
  public static func write(_ bytes: RawSpan, to path: String) throws(FileError) {
    let file = try PendingFile(path: path)
    try file.append(bytes)
    try file.commit()
  }

  /// Writes bytes.
  ///
  /// - Throws: ``FileError``.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let file = try PendingFile(path: path)
    try file.append(bytes)
    try file.commit()
  }

  /// Writes a text as UTF-8, as it is.
  ///
  /// - Throws: ``FileError``.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Makes a folder and those above it, where they are missing.
  ///
  /// - Throws: ``FileError/folderNotCreated(path:reason:)``, also if a file is in the way.
  public static func createFolder(_ path: String) throws(FileError) {
    do throws(SystemCalls.Failure) {
      try make(path[...])
    } catch {
      throw .folderNotCreated(path: path, reason: error.isPresence ? "a file has that name" : error.reason)
    }
  }

  private static func make(_ path: Substring) throws(SystemCalls.Failure) {
    var path = path
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path = path.dropLast() }
    do throws(SystemCalls.Failure) {
      try SystemCalls.makeFolder(String(path))
    } catch {
      if error.isPresence, try SystemCalls.examine(String(path)) == .folder { return }
      guard error.isAbsence, let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex
      else { throw error }
      try make(path[..<slash])
      do throws(SystemCalls.Failure) {
        try SystemCalls.makeFolder(String(path))
      } catch {
        // Another process may have been faster.
        guard error.isPresence else { throw error }
      }
    }
  }
}
