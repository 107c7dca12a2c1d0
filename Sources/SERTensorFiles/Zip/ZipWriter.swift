// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Writes a zip archive, member by member; it appears whole, when it is committed, or not at all.
///
/// The bytes are those of Python's `zipfile` as NumPy's `savez` uses it: no date (1 January 1980), and in
/// each member's header its sizes in the form of ZIP64. So the same members give the same bytes on every day
/// and machine.
///
/// - Source: APPNOTE.TXT 6.3.10 by PKWARE.
package struct ZipWriter: ~Copyable {
  private let path: String
  private let file: PendingFile
  private let longFrom: Int
  private var directory: [UInt8] = []
  private var names: Set<String> = []
  private var offset = 0

  /// Opens a temporary file beside `path`.
  ///
  /// - Parameters:
  ///   - path: Where the archive will be.
  ///   - longFrom: Sizes and offsets from here on get 64 bits in the directory; less only so that tests need
  ///     no file of 4 GB.
  /// - Throws: ``ZipError/file(_:)``.
  package init(path: String, longFrom: Int = Int(UInt32.max)) throws(ZipError) {
    self.path = path
    self.longFrom = longFrom
    do throws(FileError) {
      file = try PendingFile(path: path)
    } catch {
      throw .file(error)
    }
  }

  /// Writes a member.
  ///
  /// - Parameters:
  ///   - name: Its name, with `/` between folders.
  ///   - method: How its bytes are kept.
  ///   - head: Its first bytes.
  ///   - bytes: Its further bytes.
  /// - Throws: ``ZipError``, also for a second member of this name.
  /// - Complexity: O(*n*) in the bytes; a deflated member is compressed in memory first.
  package mutating func append(
    _ name: String, method: ZipMethod, head: [UInt8] = [], _ bytes: RawSpan
  ) throws(ZipError) {
    let nameBytes = Array(name.utf8)
    guard 1...Int(UInt16.max) ~= nameBytes.count, !nameBytes.contains(0) else {
      throw .invalidName(path: path, name: name)
    }
    guard names.insert(name).inserted else { throw .duplicateName(path: path, name: name) }
    guard names.count <= ZipArchive.mostMembers else {
      throw .tooManyMembers(path: path, count: names.count, limit: ZipArchive.mostMembers)
    }
    let checksum = unsafe ZLib.checksum(of: bytes, after: ZLib.checksum(of: head.span.bytes))
    let count = head.count + bytes.byteCount
    switch method {
    case .stored:
      let start = offset
      try describe(nameBytes, method, checksum: checksum, compressed: count, count: count, start: start)
      try write(head)
      try write(bytes)
    case .deflated:
      let compressed = try deflate(head, bytes, name: name)
      let start = offset
      try describe(
        nameBytes, method, checksum: checksum, compressed: compressed.count, count: count, start: start)
      try write(compressed)
    }
  }

  /// Writes the directory, and gives the archive its name.
  ///
  /// - Throws: ``ZipError/file(_:)``.
  package consuming func commit() throws(ZipError) {
    let (start, end, count) = (offset, offset + directory.count, names.count)
    if count >= min(longFrom, Int(UInt16.max)) || start >= longFrom || directory.count >= longFrom {
      directory.append(littleEndian: ZipEndRecord.signature64)
      directory.append(littleEndian: UInt64(ZipEndRecord.size64 - 12))
      directory.append(littleEndian: Self.writer)
      directory.append(littleEndian: Self.version)
      directory.append(littleEndian: UInt64(0))  // this part and the directory's
      for _ in 0..<2 { directory.append(littleEndian: UInt64(count)) }
      directory.append(littleEndian: UInt64(end - start))
      directory.append(littleEndian: UInt64(start))
      directory.append(littleEndian: ZipEndRecord.locatorSignature)
      directory.append(littleEndian: UInt32(0))
      directory.append(littleEndian: UInt64(end))
      directory.append(littleEndian: UInt32(1))
    }
    directory.append(littleEndian: ZipEndRecord.signature)
    directory.append(littleEndian: UInt32(0))  // this part and the directory's
    for _ in 0..<2 { directory.append(littleEndian: UInt16(clamping: count)) }
    directory.append(littleEndian: UInt32(clamping: end - start))
    directory.append(littleEndian: UInt32(clamping: start))
    directory.append(littleEndian: UInt16(0))  // no comment
    do throws(FileError) {
      try file.append(directory)
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  /// Writes a member's header, and adds it to the directory.
  private mutating func describe(
    _ name: [UInt8], _ method: ZipMethod, checksum: UInt32, compressed: Int, count: Int, start: Int
  ) throws(ZipError) {
    var common: [UInt8] = []
    common.append(littleEndian: Self.version)
    common.append(littleEndian: name.allSatisfy { $0 < 0x80 } ? UInt16(0) : 1 << 11)
    common.append(littleEndian: method.rawValue)
    common.append(littleEndian: UInt32(0x0021_0000))  // 1 January 1980, 0:00
    common.append(littleEndian: checksum)

    var header: [UInt8] = []
    header.append(littleEndian: ZipDirectoryReader.headerSignature)
    header += common
    for _ in 0..<2 { header.append(littleEndian: UInt32.max) }
    header.append(littleEndian: UInt16(name.count))
    header.append(littleEndian: UInt16(20))
    header += name
    header += Self.long([count, compressed])

    directory.append(littleEndian: ZipDirectoryReader.signature)
    directory.append(littleEndian: Self.writer)
    directory += common
    for value in [compressed, count] {
      directory.append(littleEndian: value < longFrom ? UInt32(value) : .max)
    }
    directory.append(littleEndian: UInt16(name.count))
    let extra = Self.long([count, compressed, start].filter { $0 >= longFrom })
    directory.append(littleEndian: UInt16(extra.count))
    directory += [UInt8](repeating: 0, count: 6)  // no comment, first part, no kind of file
    directory.append(littleEndian: UInt32(0o600) << 16)  // the owner may read and write
    directory.append(littleEndian: start < longFrom ? UInt32(start) : .max)
    directory += name
    directory += extra
    try write(header)
  }

  /// The extra field of ZIP64, or nothing if there is nothing to say.
  private static func long(_ values: [Int]) -> [UInt8] {
    guard !values.isEmpty else { return [] }
    var field: [UInt8] = []
    field.append(littleEndian: UInt16(1))
    field.append(littleEndian: UInt16(8 * values.count))
    for value in values { field.append(littleEndian: UInt64(value)) }
    return field
  }

  private func deflate(_ head: [UInt8], _ bytes: RawSpan, name: String) throws(ZipError) -> [UInt8] {
    do throws(ZLib.Failure) {
      return unsafe try ZLib.deflate(head.span.bytes, bytes)
    } catch {
      throw .damaged(path: path, member: name, reason: error.reason)
    }
  }

  private mutating func write(_ bytes: [UInt8]) throws(ZipError) {
    unsafe try write(bytes.span.bytes)
  }

  private mutating func write(_ bytes: RawSpan) throws(ZipError) {
    do throws(FileError) {
      try file.append(bytes)
    } catch {
      throw .file(error)
    }
    offset += bytes.byteCount
  }

  /// Version 4.5, the first with ZIP64; and the same with Unix for the kind of system.
  private static let (version, writer): (UInt16, UInt16) = (45, 45 | 3 << 8)
}
