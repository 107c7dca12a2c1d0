// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Bytes that lie in a file, or in memory of their own, or in a part of either; read-only, and cheap to copy.
///
/// So what is parsed need not know whether it is a file, a stored member of an archive, or one that was
/// inflated.
package struct StoredBytes: Sendable {
  private enum Place {
    case file(MappedFile)
    case memory([UInt8])
  }

  private let place: Place
  private let range: Range<Int>

  /// All bytes of a file, where they lie.
  package init(_ file: MappedFile) {
    (place, range) = (.file(file), 0..<file.count)
  }

  /// Bytes in memory.
  package init(_ bytes: [UInt8]) {
    (place, range) = (.memory(bytes), 0..<bytes.count)
  }

  private init(_ place: Place, _ range: Range<Int>) {
    (self.place, self.range) = (place, range)
  }

  /// How many there are.
  package var count: Int { range.count }

  /// Some of them, without a copy.
  ///
  /// - Precondition: the part lies within them.
  package subscript(part: Range<Int>) -> StoredBytes {
    precondition(part.lowerBound >= 0 && part.upperBound <= count, "StoredBytes: \(part) of \(count)")
    return StoredBytes(place, range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
  }

  /// Calls `body` with all bytes; they may begin at any address.
  package func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch place {
    case .file(let file):
      try file.withBytes { (bytes) throws(Failure) in try body(bytes.extracting(range)) }
    case .memory(let bytes):
      unsafe try body(bytes.span.bytes.extracting(range))
    }
  }
}
