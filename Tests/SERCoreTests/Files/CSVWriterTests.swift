// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import TestSupport
import Testing

@Suite("Writing CSV") struct CSVWriterTests {
  @Test("quotes only where it must, and ends lines in LF") func form() {
    var table = CSVWriter(columns: ["id", "text, quoted"])
    table.append(row: ["1", "plain text"])
    table.append(row: ["2", "a \"b\""])
    table.append(row: ["3", "x\ny"])
    table.append(row: ["", "é"])
    #expect(
      String(decoding: table.bytes, as: UTF8.self)
        == "id,\"text, quoted\"\n1,plain text\n2,\"a \"\"b\"\"\"\n3,\"x\ny\"\n,é\n")
    #expect(table.rowCount == 4)
  }

  @Test("tells an empty field from an empty line") func alone() throws {
    var table = CSVWriter(columns: ["a"])
    table.append(row: [""])
    #expect(String(decoding: table.bytes, as: UTF8.self) == "a\n\"\"\n")
  }

  @Test("keeps any text", arguments: 0..<200 as Range<UInt64>) func anything(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    let letters = Array("ab,\"\n\r ;'é日🙂\u{feff}\0\t")
    func text(_ generator: inout SplitMix64) -> String {
      String(
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in letters.randomElement(using: &generator)! })
    }
    let width = Int.random(in: 1...4, using: &generator)
    let columns = (0..<width).map { text(&generator) + "\($0)" }
    var table = CSVWriter(columns: columns)
    let rows = (0..<10).map { _ in (0..<width).map { _ in text(&generator) } }
    for row in rows { table.append(row: row) }
    let read = try CSVTable(parsing: table.bytes, name: "")
    #expect(read.columns.map { Array($0.utf8) } == columns.map { Array($0.utf8) })
    #expect(
      CSVTableTests.rows(read).map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
  }

  @Test("writes the file whole") func file() throws {
    let folder = try ScratchFolder()
    var table = CSVWriter(columns: ["encoder", "seed", "accuracy"])
    table.append(row: ["hubert", CSVField(20_260_505), CSVField(0.7125)])
    try table.write(to: folder.file("a.csv"))
    #expect(try Fixtures.text(folder.file("a.csv")) == "encoder,seed,accuracy\nhubert,20260505,0.7125\n")
    #expect(try folder.names() == ["a.csv"])
    #expect(throws: FileError.self) { try table.write(to: folder.file("none/a.csv")) }
  }

  @Test("takes a wrong number of fields, or columns of one name, for a programmer's error") func misuse()
    async
  {
    await #expect(processExitsWith: .failure) {
      var table = CSVWriter(columns: ["a", "b"])
      table.append(row: ["1"] as [String])
    }
    await #expect(processExitsWith: .failure) { _ = CSVWriter(columns: ["a", "a"]) }
    await #expect(processExitsWith: .failure) { _ = CSVWriter(columns: []) }
  }
}

@Suite("A CSV field") struct CSVFieldTests {
  @Test(
    "reads back as the same number",
    arguments: [
      0, -0.0, 0.1, 1, 1 / 3, 100, 1e16, 1e-20, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      0.30000000000000004,
    ] as [Double])
  func numbers(value: Double) {
    #expect(Double(CSVField(value).text)?.bitPattern == value.bitPattern)
  }

  @Test("is short where the number is") func short() {
    #expect(CSVField(0.25).text == "0.25")
    #expect(CSVField(3.0).text == "3.0")
    #expect(CSVField(-7).text == "-7")
    #expect(CSVField(UInt64.max).text == "18446744073709551615")
    #expect(CSVField(true).text == "true")
    #expect(CSVField("a,b").text == "a,b")
  }

  @Test("is empty for what is missing") func missing() {
    #expect(CSVField(nil as Double?).text == "")
    #expect(CSVField(nil as Int?).text == "")
    #expect(CSVField(nil as String?).text == "")
    #expect(CSVField(0.5 as Double?).text == "0.5")
    #expect(CSVField(3 as Int?).text == "3")
    #expect(CSVField("x" as String?).text == "x")
  }

  @Test("takes what is not finite for a programmer's error") func finite() async {
    await #expect(processExitsWith: .failure) { _ = CSVField(Double.nan) }
    await #expect(processExitsWith: .failure) { _ = CSVField(Double.infinity as Double?) }
  }
}
