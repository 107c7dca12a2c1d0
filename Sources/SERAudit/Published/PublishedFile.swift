// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
package import SERCore

/// A file of published numbers: protocol, tables, figures, statements, and what was derived from them.
///
/// The library has one, ``paper``. Another file of the same form can be read, to try the arithmetic on other
/// numbers.
public struct PublishedFile: Sendable {
  /// The file's path, or what it is.
  public let name: String
  /// SHA-256 of the file's bytes, in hexadecimal digits.
  public let sha256: String
  /// The ids of its statements, in the order of the file.
  public let statementIDs: [String]
  /// All of it; statements by id.
  private(set) var root: JSONValue

  /// The numbers that come with the library.
  public static let paper: PublishedFile = {
    do {
      return try PublishedFile(name: "published.json", bytes: PackageResources.published_json)
    } catch {
      preconditionFailure("published.json, which is compiled in: \(error)")
    }
  }()

  /// Reads a file.
  ///
  /// - Throws: `FileError` if it cannot be read, ``PublishedFileError`` if it is no such file. What is
  ///   missing further down is found when it is needed.
  public init(path: String) throws {
    try self.init(name: path, bytes: MappedFile(path: path, mode: .load).array())
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - name: What error messages call it.
  ///   - bytes: JSON in UTF-8.
  public init(name: String, bytes: [UInt8]) throws(PublishedFileError) {
    guard !bytes.isEmpty else { throw .notJSON(file: name, reason: "it is empty") }
    let all: JSONValue
    do {
      all = try JSONText.decode(JSONValue.self, from: bytes)
    } catch {
      throw .notJSON(file: name, reason: Self.reason(error))
    }
    guard case .object(let document) = all else {
      throw .notJSON(file: name, reason: "it is \(all.kindInWords)")
    }
    for part in ["protocol", "tables", "figures", "derived"] {
      switch document[part] {
      case .object?: continue
      case nil: throw .missing(file: name, path: PublishedPath(part))
      case let other?:
        throw .wrongKind(
          file: name, path: PublishedPath(part), expected: "an object", found: other.kindInWords)
      }
    }
    let statements = try Self.statements(document["statements"], file: name)
    var byID: [String: JSONValue] = [:]
    for (id, members) in statements {
      guard byID.updateValue(.object(members), forKey: id) == nil else {
        throw .repeatedStatement(file: name, id: id)
      }
    }
    var root = document
    root["statements"] = .object(byID)
    self.name = name
    self.root = .object(root)
    sha256 = SHA256.hex(of: bytes)
    statementIDs = statements.map(\.id)
  }

  private static func statements(
    _ value: JSONValue?, file: String
  ) throws(PublishedFileError) -> [(id: String, members: [String: JSONValue])] {
    let path = PublishedPath("statements")
    guard let value else { throw .missing(file: file, path: path) }
    guard case .array(let items) = value else {
      throw .wrongKind(file: file, path: path, expected: "a list", found: value.kindInWords)
    }
    var statements: [(id: String, members: [String: JSONValue])] = []
    for (index, item) in items.enumerated() {
      guard case .object(let members) = item else {
        throw .wrongKind(file: file, path: path[index], expected: "an object", found: item.kindInWords)
      }
      guard let id = members["id"] else { throw .missing(file: file, path: path[index]["id"]) }
      guard case .string(let text) = id, !text.isEmpty else {
        throw .wrongKind(
          file: file, path: path[index]["id"], expected: "a text that is not empty", found: id.kindInWords)
      }
      statements.append((text, members))
    }
    return statements
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    return switch error {
    case .dataCorrupted(let context):
      (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey] as? String
        ?? context.debugDescription
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context):
      context.debugDescription
    @unknown default: "unreadable"
    }
  }
}

extension PublishedFile {
  /// What stands at a path, `nil` if nothing does.
  package func value(at path: PublishedPath) -> JSONValue? { root.value(at: path.parts[...]) }

  /// The paths of all numbers of the file, sorted.
  public var numberPaths: [PublishedPath] {
    var paths: [PublishedPath] = []
    root.collectNumbers(at: PublishedPath([]), into: &paths)
    return paths.sorted()
  }

  /// The number at a path, `nil` if something else or nothing is there.
  public func number(at path: PublishedPath) -> Double? {
    if case .number(let number)? = value(at: path) { number } else { nil }
  }

  /// A copy with another number at a path.
  ///
  /// - Precondition: a number stands there, and `number` is finite.
  public func replacing(_ path: PublishedPath, with number: Double) -> PublishedFile {
    precondition(self.number(at: path) != nil, "PublishedFile: no number at \(path)")
    precondition(number.isFinite, "PublishedFile: \(number) has no place in JSON")
    var copy = self
    copy.root = root.replacing(path.parts[...], with: .number(number))
    return copy
  }
}

extension JSONValue {
  /// What it is, for a message.
  package var kindInWords: String {
    switch self {
    case .null: "null"
    case .boolean: "true or false"
    case .number(let value): "the number \(value)"
    case .string(let text): "the text '\(text.prefix(40))'"
    case .array(let values): "a list of \(values.count)"
    case .object: "an object"
    }
  }

  fileprivate func value(at parts: ArraySlice<PublishedPath.Part>) -> JSONValue? {
    switch (parts.first, self) {
    case (nil, _): self
    case (.key(let key)?, .object(let members)): members[key]?.value(at: parts.dropFirst())
    case (.index(let index)?, .array(let values)) where values.indices.contains(index):
      values[index].value(at: parts.dropFirst())
    default: nil
    }
  }

  fileprivate func replacing(_ parts: ArraySlice<PublishedPath.Part>, with value: JSONValue) -> JSONValue {
    switch (parts.first, self) {
    case (nil, _): return value
    case (.key(let key)?, .object(var members)):
      members[key] = members[key]?.replacing(parts.dropFirst(), with: value)
      return .object(members)
    case (.index(let index)?, .array(var values)):
      values[index] = values[index].replacing(parts.dropFirst(), with: value)
      return .array(values)
    default: return self
    }
  }

  fileprivate func collectNumbers(at path: PublishedPath, into paths: inout [PublishedPath]) {
    switch self {
    case .number: paths.append(path)
    case .array(let values):
      for (index, value) in values.enumerated() { value.collectNumbers(at: path[index], into: &paths) }
    case .object(let members):
      for (key, value) in members { value.collectNumbers(at: path[key], into: &paths) }
    case .null, .boolean, .string: break
    }
  }
}
