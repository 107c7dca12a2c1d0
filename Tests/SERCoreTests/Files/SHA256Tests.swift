// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("SHA-256") struct SHA256Tests {
  /// FIPS 180-4 examples and NIST's short vectors.
  @Test(
    "gives the published digests",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func published(text: String, digest: String) {
    #expect(SHA256.hex(text) == digest)
  }

  @Test("gives the published digest of a million letters, in memory and from a file") func million() throws {
    let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    #expect(SHA256.hex(of: bytes) == digest)
    let folder = try ScratchFolder()
    #expect(try SHA256.hex(ofFile: folder.put(bytes)) == digest)
  }

  /// The number is hashlib's: the digest of the digests of `bytes((7 * i) % 256 for i in range(n))`, n = 0
  /// … 300.
  @Test("agrees with Python's hashlib at every length around the ends of blocks") func lengths() {
    var digests = SHA256()
    for n in 0...300 {
      var hash = SHA256()
      unsafe hash.update((0..<n).map { UInt8(truncatingIfNeeded: 7 * $0) }.span.bytes)
      unsafe digests.update(hash.finalize().span.bytes)
    }
    #expect(
      digests.hex() == "3b05b530351f50663ba5ac734c246d169eafec6b57c70dc6dc94cad39d04aad8")
  }

  @Test("does not depend on how the bytes are cut", arguments: 0..<50 as Range<UInt64>) func pieces(
    seed: UInt64
  ) {
    var generator = SplitMix64(state: seed)
    let bytes = (0..<Int.random(in: 0...1000, using: &generator)).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    var hash = SHA256()
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(Int.random(in: 0...200, using: &generator)))
      unsafe hash.update(piece.span.bytes)
      rest = rest.dropFirst(piece.count)
    }
    #expect(hash.hex() == SHA256.hex(of: bytes))
  }

  /// Where the processor has no instructions for it, or `SER_KERNELS` is `portable`, both are the same code.
  @Test(
    "takes in blocks by the processor's instructions as it does in Swift", arguments: 0..<40 as Range<UInt64>)
  func instructions(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let start = Int.random(in: 0...70, using: &generator)
    let blocks = Int.random(in: 0...20, using: &generator)
    let bytes = (0..<start + 64 * blocks + 5).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var state = SIMD8<UInt32>.random(in: 0 ... .max, using: &generator)
    var inSwift = state
    let before = state
    unsafe SHA256.compress(&state, bytes.span.bytes, from: start, blocks: blocks)
    unsafe SHA256.compressInSwift(&inSwift, bytes.span.bytes, from: start, blocks: blocks)
    #expect(state == inSwift)
    #expect((state == before) == (blocks == 0))
  }

  @Test("can be asked before the end, and goes on") func asked() {
    var hash = SHA256()
    unsafe hash.update(Array("ab".utf8).span.bytes)
    _ = hash.finalize()
    unsafe hash.update(Array("c".utf8).span.bytes)
    #expect(hash.hex() == SHA256.hex("abc"))
  }

  @Test(
    "of a file reads across pieces of 1 MiB",
    arguments: [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
  func files(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
    let path = try ScratchFolder().put(bytes)
    #expect(throws: FileError.notFound(path: path)) { try SHA256.hex(ofFile: path) }  // the folder is gone
    let folder = try ScratchFolder()
    #expect(try SHA256.hex(ofFile: folder.put(bytes)) == SHA256.hex(of: bytes))
  }
}
