// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What tells one utterance from every other, whatever file or order it is met in: the first 64 bits of the
/// SHA-256 of its name.
///
/// Fitted values keep the identities of the rows that they were fitted on, so that it can be proven later
/// that no test row was among them.
public struct RowIdentity: Hashable, Codable, Comparable, Sendable {
  /// The 64 bits.
  public let bits: UInt64

  /// The identity of an utterance by its name, unique over everything that may be pooled: `<corpus>_<id>`.
  public init(name: String) {
    var hash = SHA256()
    hash.update(Array(name.utf8))
    bits = hash.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The identity of a row that has no name, by its number.
  public init(rowNumber: Int) { bits = UInt64(rowNumber) }

  /// An order without meaning, so that sets can be written down in one way.
  public static func < (a: RowIdentity, b: RowIdentity) -> Bool { a.bits < b.bits }

  /// Reads the 64 bits.
  public init(from decoder: any Decoder) throws {
    bits = try decoder.singleValueContainer().decode(UInt64.self)
  }

  /// Writes the 64 bits.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(bits)
  }
}

/// The rows that a value was fitted on, kept as proof.
public struct FittedRows: Hashable, Codable, Sendable {
  /// The identities, ascending.
  public let identities: [RowIdentity]

  /// Remembers rows.
  public init(_ identities: some Sequence<RowIdentity>) { self.identities = identities.sorted() }

  /// The identities that are also among `others`: empty if nothing leaked.
  ///
  /// - Complexity: O(*m*) for *m* others, after hashing the fitted rows.
  public func shared(with others: some Sequence<RowIdentity>) -> [RowIdentity] {
    let known = Set(identities)
    return others.filter(known.contains)
  }
}
