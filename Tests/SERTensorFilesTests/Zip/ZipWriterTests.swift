// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERTensorFiles
import TestSupport
import Testing

@Suite("Writing a zip archive") struct ZipWriterTests {
  /// Few and many bytes, that compress well and not.
  static let contents: [String: [UInt8]] = {
    var generator = SplitMix64(state: 1)
    return [
      "nothing": [], "one": [7], "text/gefühl": Array("viel Gefühl".utf8),
      "zeros": [UInt8](repeating: 0, count: 300_000),
      "noise": (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &generator) },
    ]
  }()

  @Test("is read back, with and without ZIP64", arguments: [0, 1, 10, 1000, Int(UInt32.max)]) func back(
    longFrom: Int
  ) throws {
    let folder = try ScratchFolder()
    let path = folder.file("a.zip")
    var writer = try ZipWriter(path: path, longFrom: longFrom)
    for (name, bytes) in Self.contents.sorted(by: { $0.key < $1.key }) {
      unsafe try writer.append("stored/" + name, method: .stored, bytes.span.bytes)
      let half = bytes.count / 2
      let tail = Array(bytes[half...])
      unsafe try writer.append(
        "deflated/" + name, method: .deflated, head: Array(bytes[..<half]), tail.span.bytes)
    }
    try writer.commit()
    let archive = try ZipArchive(path: path)
    #expect(archive.entries.count == 2 * Self.contents.count)
    for (name, bytes) in Self.contents {
      for kind in ["stored/", "deflated/"] {
        #expect(ZipArchiveTests.array(try archive.bytes(of: archive.entry(named: kind + name))) == bytes)
      }
    }
    #expect(try archive.entry(named: "deflated/zeros").range.count < 1000)
    #expect(try archive.entry(named: "stored/zeros").range.count == 300_000)
  }
}
