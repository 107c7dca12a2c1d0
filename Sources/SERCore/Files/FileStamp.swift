// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Which file is at a path, and when it was last written: equal as long as nobody writes, replaces or removes
/// it.
///
/// Two writes within one tick of the file system's clock (some milliseconds) that leave the size as it is
/// cannot be told apart; for that, compare digests.
package struct FileStamp: Hashable, Sendable {
  let device: UInt64
  let number: UInt64
  let count: Int
  let seconds: Int
  let nanoseconds: Int
}

extension FileStamp {
  /// The stamp of what is at `path` now; links are followed.
  ///
  /// - Throws: ``FileError/notFound(path:)`` or ``FileError/unreadable(path:reason:)``.
  package init(path: String) throws(FileError) {
    do throws(SystemCalls.Failure) {
      self = try SystemCalls.stamp(path)
    } catch {
      throw FileError(reading: path, error)
    }
  }
}
