// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The SHA-256 digest of bytes that may come in pieces.
///
/// Names files and results by content; it keeps no secrets.
///
/// Not public: a client that imports CryptoKit has a `SHA256` already, and every mention of it would be
/// ambiguous. Our own, because swift-crypto vendors a whole cryptographic library, whose first build takes as
/// long as all of this package.
///
/// ```swift
/// var hash = SHA256()
/// hash.update(header)
/// hash.update(rows)
/// print(hash.hex())
/// ```
///
/// - Complexity: O(*n*) in the number of bytes.
/// - Source: FIPS 180-4, section 6.2.
package struct SHA256: Sendable {
  private var state = SIMD8<UInt32>(
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
  private var pending: [UInt8] = []
  private var count: UInt64 = 0

  /// The digest of nothing so far.
  package init() {}

  /// Takes in the next bytes.
  package mutating func update(_ bytes: RawSpan) {
    count &+= UInt64(bytes.byteCount)
    var start = 0
    if !pending.isEmpty {
      start = min(Self.blockSize - pending.count, bytes.byteCount)
      pending += bytes.array(0..<start)
      guard pending.count == Self.blockSize else { return }
      let block = pending
      unsafe Self.compress(&state, block.span.bytes, from: 0, blocks: 1)
      pending.removeAll(keepingCapacity: true)
    }
    let blocks = (bytes.byteCount - start) / Self.blockSize
    Self.compress(&state, bytes, from: start, blocks: blocks)
    pending += bytes.array(start + blocks * Self.blockSize..<bytes.byteCount)
  }

  /// Takes in the next bytes.
  package mutating func update(_ bytes: [UInt8]) { unsafe update(bytes.span.bytes) }

  /// The digest of the bytes so far, 32 bytes; more may follow afterwards.
  package func finalize() -> [UInt8] {
    var last = self
    let bits = count &* 8
    let zeros = (119 - pending.count) % Self.blockSize
    var padding: [UInt8] = [0x80] + [UInt8](repeating: 0, count: zeros)
    for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
      padding.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
    last.update(padding)
    return (0..<32).map { UInt8(truncatingIfNeeded: last.state[$0 / 4] >> UInt32(24 - $0 % 4 * 8)) }
  }

  private static let blockSize = 64
}

extension SHA256 {
  /// The digest of the bytes so far, as 64 lowercase hexadecimal digits; more may follow afterwards.
  package func hex() -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The digest of bytes, as 64 hexadecimal digits.
  package static func hex(of bytes: RawSpan) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.hex()
  }

  /// The digest of bytes, as 64 hexadecimal digits.
  package static func hex(of bytes: [UInt8]) -> String { unsafe hex(of: bytes.span.bytes) }

  /// The digest of a text's UTF-8, as 64 hexadecimal digits.
  package static func hex(_ text: String) -> String {
    hex(of: Array(text.utf8))
  }

  /// The digest of a file, as 64 hexadecimal digits; it is read in pieces of 1 MiB.
  ///
  /// - Throws: ``FileError``.
  package static func hex(ofFile path: String) throws(FileError) -> String {
    let file = try SystemCalls.openRegularFile(path)
    var hash = SHA256()
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count: Int
      do throws(SystemCalls.Failure) {
        count = try SystemCalls.fill(&piece, from: file)
      } catch {
        throw FileError(reading: path, error)
      }
      unsafe hash.update(piece.span.bytes.extracting(first: count))
      if count < piece.count { return hash.hex() }
    }
  }
}
