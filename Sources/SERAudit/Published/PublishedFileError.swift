// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a file of published numbers cannot be read.
public enum PublishedFileError: Error, Hashable, Sendable {
  /// It is not a JSON object; `reason` is what the reader says of it.
  case notJSON(file: String, reason: String)
  /// Something that every file of this form has is not there.
  case missing(file: String, path: PublishedPath)
  /// Something else stands there.
  case wrongKind(file: String, path: PublishedPath, expected: String, found: String)
  /// A list has another length than what it goes with.
  case wrongCount(file: String, path: PublishedPath, expected: Int, found: Int)
  /// Two statements have one id.
  case repeatedStatement(file: String, id: String)
}

extension PublishedFileError: CustomStringConvertible {
  /// A sentence that names the file and the place and says what to do.
  public var description: String {
    switch self {
    case .notJSON(let file, let reason):
      "\(file) is not a file of published numbers (\(reason)); give a JSON object with "
        + "protocol, tables, figures, statements and derived"
    case .missing(let file, let path):
      "\(file) has nothing at \(path); add it, in the form of the library's own published.json"
    case .wrongKind(let file, let path, let expected, let found):
      "\(file) has \(found) at \(path); put \(expected) there"
    case .wrongCount(let file, let path, let expected, let found):
      "\(file) has \(found) entries at \(path); \(expected) are needed there"
    case .repeatedStatement(let file, let id):
      "\(file) has two statements with the id '\(id)'; give each its own"
    }
  }
}
