// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How the bytes of a member are kept.
package enum ZipMethod: UInt16, Hashable, Sendable {
  /// As they are.
  case stored = 0
  /// Compressed by deflate (RFC 1951).
  case deflated = 8

  /// The most bytes that one deflated byte can stand for: a copy is of at most 258 bytes, and takes at least
  /// a bit for its length and one for its distance, so 4 · 258.
  package static let highestRatio = 1032

  /// Whether `compressed` bytes can stand for `count`.
  func allows(_ compressed: Int, toHold count: Int) -> Bool {
    switch self {
    case .stored: compressed == count
    // Divided, not multiplied: sizes come from the file, and may be as large as an integer can be.
    case .deflated: count / Self.highestRatio + (count % Self.highestRatio).signum() <= compressed
    }
  }
}
