// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A file that is being written, and appears under its name only when it is complete.
///
/// The bytes go to a temporary file in the same folder; ``commit()`` makes it durable and gives it its name in one
/// step. If that does not happen, for an error or because the value goes out of scope, the temporary file is removed
/// and what was at the path before is untouched.
///
/// For what is too large to build in memory first; else ``AtomicFile``.
package struct PendingFile: ~Copyable {
  private let path: String
  private let temporary: String
  private let file: SystemCalls.Descriptor
  private var isCommitted = false

  /// Opens a temporary file beside `path`.
  ///
  /// A regular file, or a link to one, may be at `path`, and is replaced (the link, not what it leads to).
  ///
  /// - Throws: ``FileError``.
  package init(path: String) throws(FileError) {
    // To rename over a device such as /dev/null would take it away from all other programs.
    if let kind = try? SystemCalls.examine(path), kind != .file { throw .notAFile(path: path) }
    while true {
      // Two processes differ in the identifier, two machines on one disk in the random number.
      let random = String(UInt64.random(in: 0 ... .max), radix: 16)
      let temporary = Self.folder(of: path) + ".part-\(SystemCalls.processIdentifier())-\(random)"
      do throws(SystemCalls.Failure) {
        file = try SystemCalls.openNew(temporary)
        self.path = path
        self.temporary = temporary
        return
      } catch {
        guard error.isPresence else { throw FileError(writing: path, error) }
      }
    }
  }

  deinit {
    if !isCommitted { SystemCalls.remove(temporary) }
  }

  /// Writes all of `bytes` behind what is there.
  ///
  /// - Throws: ``FileError/unwritable(path:reason:)``.
  package func append(_ bytes: RawSpan) throws(FileError) {
    do throws(SystemCalls.Failure) {
      try SystemCalls.write(bytes, to: file)
    } catch {
      throw FileError(writing: path, error)
    }
  }

  /// Waits until the device has the bytes, then gives the file its name.
  ///
  /// - Throws: ``FileError/unwritable(path:reason:)``.
  package consuming func commit() throws(FileError) {
    do throws(SystemCalls.Failure) {
      try SystemCalls.synchronize(file)
      try SystemCalls.move(temporary, to: path)
      isCommitted = true
    } catch {
      throw FileError(writing: path, error)
    }
  }

  /// The path up to and including its last slash.
  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[...slash])
  }
}
