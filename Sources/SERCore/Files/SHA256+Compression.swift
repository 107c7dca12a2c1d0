// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CKernels

extension SHA256 {
  /// Takes whole blocks of 64 bytes into the state, by the processor's own instructions where it has them.
  package static func compress(
    _ state: inout SIMD8<UInt32>, _ bytes: RawSpan, from start: Int, blocks: Int
  ) {
    check(bytes, from: start, blocks: blocks)
    guard blocks > 0 else { return }
    var words = (0..<8).map { state[$0] }
    let isDone = unsafe bytes.withUnsafeBytes { raw in
      unsafe ser_sha256_blocks(&words, raw.baseAddress! + start, blocks, constants) == 1
    }
    if isDone {
      for i in 0..<8 { state[i] = words[i] }
    } else {
      compressInSwift(&state, bytes, from: start, blocks: blocks)
    }
  }

  /// The same on every processor, and what the instructions are held against.
  ///
  /// Eight rounds a turn, so that the eight working variables change their roles by name and are never moved,
  /// over plain pointers, since bounds checks in the inner loop would halve the speed.
  package static func compressInSwift(
    _ state: inout SIMD8<UInt32>, _ bytes: RawSpan, from start: Int, blocks: Int
  ) {
    check(bytes, from: start, blocks: blocks)
    guard blocks > 0 else { return }
    unsafe bytes.withUnsafeBytes { raw in
      unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
        unsafe constants.withUnsafeBufferPointer { constants in
          for block in 0..<blocks {
            let source = unsafe raw.baseAddress! + start + block * 64
            unsafe expand(source, into: schedule.baseAddress!)
            unsafe mix(&state, schedule.baseAddress!, constants.baseAddress!)
          }
        }
      }
    }
  }

  private static func check(_ bytes: RawSpan, from start: Int, blocks: Int) {
    precondition(
      start >= 0 && blocks >= 0 && start + blocks * 64 <= bytes.byteCount,
      "SHA256: \(blocks) blocks from \(start) of \(bytes.byteCount) bytes")
  }

  /// The message schedule: sixteen big-endian words of the block, and 48 that follow from them.
  @inline(__always)
  private static func expand(_ source: UnsafeRawPointer, into w: UnsafeMutablePointer<UInt32>) {
    for t in 0..<16 {
      unsafe w[t] = UInt32(bigEndian: source.loadUnaligned(fromByteOffset: t &* 4, as: UInt32.self))
    }
    for t in 16..<64 {
      let (x, y) = unsafe (w[t &- 15], w[t &- 2])
      let small0 = rotate(x, 7) ^ rotate(x, 18) ^ (x &>> 3)
      let small1 = rotate(y, 17) ^ rotate(y, 19) ^ (y &>> 10)
      unsafe w[t] = w[t &- 16] &+ small0 &+ w[t &- 7] &+ small1
    }
  }

  @inline(__always)
  private static func mix(
    _ state: inout SIMD8<UInt32>, _ w: UnsafePointer<UInt32>, _ k: UnsafePointer<UInt32>
  ) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    var t = 0
    while t < 64 {
      unsafe round(a, b, c, &d, e, f, g, &h, k[t] &+ w[t])
      unsafe round(h, a, b, &c, d, e, f, &g, k[t &+ 1] &+ w[t &+ 1])
      unsafe round(g, h, a, &b, c, d, e, &f, k[t &+ 2] &+ w[t &+ 2])
      unsafe round(f, g, h, &a, b, c, d, &e, k[t &+ 3] &+ w[t &+ 3])
      unsafe round(e, f, g, &h, a, b, c, &d, k[t &+ 4] &+ w[t &+ 4])
      unsafe round(d, e, f, &g, h, a, b, &c, k[t &+ 5] &+ w[t &+ 5])
      unsafe round(c, d, e, &f, g, h, a, &b, k[t &+ 6] &+ w[t &+ 6])
      unsafe round(b, c, d, &e, f, g, h, &a, k[t &+ 7] &+ w[t &+ 7])
      t &+= 8
    }
    state = state &+ SIMD8(a, b, c, d, e, f, g, h)
  }

  /// One round: `h` becomes the next `a`, and `d` the next `e`.
  @inline(__always)
  private static func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32, _ keyed: UInt32
  ) {
    let large1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let choice = g ^ (e & (f ^ g))
    let first = h &+ large1 &+ choice &+ keyed
    let large0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    let majority = (a & b) | (c & (a | b))
    d = d &+ first
    h = first &+ large0 &+ majority
  }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { (x &>> n) | (x &<< (32 &- n)) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
