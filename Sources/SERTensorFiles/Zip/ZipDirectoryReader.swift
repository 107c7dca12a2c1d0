// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Reads the directory at the end of a zip archive, and holds the header before each member against it.
struct ZipDirectoryReader {
  /// The name that errors give.
  let path: String

  static let signature: UInt32 = 0x0201_4b50
  static let headerSignature: UInt32 = 0x0403_4b50
  /// Bytes of a directory entry, and of a member's header, without what varies in length.
  static let (size, headerSize) = (46, 30)

  /// A directory entry as it stands.
  private struct Record {
    var flags: UInt16
    var method: UInt16
    var checksum: UInt32
    var compressed: UInt64
    var count: UInt64
    var offset: UInt64
    var name: [UInt8]
  }

  /// The bits of the flags that matter.
  private enum Flag {
    static let encrypted: UInt16 = 1 << 0 | 1 << 6 | 1 << 13
    static let sizesFollow: UInt16 = 1 << 3
    static let patch: UInt16 = 1 << 5
    static let utf8: UInt16 = 1 << 11
  }

  /// All members, in the directory's order.
  func entries(of bytes: RawSpan) throws(ZipError) -> [ZipEntry] {
    let end = try ZipEndRecord(of: bytes, path: path)
    // The claimed number is believed only as far as so many entries fit.
    guard end.count <= end.directory.count / Self.size else {
      throw malformed(end.directory.lowerBound, "the directory is too short for \(end.count) members")
    }
    var entries: [ZipEntry] = []
    entries.reserveCapacity(end.count)
    var spans: [(range: Range<Int>, name: String)] = []
    spans.reserveCapacity(end.count)
    var position = end.directory.lowerBound
    for _ in 0..<end.count {
      let record = try record(of: bytes, at: &position, before: end.directory.upperBound)
      let (entry, start) = try entry(record, of: bytes, before: end.directory.lowerBound)
      entries.append(entry)
      spans.append((start..<entry.range.upperBound, entry.name))
    }
    guard position == end.directory.upperBound else {
      throw malformed(position, "the directory has more in it than \(end.count) members")
    }
    spans.sort { $0.range.lowerBound < $1.range.lowerBound }
    for (former, latter) in zip(spans, spans.dropFirst())
    where latter.range.lowerBound < former.range.upperBound {
      throw .overlap(path: path, member: former.name, other: latter.name)
    }
    return entries
  }

  private func record(
    of bytes: RawSpan, at position: inout Int, before end: Int
  ) throws(ZipError) -> Record {
    guard Self.size <= end - position else { throw malformed(position, "the directory ends within an entry") }
    var fields = ZipFields(bytes.array(position..<position + Self.size)[...])
    guard fields.integer32() == Self.signature else {
      throw malformed(position, "this is no directory entry")
    }
    fields.skip(4)
    let (flags, method) = (fields.integer16(), fields.integer16())
    fields.skip(4)
    var record = Record(
      flags: flags, method: method, checksum: fields.integer32(), compressed: UInt64(fields.integer32()),
      count: UInt64(fields.integer32()), offset: 0, name: [])
    let (nameCount, extraCount) = (Int(fields.integer16()), Int(fields.integer16()))
    let commentCount = Int(fields.integer16())
    var disk = UInt32(fields.integer16())
    fields.skip(6)
    record.offset = UInt64(fields.integer32())
    let start = position + Self.size
    guard nameCount + extraCount + commentCount <= end - start else {
      throw malformed(position, "the directory ends within an entry")
    }
    record.name = bytes.array(start..<start + nameCount)
    if [record.compressed, record.count, record.offset].contains(UInt64(UInt32.max))
      || disk == UInt32(UInt16.max)
    {
      let extra = bytes.array(start + nameCount..<start + nameCount + extraCount)
      var long = ZipFields(try zip64(in: extra, at: start + nameCount))
      // In this order, and only those that do not fit.
      for field in [\Record.count, \.compressed, \.offset] where record[keyPath: field] == UInt64(UInt32.max)
      {
        guard long.remaining >= 8 else { throw malformed(start + nameCount, "the ZIP64 field is too short") }
        record[keyPath: field] = long.integer64()
      }
      if disk == UInt32(UInt16.max) {
        guard long.remaining >= 4 else { throw malformed(start + nameCount, "the ZIP64 field is too short") }
        disk = long.integer32()
      }
    }
    guard disk == 0 else { throw .multipleParts(path: path) }
    position = start + nameCount + extraCount + commentCount
    return record
  }

  /// Checks a member against the header before its bytes; also returns where that header begins.
  private func entry(
    _ record: Record, of bytes: RawSpan, before directory: Int
  ) throws(ZipError) -> (entry: ZipEntry, start: Int) {
    let name = try name(record)
    guard record.flags & Flag.encrypted == 0 else { throw .encrypted(path: path, member: name) }
    guard record.flags & Flag.patch == 0, let method = ZipMethod(rawValue: record.method) else {
      throw .unsupportedMethod(path: path, member: name, method: Int(record.method))
    }
    guard let start = Int(exactly: record.offset), start <= directory, Self.headerSize <= directory - start
    else {
      throw .outOfBounds(path: path, member: name)
    }
    var fields = ZipFields(bytes.array(start..<start + Self.headerSize)[...])
    guard fields.integer32() == Self.headerSignature else {
      throw malformed(start, "this is no member's header")
    }
    fields.skip(2)
    let (flags, headerMethod) = (fields.integer16(), fields.integer16())
    fields.skip(4)
    let checksum = fields.integer32()
    let sizes = (compressed: UInt64(fields.integer32()), count: UInt64(fields.integer32()))
    let (nameCount, extraCount) = (Int(fields.integer16()), Int(fields.integer16()))
    let nameStart = start + Self.headerSize
    guard nameCount + extraCount <= directory - nameStart else {
      throw .outOfBounds(path: path, member: name)
    }
    let dataStart = nameStart + nameCount + extraCount
    guard let compressed = Int(exactly: record.compressed), let count = Int(exactly: record.count),
      compressed <= directory - dataStart
    else { throw .outOfBounds(path: path, member: name) }
    guard flags & (Flag.encrypted | Flag.patch) == 0, headerMethod == record.method,
      bytes.array(nameStart..<nameStart + nameCount) == record.name
    else { throw .contradiction(path: path, member: name) }
    if flags & Flag.sizesFollow == 0 {
      let extra = bytes.array(nameStart + nameCount..<dataStart)
      let sizes = try long(sizes, extra, at: nameStart + nameCount)
      guard sizes == (record.compressed, record.count), checksum == record.checksum else {
        throw .contradiction(path: path, member: name)
      }
    }
    guard method.allows(compressed, toHold: count) else {
      throw .impossibleSize(path: path, member: name, compressed: compressed, claimed: count)
    }
    let entry = ZipEntry(
      name: name, method: method, count: count, checksum: record.checksum,
      range: dataStart..<dataStart + compressed)
    return (entry, start)
  }

  /// A header's own sizes; where one does not fit, its ZIP64 field has both.
  private func long(
    _ sizes: (compressed: UInt64, count: UInt64), _ extra: [UInt8], at offset: Int
  ) throws(ZipError) -> (compressed: UInt64, count: UInt64) {
    guard sizes.compressed == UInt64(UInt32.max) || sizes.count == UInt64(UInt32.max) else { return sizes }
    var fields = ZipFields(try zip64(in: extra, at: offset))
    guard fields.remaining >= 16 else { throw malformed(offset, "the ZIP64 field is too short") }
    let count = fields.integer64()
    return (fields.integer64(), count)
  }

  /// The content of the extra field that ZIP64 uses.
  private func zip64(in extra: [UInt8], at offset: Int) throws(ZipError) -> ArraySlice<UInt8> {
    var fields = ZipFields(extra[...])
    while fields.remaining >= 4 {
      let (kind, count) = (fields.integer16(), Int(fields.integer16()))
      guard count <= fields.remaining else {
        throw malformed(offset, "an extra field is longer than its place")
      }
      let content = fields.slice(count)
      if kind == 1 { return content }
    }
    throw malformed(offset, "the ZIP64 field is missing")
  }

  private func name(_ record: Record) throws(ZipError) -> String {
    // Without the mark, bytes beyond ASCII are of the writer's code page, which the archive does not name.
    let isText = record.flags & Flag.utf8 != 0 || record.name.allSatisfy { $0 < 0x80 }
    guard isText, !record.name.isEmpty, !record.name.contains(0),
      let name = String(validating: record.name, as: UTF8.self)
    else { throw .invalidName(path: path, name: String(decoding: record.name, as: UTF8.self)) }
    return name
  }

  private func malformed(_ offset: Int, _ reason: String) -> ZipError {
    .malformed(path: path, offset: offset, reason: reason)
  }
}
