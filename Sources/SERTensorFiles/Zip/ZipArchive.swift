// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// A zip archive, open for reading.
///
/// The directory at the archive's end is believed about sizes, the header before each member only about where
/// its bytes begin: writers that stream (PyTorch's) leave zeros there, and NumPy's `savez` the marks of
/// ZIP64. Where a member's own header does state sizes, they must agree.
///
/// Refused, by a ``ZipError`` and before anything is allocated: encrypted members, archives in parts, methods
/// other than stored and deflated, two members of one name, overlapping members, bytes between the directory
/// and the end record, more than ``mostMembers``, and sizes that the bytes cannot have. No member can so make
/// a reader allocate more than ``ZipMethod/highestRatio`` times its own bytes, nor all together more than
/// that times the file's.
///
/// - Source: APPNOTE.TXT 6.3.10 by PKWARE.
package struct ZipArchive: Sendable {
  /// What errors call it: its path.
  package let path: String
  /// The members, in the directory's order.
  package let entries: [ZipEntry]
  private let bytes: StoredBytes
  private let numbers: [String: Int]

  /// The most members that are read.
  package static let mostMembers = 65_536

  /// Opens an archive, and checks its directory and every member's header.
  ///
  /// - Throws: ``ZipError``.
  package init(path: String, mode: MappedFile.Mode = .map) throws(ZipError) {
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path: path, mode: mode)
    } catch {
      throw .file(error)
    }
    try self.init(StoredBytes(file), path: path)
  }

  /// Checks the directory and every member's header of an archive that need not be a file.
  ///
  /// - Parameters:
  ///   - bytes: The archive.
  ///   - path: The name that errors give.
  /// - Throws: ``ZipError``.
  package init(_ bytes: StoredBytes, path: String) throws(ZipError) {
    self.path = path
    self.bytes = bytes
    entries = try bytes.withBytes { (bytes) throws(ZipError) in
      try ZipDirectoryReader(path: path).entries(of: bytes)
    }
    var numbers: [String: Int] = [:]
    for (number, entry) in entries.enumerated() {
      guard numbers.updateValue(number, forKey: entry.name) == nil else {
        throw .duplicateName(path: path, name: entry.name)
      }
    }
    self.numbers = numbers
  }

  /// The member of this name.
  ///
  /// - Throws: ``ZipError/missing(path:name:names:)``.
  package func entry(named name: String) throws(ZipError) -> ZipEntry {
    guard let number = numbers[name] else {
      throw .missing(path: path, name: name, names: entries.map(\.name))
    }
    return entries[number]
  }

  /// All bytes of a member, in the file where it is stored, in memory where it is deflated.
  ///
  /// - Throws: ``ZipError``, also if the checksum is wrong.
  /// - Complexity: O(*n*) in its bytes.
  package func bytes(of entry: ZipEntry) throws(ZipError) -> StoredBytes {
    let bytes: StoredBytes
    switch entry.method {
    case .stored:
      bytes = self.bytes[entry.range]
    case .deflated:
      // Room for one byte more shows a member that goes on after the size that it claims.
      var inflated = [UInt8](repeating: 0, count: entry.count + 1)
      let outcome = try inflate(entry, into: &inflated)
      guard outcome.isComplete, outcome.produced == entry.count, outcome.consumed == entry.range.count else {
        throw .wrongSize(path: path, member: entry.name, claimed: entry.count)
      }
      inflated.removeLast()
      bytes = StoredBytes(inflated)
    }
    guard bytes.withBytes({ ZLib.checksum(of: $0) }) == entry.checksum else {
      throw .wrongChecksum(path: path, member: entry.name)
    }
    return bytes
  }

  /// The first `count` bytes of a member, or all if it has fewer; the checksum, which needs all of them, is
  /// not looked at.
  ///
  /// So that a member's own header can be held against the size it claims before that much is allocated.
  ///
  /// - Throws: ``ZipError``.
  package func prefix(_ count: Int, of entry: ZipEntry) throws(ZipError) -> StoredBytes {
    let count = min(count, entry.count)
    switch entry.method {
    case .stored:
      return bytes[entry.range.prefix(count)]
    case .deflated:
      var inflated = [UInt8](repeating: 0, count: count)
      guard try inflate(entry, into: &inflated).produced == count else {
        throw .wrongSize(path: path, member: entry.name, claimed: entry.count)
      }
      return StoredBytes(inflated)
    }
  }

  private func inflate(_ entry: ZipEntry, into output: inout [UInt8]) throws(ZipError) -> ZLib.Outcome {
    do throws(ZLib.Failure) {
      return try bytes.withBytes { (bytes) throws(ZLib.Failure) in
        try ZLib.inflate(bytes.extracting(entry.range), into: &output)
      }
    } catch {
      throw .damaged(path: path, member: entry.name, reason: error.reason)
    }
  }
}
