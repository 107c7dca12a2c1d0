// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Bytes that lie in a part of a file, or in memory of their own; read-only, and cheap to copy.
///
/// So what is parsed need not know whether it is a file, a stored member of an archive, or one that was inflated.
package struct StoredBytes: Sendable {
  private enum Place {
    case file(MappedFile, Range<Int>)
    case memory([UInt8])
  }

  private let place: Place

  /// A part of a file, where it lies.
  ///
  /// - Precondition: the range lies within the file.
  package init(_ file: MappedFile, _ range: Range<Int>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= file.count, "StoredBytes: \(range) of \(file.count)")
    place = .file(file, range)
  }

  /// Bytes in memory.
  package init(_ bytes: [UInt8]) {
    place = .memory(bytes)
  }

  /// How many there are.
  package var count: Int {
    switch place {
    case .file(_, let range): range.count
    case .memory(let bytes): bytes.count
    }
  }

  /// Calls `body` with all bytes; they may begin at any address.
  package func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch place {
    case .file(let file, let range):
      try file.withBytes { (bytes) throws(Failure) in try body(bytes.extracting(range)) }
    case .memory(let bytes):
      unsafe try body(bytes.span.bytes)
    }
  }
}
