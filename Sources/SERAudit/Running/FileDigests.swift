// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import Synchronization

/// SHA-256 of the files that cells read, each computed once in a run, and proof that they still are what was
/// digested.
final class FileDigests: Sendable {
  private struct Known: Sendable {
    var digest: String
    /// Taken before the digest, so that no later change can escape.
    var stamp: FileStamp
    /// Whether all that is needed of the file is in memory, so that it may change.
    var isSettled = false

    init(path: String) throws(FileError) {
      stamp = try FileStamp(path: path)
      digest = try SHA256.hex(ofFile: path)
    }
  }

  private let known = Mutex<[String: Known]>([:])

  /// Computes the digests of all files that are not known yet, in parallel.
  func prepare(_ paths: [String], threads: Int) throws {
    let missing = known.withLock { known in Set(paths.filter { known[$0] == nil }) }.sorted()
    let found = try parallelMap(missing, threads: threads) { try Known(path: $0) }
    known.withLock { known in
      for (path, file) in zip(missing, found) { known[path] = file }
    }
  }

  /// The digest of one file.
  func digest(of path: String) throws -> String {
    if let file = known.withLock({ $0[path] }) { return file.digest }
    let file = try Known(path: path)
    known.withLock { $0[path] = file }
    return file.digest
  }

  /// Makes sure that files still are those that were digested, so that no outcome goes under the digest of
  /// others.
  ///
  /// Files that were never digested, or are settled, are passed over.
  ///
  /// - Throws: ``InputError``.
  func requireUnchanged(_ paths: [String]) throws(InputError) {
    for path in paths {
      guard let file = known.withLock({ $0[path] }), !file.isSettled else { continue }
      try Self.require(file.stamp, of: path)
    }
  }

  /// Says that files, unchanged so far, were read whole: what happens to them from now on does not matter.
  ///
  /// - Throws: ``InputError`` if they changed before.
  func settle(_ paths: [String]) throws(InputError) {
    for path in paths {
      guard let file = known.withLock({ $0[path] }) else { continue }
      try Self.require(file.stamp, of: path)
      known.withLock { $0[path]?.isSettled = true }
    }
  }

  private static func require(_ stamp: FileStamp, of path: String) throws(InputError) {
    guard let now = try? FileStamp(path: path) else { throw .removed(path: path) }
    guard now == stamp else { throw .changed(path: path) }
  }
}
