// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a run cannot go on: a file that it reads is not what it was at the start.
public enum InputError: Error, Hashable, Sendable {
  /// Something was written to it, or another file has its name.
  case changed(path: String)
  /// Nothing is there any more, or it cannot be reached.
  case removed(path: String)
}

extension InputError: CustomStringConvertible {
  /// A sentence that names the file and says what to do.
  public var description: String {
    switch self {
    case .changed(let path):
      "\(path) was changed during the run; wait until its writer is done, then run the same command again: "
        + "finished cells of the file as it was are kept"
    case .removed(let path):
      "\(path) was removed during the run; restore it, then run the same command again: finished cells are kept"
    }
  }
}
