// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// What the end of a zip archive says: where its directory lies, and how many members it names.
struct ZipEndRecord {
  /// Where the directory lies in the file.
  let directory: Range<Int>
  /// The number of members.
  let count: Int

  static let signature: UInt32 = 0x0605_4b50
  static let signature64: UInt32 = 0x0606_4b50
  static let locatorSignature: UInt32 = 0x0706_4b50
  /// Bytes of the record without its comment, of the record of ZIP64, and of what leads to the latter.
  static let (size, size64, locatorSize) = (22, 56, 20)

  private struct Claims: Equatable {
    var disk: UInt64, directoryDisk: UInt64, countHere: UInt64, count: UInt64, size: UInt64, offset: UInt64
  }

  /// Finds and checks the record; no member is looked at.
  ///
  /// - Throws: ``ZipError``.
  init(of bytes: RawSpan, path: String) throws(ZipError) {
    let position = try Self.find(in: bytes, path: path)
    var fields = ZipFields(bytes.array(position + 4..<position + Self.size)[...])
    var claims = Claims(
      disk: UInt64(fields.integer16()), directoryDisk: UInt64(fields.integer16()),
      countHere: UInt64(fields.integer16()), count: UInt64(fields.integer16()),
      size: UInt64(fields.integer32()), offset: UInt64(fields.integer32()))
    var end = position
    if let (claims64, position64) = try Self.record64(of: bytes, before: position, path: path) {
      try Self.compare(claims, claims64, at: position, path: path)
      (claims, end) = (claims64, position64)
    }
    guard claims.disk == 0, claims.directoryDisk == 0, claims.countHere == claims.count else {
      throw .multipleParts(path: path)
    }
    guard let count = Int(exactly: claims.count), count <= ZipArchive.mostMembers else {
      let count = Int(clamping: claims.count)
      throw .tooManyMembers(path: path, count: count, limit: ZipArchive.mostMembers)
    }
    guard let offset = Int(exactly: claims.offset), let size = Int(exactly: claims.size), offset <= end,
      size == end - offset
    else {
      throw .malformed(
        path: path, offset: end, reason: "the directory does not end where the end record begins")
    }
    directory = offset..<end
    self.count = count
  }

  /// The record is the last one whose comment reaches exactly to the end of the file.
  private static func find(in bytes: RawSpan, path: String) throws(ZipError) -> Int {
    let longestComment = Int(UInt16.max)
    let tail = bytes.array(max(0, bytes.byteCount - size - longestComment)..<bytes.byteCount)
    for position in stride(from: tail.count - size, through: 0, by: -1) where tail[position] == 0x50 {
      var fields = ZipFields(tail[position..<position + size])
      guard fields.integer32() == signature else { continue }
      fields.skip(size - 6)
      if Int(fields.integer16()) == tail.count - position - size {
        return bytes.byteCount - tail.count + position
      }
    }
    let start = bytes.array(0..<min(4, bytes.byteCount))
    throw start == [0x50, 0x4b, 3, 4] ? .cut(path: path) : .notZip(path: path)
  }

  /// The record of ZIP64, if the bytes before the end record lead to one.
  private static func record64(
    of bytes: RawSpan, before end: Int, path: String
  ) throws(ZipError) -> (claims: Claims, position: Int)? {
    guard end >= locatorSize else { return nil }
    var locator = ZipFields(bytes.array(end - locatorSize..<end)[...])
    guard locator.integer32() == locatorSignature else { return nil }
    let disk = locator.integer32()
    let offset = locator.integer64()
    guard disk == 0, locator.integer32() <= 1 else { throw .multipleParts(path: path) }
    guard let position = Int(exactly: offset), position <= end - locatorSize - size64 else {
      throw .malformed(
        path: path, offset: end - locatorSize, reason: "the ZIP64 end record is not in the file")
    }
    var fields = ZipFields(bytes.array(position..<position + size64)[...])
    guard fields.integer32() == signature64, fields.integer64() == UInt64(end - locatorSize - position - 12)
    else {
      throw .malformed(path: path, offset: position, reason: "this is no ZIP64 end record")
    }
    fields.skip(4)
    let claims = Claims(
      disk: UInt64(fields.integer32()), directoryDisk: UInt64(fields.integer32()),
      countHere: fields.integer64(), count: fields.integer64(), size: fields.integer64(),
      offset: fields.integer64())
    return (claims, position)
  }

  /// The fields of the short record are those of the long one, or say that they do not fit.
  private static func compare(
    _ short: Claims, _ long: Claims, at offset: Int, path: String
  ) throws(ZipError) {
    func agree(_ short: UInt64, _ long: UInt64, bits: UInt64) -> Bool {
      short == long || short == (1 << bits) - 1
    }
    guard agree(short.disk, long.disk, bits: 16), agree(short.directoryDisk, long.directoryDisk, bits: 16),
      agree(short.countHere, long.countHere, bits: 16), agree(short.count, long.count, bits: 16),
      agree(short.size, long.size, bits: 32), agree(short.offset, long.offset, bits: 32)
    else { throw .malformed(path: path, offset: offset, reason: "the two end records differ") }
  }
}
