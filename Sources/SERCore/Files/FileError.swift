// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a file could not be read or written, with its path and what to do.
public enum FileError: Error, Hashable, Sendable {
  /// Nothing is there.
  case notFound(path: String)
  /// A folder, pipe or device is there, where a regular file is needed.
  case notAFile(path: String)
  /// The system refused to open or to read it; `reason` is the system's own word.
  case unreadable(path: String, reason: String)
  /// It became shorter while it was read: `expected` bytes when it was opened, then only `found`.
  case shrank(path: String, expected: Int, found: Int)
  /// The system refused to write it; what was there before is untouched.
  case unwritable(path: String, reason: String)
  /// A folder could not be made; `reason` is the system's own word.
  case folderNotCreated(path: String, reason: String)
}

extension FileError: CustomStringConvertible {
  /// A sentence that names the path and says what to do.
  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such file; check the path"
    case .notAFile(let path):
      "\(path) is a folder, pipe or device; name a regular file"
    case .unreadable(let path, let reason):
      "\(path) cannot be read (\(reason)); check its permissions and the device it is on"
    case .shrank(let path, let expected, let found):
      "\(path) shrank from \(expected) to \(found) bytes while it was read; try again when its writer is done"
    case .unwritable(let path, let reason):
      "\(path) cannot be written (\(reason)) and was not changed; make room, give permission, or choose another folder"
    case .folderNotCreated(let path, let reason):
      "the folder \(path) cannot be made (\(reason)); choose another place"
    }
  }
}

extension FileError {
  /// The error of a failed call while reading.
  init(reading path: String, _ failure: SystemCalls.Failure) {
    self = failure.isAbsence ? .notFound(path: path) : .unreadable(path: path, reason: failure.reason)
  }

  /// The error of a failed call while writing.
  init(writing path: String, _ failure: SystemCalls.Failure) {
    self = .unwritable(path: path, reason: failure.reason)
  }
}
