// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("A mapped file") struct MappedFileTests {
  static let modes: [MappedFile.Mode] = [.map, .load]

  @Test("holds the file's bytes", arguments: modes, [0, 1, 4095, 4096, 4097, 5_000_000])
  func bytes(mode: MappedFile.Mode, count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let folder = try ScratchFolder()
    let file = try MappedFile(path: folder.put(bytes), mode: mode)
    #expect(file.count == count)
    #expect(file.array() == bytes)
    #expect(file.withBytes { $0.byteCount } == count)
    #expect(unsafe UInt(bitPattern: file.base) % 4096 == 0)
  }

  @Test("refuses what is missing", arguments: modes) func missing(mode: MappedFile.Mode) throws {
    let folder = try ScratchFolder()
    for path in [folder.file("none"), try folder.put([1]) + "/none", ""] {
      #expect(throws: FileError.notFound(path: path)) { try MappedFile(path: path, mode: mode) }
    }
  }

  @Test("refuses a folder, a device, and a pipe without waiting for it", arguments: modes)
  func kinds(mode: MappedFile.Mode) throws {
    let folder = try ScratchFolder()
    let pipe = folder.file("pipe")
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    for path in [folder.path, "/dev/null", pipe] {
      #expect(throws: FileError.notAFile(path: path)) { try MappedFile(path: path, mode: mode) }
    }
  }

  @Test("does not take a path with a NUL for the part before it") func nul() throws {
    let folder = try ScratchFolder()
    let path = try folder.put([1]) + "\0.npy"
    #expect(throws: FileError.unreadable(path: path, reason: "the path holds a NUL")) {
      try MappedFile(path: path)
    }
  }

  @Test("says why it may not read", .enabled(if: geteuid() != 0, "the superuser may read everything"))
  func permission() throws {
    let folder = try ScratchFolder()
    let path = try folder.put([1])
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(throws: FileError.unreadable(path: path, reason: "Permission denied")) {
      try MappedFile(path: path)
    }
  }

  @Test("survives, loaded, a program that cuts the file") func cut() throws {
    let folder = try ScratchFolder()
    let bytes = [UInt8](repeating: 7, count: 100_000)
    let file = try MappedFile(path: folder.put(bytes), mode: .load)
    try FileHandle(forWritingTo: URL(filePath: file.path)).truncate(atOffset: 0)
    #expect(file.array() == bytes)
  }

  /// The kernel says 4096 bytes for these, and gives fewer: as a file does that is cut while it is read.
  static let liar = "/sys/kernel/mm/transparent_hugepage/enabled"

  @Test(
    "refuses, loaded, a file that shrinks meanwhile",
    .enabled(if: FileManager.default.fileExists(atPath: liar)))
  func shrinking() throws {
    let error = #expect(throws: FileError.self) { try MappedFile(path: Self.liar, mode: .load) }
    guard case .shrank(Self.liar, 4096, 1..<4096) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// Linux grants 65,530 mappings a process, and far fewer open files.
  @Test("gives back its memory and its descriptor", arguments: modes) func release(mode: MappedFile.Mode)
    throws
  {
    let folder = try ScratchFolder()
    let path = try folder.put([1, 2, 3])
    for _ in 0..<70_000 { _ = try MappedFile(path: path, mode: mode) }
    #expect(try MappedFile(path: path, mode: mode).count == 3)
  }

  @Test("takes advice about the order of reading, also when empty", arguments: modes, [0, 10])
  func advice(mode: MappedFile.Mode, count: Int) throws {
    let folder = try ScratchFolder()
    let file = try MappedFile(path: folder.put([UInt8](repeating: 1, count: count)), mode: mode)
    file.expectRandomAccess()
    #expect(file.array().count == count)
  }
}
