// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Makes a case out of the files that a reader starts from: mostly one of them with a few changes.
public struct CaseMaker: Sendable {
  private let reader: Reader
  private let seeds: [[UInt8]]

  /// - Parameter root: The folder of the project.
  public init(_ reader: Reader, root: String) throws {
    self.reader = reader
    seeds = try reader.seeds(root)
    precondition(!seeds.isEmpty, "\(reader.name): no file to start from")
  }

  /// The bytes of one case.
  public func bytes(seed: UInt64, number: UInt64) -> [UInt8] {
    var generator = CaseGenerator(seed: seed, reader: reader.name, number: number)
    return bytes(&generator)
  }

  private func bytes(_ generator: inout CaseGenerator) -> [UInt8] {
    var bytes = generator.pick(seeds)
    if generator.oneIn(200) { return bytes }
    // One change alone leaves most of a file good, and so comes furthest.
    let changes = generator.oneIn(2) ? 1 : 1 + generator.below(generator.oneIn(4) ? 12 : 3)
    // A frame that stays right lets changes within it come further than to its length.
    if let frame = reader.frame, !generator.oneIn(4), var (header, body) = frame.split(bytes) {
      if generator.oneIn(8), let other = frame.split(generator.pick(seeds)) {
        if generator.oneIn(2) { header = other.header } else { body = other.body }
      }
      for _ in 0..<changes {
        if generator.oneIn(3) {
          change(&body, &generator)
        } else {
          change(&header, &generator)
        }
      }
      bytes = frame.join(header, body)
      if !generator.oneIn(8) { return bytes }
    }
    for _ in 0..<changes { change(&bytes, &generator) }
    return bytes
  }

  private func change(_ bytes: inout [UInt8], _ generator: inout CaseGenerator) {
    // Most of what a reader looks at stands at the beginning.
    let reach = generator.oneIn(2) ? bytes.count : min(bytes.count, 128)
    let place = generator.below(reach)
    func range(upTo most: Int) -> Range<Int> {
      place..<min(bytes.count, place + 1 + generator.below(generator.oneIn(3) ? most : 8))
    }
    guard !bytes.isEmpty else {
      bytes = generator.pick(seeds)
      return
    }
    switch generator.below(13) {
    case 0:
      bytes.removeSubrange(generator.below(bytes.count + 1)...)
    case 1, 2:
      for _ in 0...generator.below(4) { bytes[generator.below(reach)] ^= 1 << UInt8(generator.below(8)) }
    case 3:
      bytes[place] = generator.pick(Self.bytes)
    case 4:
      let word = generator.pick(Self.words)
      let count = generator.pick([2, 4, 8])
      let isLittle = !generator.oneIn(4)
      let start = generator.oneIn(2) ? place : place / count * count
      for i in 0..<count where start + i < bytes.count {
        bytes[start + i] = UInt8(truncatingIfNeeded: word >> (8 * (isLittle ? i : count - 1 - i)))
      }
    case 5:
      let other = generator.pick(seeds)
      let cut = generator.oneIn(2) ? place : generator.below(other.count + 1)
      bytes = Array(bytes[..<place] + other[min(cut, other.count)...])
    case 6:
      let range = range(upTo: 64)
      let count = generator.oneIn(6) ? generator.below(4096 / range.count) : 1
      bytes.insert(contentsOf: repeatElement(bytes[range], count: count).joined(), at: place)
    case 7:
      bytes.removeSubrange(range(upTo: 256))
    case 8:
      let other = generator.pick(seeds)
      let start = generator.below(other.count)
      bytes.insert(
        contentsOf: other[start..<min(other.count, start + 1 + generator.below(64))],
        at: generator.below(bytes.count))
    case 9, 10:
      replaceNumber(in: &bytes, from: place, &generator)
    case 11:
      let word = Array(generator.pick(reader.words).utf8)
      let end = generator.oneIn(2) ? place : min(bytes.count, place + word.count)
      let count = generator.oneIn(16) ? 1 + generator.below(3000 / word.count) : 1
      bytes.replaceSubrange(place..<end, with: repeatElement(word, count: count).joined())
    default:
      let range = range(upTo: 32)
      let chunk = Array(bytes[range])
      bytes.removeSubrange(range)
      bytes.insert(contentsOf: chunk, at: generator.below(bytes.count + 1))
    }
  }

  /// Puts another number in place of the first one behind `place`.
  private func replaceNumber(in bytes: inout [UInt8], from place: Int, _ generator: inout CaseGenerator) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[place...].firstIndex(where: digits.contains) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.count
    var number = generator.pick(Self.numbers)
    if generator.oneIn(3), let old = Int(String(decoding: bytes[start..<end], as: UTF8.self)) {
      number = String(generator.pick([old &+ 1, old &- 1, old &* 2, old / 2, 0 &- old, old &* 8]))
    }
    bytes.replaceSubrange(start..<end, with: number.utf8)
  }

  private static let bytes: [UInt8] = [
    0, 1, 9, 10, 13, 0x20, 0x22, 0x27, 0x2c, 0x30, 0x5c, 0x7f, 0x80, 0xc0, 0xed, 0xff,
  ]

  private static let words: [UInt64] = [
    0, 1, 2, 7, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000,
    0xffff_ffff,
    100_000_000, 100_000_001, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000,
    0xffff_ffff_ffff_fff8,
    0xffff_ffff_ffff_ffff,
  ]

  private static let numbers = [
    "0", "1", "2", "3", "4", "7", "8", "16", "255", "256", "65535", "65536", "16777216", "16777217",
    "2147483647",
    "2147483648", "4294967295", "4294967296", "1000000000000", "2305843009213693952", "4611686018427387904",
    "4611686018427387908", "9223372036854775807", "9223372036854775808", "18446744073709551615",
    "18446744073709551616", "99999999999999999999999999", "-1", "-9223372036854775808", "-0", "00", "1.0",
    "0.5", "1e9",
    "1e308", "1e999", "-1e-999", "NaN", "Infinity", "0x10", "١", "",
  ]
}
