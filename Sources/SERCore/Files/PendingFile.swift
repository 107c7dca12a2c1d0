// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A file that is being written, and appears under its name only when it is complete.
///
/// The bytes go to a temporary file in the same folder; ``commit()`` makes it durable and gives it its name
/// in one step. If that does not happen, for an error or because the value goes out of scope, the temporary
/// file is removed and what was at the path before is untouched.
///
/// The temporary file is locked as long as it is written, so that ``removeAbandoned(in:)`` can tell it from
/// one whose writer was killed.
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
      let temporary = Self.folder(of: path) + "\(Self.prefix)\(SystemCalls.processIdentifier())-\(random)"
      do throws(SystemCalls.Failure) {
        let opened = try SystemCalls.openNew(temporary)
        // Between the two calls another process may have taken the file for an abandoned one.
        if SystemCalls.lock(opened) == .heldByAnother { continue }
        guard try SystemCalls.hasName(opened) else { continue }
        file = opened
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

  /// Writes all of `bytes` behind what is there.
  ///
  /// - Throws: ``FileError/unwritable(path:reason:)``.
  package func append(_ bytes: [UInt8]) throws(FileError) { unsafe try append(bytes.span.bytes) }

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

  /// What the names of all temporary files begin with.
  private static let prefix = ".part-"

  /// The path up to and including its last slash.
  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[...slash])
  }
}

extension PendingFile {
  /// Removes the temporary files that writers left in a folder when they were killed.
  ///
  /// A file that any process writes, on this machine or on another that shares the folder, is locked and
  /// stays. So does every file where the file system knows no locks. What cannot be removed is left.
  package static func removeAbandoned(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = folder + "/" + name
      guard let file = try? SystemCalls.openToLock(path), SystemCalls.lock(file) == .held else { continue }
      // Removed under the lock: a writer that waits for it finds its file without a name, and takes another.
      if (try? SystemCalls.examine(file).kind) == .file { SystemCalls.remove(path) }
    }
  }

  /// Makes a folder where it is missing, removes what killed writers left in it, and proves that it takes
  /// files.
  ///
  /// - Throws: ``FileError/folderNotCreated(path:reason:)``, or ``FileError/unwritable(path:reason:)`` of the
  ///   folder.
  package static func prepareFolder(_ folder: String) throws(FileError) {
    try AtomicFile.createFolder(folder)
    removeAbandoned(in: folder)
    do throws(FileError) {
      _ = try PendingFile(path: folder + "/\(prefix)test")
    } catch {
      if case .unwritable(_, let reason) = error { throw .unwritable(path: folder, reason: reason) }
      throw error
    }
  }
}
