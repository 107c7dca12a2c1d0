// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Where a number stands in a file of published numbers, such as `tables.table3.rows.EmoDB[0]`.
public struct PublishedPath: Hashable, Sendable {
  /// One step down from the top of the file.
  public enum Part: Hashable, Sendable {
    /// Into an object, by key. Statements have their id for a key.
    case key(String)
    /// Into a list, by index from 0.
    case index(Int)
  }

  /// The steps from the top.
  public let parts: [Part]

  /// A path of the given steps.
  public init(_ parts: [Part]) { self.parts = parts }

  /// A path of keys alone.
  public init(_ keys: String...) { parts = keys.map { .key($0) } }

  /// The path one key further down.
  public subscript(key: String) -> PublishedPath { PublishedPath(parts + [.key(key)]) }

  /// The path one index further down.
  public subscript(index: Int) -> PublishedPath { PublishedPath(parts + [.index(index)]) }

  /// The key at the top, empty if there is none.
  package var top: String { key(at: 0) }

  /// The key at a depth, empty if an index or nothing is there.
  package func key(at depth: Int) -> String {
    guard parts.indices.contains(depth), case .key(let key) = parts[depth] else { return "" }
    return key
  }
}

extension PublishedPath: CustomStringConvertible {
  /// Keys joined by dots, keys with other characters and indices in brackets.
  public var description: String {
    parts.reduce("") { text, part in
      switch part {
      case .index(let index): "\(text)[\(index)]"
      case .key(let key) where key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }):
        text.isEmpty ? key : "\(text).\(key)"
      case .key(let key): "\(text)[\(key)]"
      }
    }
  }
}

extension PublishedPath: Comparable {
  /// Keys by code point, before indices by number.
  public static func < (a: PublishedPath, b: PublishedPath) -> Bool {
    for (first, second) in zip(a.parts, b.parts) where first != second {
      switch (first, second) {
      case (.key(let one), .key(let two)): return one < two
      case (.index(let one), .index(let two)): return one < two
      case (.key, .index): return true
      case (.index, .key): return false
      }
    }
    return a.parts.count < b.parts.count
  }
}

extension PublishedPath: Encodable {
  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
