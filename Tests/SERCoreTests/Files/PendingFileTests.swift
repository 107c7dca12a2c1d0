// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("What killed writers left in a folder") struct PendingFileTests {
  @Test("is removed, and nothing else is") func abandoned() throws {
    let folder = try ScratchFolder()
    try folder.put([1, 2], as: ".part-1-abc")
    try folder.put([], as: ".part-99999999-0")
    try folder.put([3], as: "part-1")
    try folder.put([4], as: "a.json")
    try FileManager.default.createDirectory(
      atPath: folder.file(".part-folder"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file(".part-link"), withDestinationPath: folder.file("a.json"))
    PendingFile.removeAbandoned(in: folder.path)
    #expect(try folder.names() == [".part-folder", ".part-link", "a.json", "part-1"])
    #expect(try Fixtures.bytes(folder.file("a.json")) == [4])
  }

  @Test("does not hold what is still written") func written() throws {
    let folder = try ScratchFolder()
    let bytes: [UInt8] = [1, 2, 3]
    let file = try PendingFile(path: folder.file("a"))
    unsafe try file.append(bytes.span.bytes)
    PendingFile.removeAbandoned(in: folder.path)
    #expect(try folder.names().count == 1)
    try file.commit()
    PendingFile.removeAbandoned(in: folder.path)
    #expect(try folder.names() == ["a"])
    #expect(try Fixtures.bytes(folder.file("a")) == bytes)
  }

  @Test("may be removed while others write, and none of their files is lost") func together() throws {
    let folder = try ScratchFolder()
    _ = try parallelMap(Array(0..<400), threads: 8) { number in
      if number % 4 == 0 {
        PendingFile.removeAbandoned(in: folder.path)
      } else {
        try AtomicFile.write("\(number)", to: folder.file("\(number)"))
      }
    }
    #expect(try folder.names().count == 300)
  }

  @Test("is looked for in no folder that is not there") func noFolder() throws {
    let folder = try ScratchFolder()
    PendingFile.removeAbandoned(in: folder.file("none"))
    #expect(try folder.names().isEmpty)
  }

  @Test("is gone, and the folder is there, once the folder is prepared") func prepared() throws {
    let folder = try ScratchFolder()
    let path = folder.file("a/b")
    for _ in 0..<2 {
      try PendingFile.prepareFolder(path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
      try folder.put([1], as: "a/b/.part-1-1")
    }
  }

  @Test("is no matter where a file is in the folder's place") func underAFile() throws {
    let folder = try ScratchFolder()
    let path = try folder.put([1])
    let error = #expect(throws: FileError.self) { try PendingFile.prepareFolder(path) }
    guard case .folderNotCreated(path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

@Suite("A file's stamp") struct FileStampTests {
  @Test("stays as long as the file is only read") func same() throws {
    let folder = try ScratchFolder()
    let path = try folder.put([1, 2, 3])
    let stamp = try FileStamp(path: path)
    _ = try MappedFile(path: path).array()
    #expect(try FileStamp(path: path) == stamp)
  }

  @Test("is another after a write, a cut, and a replacement by the same bytes and time") func changed() throws
  {
    let folder = try ScratchFolder()
    let path = try folder.put([1, 2, 3])
    let time = Date(timeIntervalSince1970: 1_000_000)
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    var stamps = [try FileStamp(path: path)]

    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.write(contentsOf: Data([4]))
    stamps.append(try FileStamp(path: path))
    try file.truncate(atOffset: 2)
    stamps.append(try FileStamp(path: path))
    try file.close()

    // The first file keeps its number as long as it is open.
    let old = try FileHandle(forReadingFrom: URL(filePath: path))
    try folder.put([1, 2, 3], as: "other")
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: folder.file("other"))
    #expect(unsafe rename(folder.file("other"), path) == 0)
    stamps.append(try FileStamp(path: path))
    try old.close()
    #expect(Set(stamps).count == stamps.count)
  }

  @Test("is refused for what is missing") func missing() throws {
    let folder = try ScratchFolder()
    #expect(throws: FileError.notFound(path: folder.file("none"))) {
      try FileStamp(path: folder.file("none"))
    }
  }
}
