// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("Writing a file whole or not at all") struct AtomicFileTests {
  @Test("gives a new file, or replaces one, and leaves nothing else", arguments: [0, 1, 3_000_000])
  func writes(count: Int) throws {
    let folder = try ScratchFolder()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 17) }
    for _ in 0..<2 {
      try AtomicFile.write(bytes, to: folder.file("a"))
      #expect(try Fixtures.bytes(folder.file("a")) == bytes)
      #expect(try folder.names() == ["a"])
      try AtomicFile.write("other", to: folder.file("a"))
      #expect(try Fixtures.text(folder.file("a")) == "other")
    }
  }

  @Test("writes where the program stands, if the path has no slash") func relative() async {
    await #expect(processExitsWith: .success) {
      let folder = try ScratchFolder()
      #expect(FileManager.default.changeCurrentDirectoryPath(folder.path))
      try AtomicFile.write("x", to: "plain")
      #expect(try folder.names() == ["plain"])
    }
  }

  @Test("lets who has the old file open keep it") func readers() throws {
    let folder = try ScratchFolder()
    let old = try MappedFile(path: folder.put(Array("old".utf8)))
    try AtomicFile.write("new and longer", to: old.path)
    #expect(old.array() == Array("old".utf8))
    #expect(try Fixtures.text(old.path) == "new and longer")
  }

  @Test("says why, where no file can be made") func folders() throws {
    let folder = try ScratchFolder()
    let file = try folder.put([1])
    for path in [folder.file("none/a"), file + "/a", ""] {
      let error = #expect(throws: FileError.self) { try AtomicFile.write("x", to: path) }
      guard case .unwritable(path, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(try folder.names() == ["file"])
  }

  @Test("says why it may not", .enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func permission() throws {
    let folder = try ScratchFolder()
    let path = try folder.put(Array("old".utf8))
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
    #expect(throws: FileError.unwritable(path: path, reason: "Permission denied")) {
      try AtomicFile.write("new", to: path)
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    #expect(try Fixtures.text(path) == "old")
  }

  @Test(
    "does not take the place of a folder or a device",
    arguments: ["/dev/null", "/dev/full", NSTemporaryDirectory()])
  func devices(path: String) throws {
    #expect(throws: FileError.notAFile(path: path)) { try AtomicFile.write("x", to: path) }
  }

  @Test("replaces a link, not what it leads to") func links() throws {
    let folder = try ScratchFolder()
    let target = try folder.put(Array("old".utf8), as: "target")
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: target)
    try AtomicFile.write("new", to: folder.file("link"))
    #expect(try Fixtures.text(folder.file("link")) == "new")
    #expect(try Fixtures.text(target) == "old")
  }

  /// A limit of the file size acts as a full disk does: a short write first, then a refusal.
  @Test("leaves the old file and no other when the disk is full") func full() async {
    await #expect(processExitsWith: .success) {
      let folder = try ScratchFolder()
      let path = try folder.put(Array("old".utf8))
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
      #if os(Linux)
        #expect(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      #else
        #expect(unsafe setrlimit(RLIMIT_FSIZE, &limit) == 0)
      #endif
      #expect(throws: FileError.unwritable(path: path, reason: "File too large")) {
        try AtomicFile.write([UInt8](repeating: 1, count: 10_000), to: path)
      }
      #expect(try Fixtures.text(path) == "old")
      #expect(try folder.names() == ["file"])
      try AtomicFile.write([UInt8](repeating: 1, count: 4096), to: path)
      #expect(try Fixtures.bytes(path).count == 4096)
    }
  }

  @Test("shows only whole files while many write the same path") func concurrent() async throws {
    let folder = try ScratchFolder()
    let path = folder.file("a")
    try AtomicFile.write([UInt8](repeating: 0, count: 100_000), to: path)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for value in 1...4 as ClosedRange<UInt8> {
        group.addTask {
          for _ in 0..<25 { try AtomicFile.write([UInt8](repeating: value, count: 100_000), to: path) }
        }
      }
      for _ in 0..<100 {
        let seen = try Fixtures.bytes(path)
        #expect(seen.count == 100_000 && Set(seen).count == 1)
      }
      try await group.waitForAll()
    }
    #expect(try folder.names() == ["a"])
  }

  @Test("takes what is appended in pieces, and shows it only when committed") func pieces() throws {
    let folder = try ScratchFolder()
    let file = try PendingFile(path: folder.file("a"))
    for piece in [[1, 2], [], [3]] as [[UInt8]] { unsafe try file.append(piece.span.bytes) }
    #expect(try !folder.names().contains("a"))
    try file.commit()
    #expect(try Fixtures.bytes(folder.file("a")) == [1, 2, 3])
    #expect(try folder.names() == ["a"])
  }

  @Test("forgets what is never committed") func abandoned() throws {
    let folder = try ScratchFolder()
    do {
      let file = try PendingFile(path: folder.file("a"))
      unsafe try file.append([1, 2, 3].span.bytes)
      #expect(try folder.names().count == 1)
    }
    #expect(try folder.names() == [])
  }
}

@Suite("Making a folder") struct CreateFolderTests {
  @Test("makes those above it too", arguments: ["a", "a/b/c", "a/b/", "a//b///", "./a/./b", "ü/日本"])
  func nested(path: String) throws {
    let folder = try ScratchFolder()
    for _ in 0..<2 {
      try AtomicFile.createFolder(folder.file(path))
      var isFolder: ObjCBool = false
      #expect(unsafe FileManager.default.fileExists(atPath: folder.file(path), isDirectory: &isFolder))
      #expect(isFolder.boolValue)
    }
  }

  @Test("accepts what exists", arguments: ["/", ".", "..", "///", NSTemporaryDirectory()]) func existing(
    path: String
  ) throws {
    try AtomicFile.createFolder(path)
    let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    #expect(type == .typeDirectory)
  }

  @Test("refuses where a file is in the way, or no name is given") func obstacles() throws {
    let folder = try ScratchFolder()
    let file = try folder.put([1])
    for path in [file, file + "/a/b", "", "a\0b"] {
      let error = #expect(throws: FileError.self) { try AtomicFile.createFolder(path) }
      guard case .folderNotCreated(path, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(try folder.names() == ["file"])
  }

  @Test("succeeds for all who make it at once") func concurrent() async throws {
    let folder = try ScratchFolder()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for i in 0..<200 {
        group.addTask { try AtomicFile.createFolder(folder.file("\(i / 20)/b/c/d")) }
      }
      try await group.waitForAll()
    }
    #expect(try folder.names().count == 10)
  }
}
