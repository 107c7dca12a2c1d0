// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import SERTensorFiles
import TestSupport
import Testing

@Suite("A zip archive") struct ZipArchiveTests {
  /// Opens an archive and reads every member.
  static func read(_ path: String, mode: MappedFile.Mode = .map) throws(ZipError) -> [String: [UInt8]] {
    let archive = try ZipArchive(path: path, mode: mode)
    var members: [String: [UInt8]] = [:]
    for entry in archive.entries { members[entry.name] = array(try archive.bytes(of: entry)) }
    return members
  }

  static func array(_ bytes: StoredBytes) -> [UInt8] {
    bytes.withBytes { span in unsafe span.withUnsafeBytes { unsafe Array($0) } }
  }

  static let hostile: [(String, @Sendable (String) -> ZipError)] = [
    ("empty_file", { .notZip(path: $0) }),
    ("not_zip", { .notZip(path: $0) }),
    ("cut", { .cut(path: $0) }),
    ("trailing", { .cut(path: $0) }),
    ("gap", { .malformed(path: $0, offset: 399, reason: directoryEnd) }),
    ("directory_out", { .malformed(path: $0, offset: 392, reason: directoryEnd) }),
    ("directory_short", { .malformed(path: $0, offset: 392, reason: directoryEnd) }),
    ("directory_signature", { .malformed(path: $0, offset: 290, reason: "this is no directory entry") }),
    ("count_more", { .malformed(path: $0, offset: 290, reason: "the directory is too short for 3 members") }),
    (
      "count_less",
      { .malformed(path: $0, offset: 341, reason: "the directory has more in it than 1 members") }
    ),
    (
      "count_65534",
      { .malformed(path: $0, offset: 290, reason: "the directory is too short for 65534 members") }
    ),
    ("count_2_to_60", { .tooManyMembers(path: $0, count: 1 << 60, limit: 65_536) }),
    ("two_parts", { .multipleParts(path: $0) }),
    ("two_parts_counts", { .multipleParts(path: $0) }),
    ("two_parts_member", { .multipleParts(path: $0) }),
    ("zip64_differs", { .malformed(path: $0, offset: 468, reason: "the two end records differ") }),
    ("zip64_out", { .malformed(path: $0, offset: 448, reason: "the ZIP64 end record is not in the file") }),
    ("zip64_signature", { .malformed(path: $0, offset: 392, reason: "this is no ZIP64 end record") }),
    ("zip64_size", { .malformed(path: $0, offset: 392, reason: "this is no ZIP64 end record") }),
    ("zip64_offset", { .malformed(path: $0, offset: 392, reason: directoryEnd) }),
    ("zip64_field_missing", { .malformed(path: $0, offset: 230, reason: "the ZIP64 field is missing") }),
    ("zip64_field_short", { .malformed(path: $0, offset: 230, reason: "the ZIP64 field is too short") }),
    (
      "zip64_field_long",
      { .malformed(path: $0, offset: 230, reason: "an extra field is longer than its place") }
    ),
    ("zip64_member_offset", { .outOfBounds(path: $0, member: "x.npy") }),
    ("zip64_member_size", { .outOfBounds(path: $0, member: "x.npy") }),
    ("member_offset", { .outOfBounds(path: $0, member: "x.npy") }),
    ("member_signature", { .malformed(path: $0, offset: 1, reason: "this is no member's header") }),
    ("member_long", { .outOfBounds(path: $0, member: "x.npy") }),
    ("name_out", { .outOfBounds(path: $0, member: "x.npy") }),
    ("name_differs", { .contradiction(path: $0, member: "x.npy") }),
    ("name_duplicate", { .duplicateName(path: $0, name: "x.npy") }),
    ("name_empty", { .invalidName(path: $0, name: "") }),
    ("name_nul", { .invalidName(path: $0, name: "x\0.npy") }),
    ("name_code_page", { .invalidName(path: $0, name: "\u{fffd}.npy") }),
    ("name_not_utf8", { .invalidName(path: $0, name: "\u{fffd}.npy") }),
    ("encrypted", { .encrypted(path: $0, member: "x.npy") }),
    ("encrypted_local", { .contradiction(path: $0, member: "x.npy") }),
    ("encrypted_directory", { .encrypted(path: $0, member: "x.npy") }),
    ("patch", { .unsupportedMethod(path: $0, member: "x.npy", method: 0) }),
    ("method_bzip2", { .unsupportedMethod(path: $0, member: "x.npy", method: 12) }),
    ("method_lzma", { .unsupportedMethod(path: $0, member: "x.npy", method: 14) }),
    ("method_differs", { .contradiction(path: $0, member: "x.npy") }),
    ("overlap", { .overlap(path: $0, member: "x.npy", other: "y.npy") }),
    ("crc", { .wrongChecksum(path: $0, member: "x.npy") }),
    ("crc_deflated", { .wrongChecksum(path: $0, member: "x.npy") }),
    ("crc_differs", { .contradiction(path: $0, member: "x.npy") }),
    ("size_differs", { .contradiction(path: $0, member: "x.npy") }),
    ("size_stored", { .impossibleSize(path: $0, member: "x.npy", compressed: 144, claimed: 145) }),
    ("size_more", { .wrongSize(path: $0, member: "x.npy", claimed: 145) }),
    ("size_less", { .wrongSize(path: $0, member: "x.npy", claimed: 143) }),
    ("size_bomb", { .impossibleSize(path: $0, member: "x.npy", compressed: 78, claimed: 1 << 31) }),
    ("size_4_GiB", { .impossibleSize(path: $0, member: "x.npy", compressed: 78, claimed: 1 << 32) }),
    ("size_1032", { .wrongSize(path: $0, member: "x.npy", claimed: 73_272) }),
    ("size_1033", { .impossibleSize(path: $0, member: "x.npy", compressed: 71, claimed: 73_273) }),
    ("deflate_more", { .wrongSize(path: $0, member: "x.npy", claimed: 144) }),
    ("deflate_cut", { .damaged(path: $0, member: "x.npy", reason: "the compressed bytes end too early") }),
    (
      "deflate_nothing", { .damaged(path: $0, member: "x.npy", reason: "the compressed bytes end too early") }
    ),
    ("deflate_block", { .damaged(path: $0, member: "x.npy", reason: "invalid block type") }),
    ("deflate_distance", { .damaged(path: $0, member: "x.npy", reason: "invalid distance too far back") }),
  ]
  static let directoryEnd = "the directory does not end where the end record begins"

  @Test("is refused for every lie, by name", arguments: 0..<hostile.count) func refused(index: Int) throws {
    let (name, expected) = Self.hostile[index]
    let path = NPZFileTests.path("hostile/\(name)")
    for mode in NPZFileTests.modes {
      let error = #expect(throws: expected(path)) { try Self.read(path, mode: mode) }
      #expect(error?.description.hasPrefix(path) == true)
    }
  }

  @Test("knows every hostile file") func complete() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Fixtures.path("npz/hostile"))
    let elsewhere = NPZFileTests.dishonest.count + 1
    #expect(names.count == Self.hostile.count + elsewhere + Self.valid.count)
  }

  static let valid = ["valid", "valid_comment", "valid_zip64", "valid_zip64_saturated"]

  @Test("is read where the same archives do not lie", arguments: valid) func accepted(name: String) throws {
    let members = try Self.read(NPZFileTests.path("hostile/\(name)"))
    #expect(members.keys.sorted() == (name == "valid_zip64_saturated" ? ["x.npy"] : ["x.npy", "y.npy"]))
    let x =
      NPYWriter.header(of: .float32, shape: [4]) + [
        0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40,
      ]
    #expect(members["x.npy"] == x)
  }

  @Test("may be a checkpoint, aligned and with the sizes after the data") func checkpoint() throws {
    let path = Fixtures.path("npz/checkpoint.zip")
    let archive = try ZipArchive(path: path)
    #expect(archive.entries.first?.name == "checkpoint/data.pkl")
    let storage = try archive.entry(named: "checkpoint/data/0")
    #expect(storage.range.lowerBound % 64 == 0 && storage.count == 24 && storage.method == .stored)
    let floats: [[UInt8]] = [
      [0, 0, 0, 0], [0, 0, 0x80, 0x3f], [0, 0, 0, 0x40], [0, 0, 0x40, 0x40], [0, 0, 0x80, 0x40],
      [0, 0, 0xa0, 0x40],
    ]
    #expect(Self.array(try archive.bytes(of: storage)) == floats.flatMap { $0 })
    #expect(
      Self.array(try archive.bytes(of: archive.entry(named: "checkpoint/version"))) == Array("3\n".utf8))
    let error = #expect(throws: ZipError.self) { try archive.entry(named: "checkpoint/data.pk") }
    #expect(
      error?.description
        == "\(path) has no member 'checkpoint/data.pk'; did you mean 'checkpoint/data.pkl' or 'checkpoint/data/0'"
    )
  }

  @Test("gives the beginning of a member without the rest", arguments: ["hostile/valid", "zeros"])
  func prefix(name: String) throws {
    let archive = try ZipArchive(path: NPZFileTests.path(name))
    for entry in archive.entries {
      let all = Self.array(try archive.bytes(of: entry))
      for count in [0, 1, 100, 5000, entry.count, entry.count + 1] {
        #expect(Self.array(try archive.prefix(count, of: entry)) == Array(all.prefix(count)))
      }
    }
  }
}
