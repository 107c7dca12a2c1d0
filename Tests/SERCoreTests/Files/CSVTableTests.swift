// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import TestSupport
import Testing

@Suite("A CSV table") struct CSVTableTests {
  static func rows(_ table: CSVTable) -> [[String]] { (0..<table.rowCount).map { Array(table.row($0)) } }

  @Test(
    "has the fields of RFC 4180",
    arguments: [
      ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
      ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2\n3,4", [["a", "b"], ["1", "2"], ["3", "4"]]),
      ("a,b\n,\n", [["a", "b"], ["", ""]]),
      ("a,b\n\"\",\"\"\n", [["a", "b"], ["", ""]]),
      ("\"a\",\"b\"\n\"x,y\",\"say \"\"no\"\"\"\n", [["a", "b"], ["x,y", "say \"no\""]]),
      ("a\n\"\"\"\"\n\"\"\"x\"\"\"\n", [["a"], ["\""], ["\"x\""]]),
      ("a,b\n\"1\n2\",\"3\r\n4\"\n", [["a", "b"], ["1\n2", "3\r\n4"]]),
      ("a,b\n\"1\r2\",3\n", [["a", "b"], ["1\r2", "3"]]),
      ("a, b\n 1 ,2\n", [["a", " b"], [" 1 ", "2"]]),
      ("\u{feff}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("\u{feff}\"a\",b\n1,2\n", [["a", "b"], ["1", "2"]]),
      ("Gefühl,話者\nÄrger,日本語 🙂\n", [["Gefühl", "話者"], ["Ärger", "日本語 🙂"]]),
      (",a\n0,x\n", [["", "a"], ["0", "x"]]),
      ("a\n\n\nx\n", [["a"], [""], [""], ["x"]]),
      ("a,b", [["a", "b"]]),
      ("a\0b\nx\n", [["a\0b"], ["x"]]),
    ])
  func fields(text: String, expected: [[String]]) throws {
    let table = try CSVTable(parsing: text, name: "x.csv")
    #expect([table.columns] + Self.rows(table) == expected)
    #expect(table.rowCount == expected.count - 1)
  }

  @Test("finds its columns by name") func columns() throws {
    let table = try CSVTable(parsing: "id,emotion\n1,joy\n2,fear\n", name: "x.csv")
    #expect(try table.column("emotion") == ["joy", "fear"])
    #expect(table.optionalColumn("id") == ["1", "2"])
    #expect(table.optionalColumn("speaker") == nil)
    let empty = try CSVTable(parsing: "id,emotion\n", name: "x.csv")
    #expect(try empty.column("emotion") == [])
  }

  @Test(
    "refuses with the line and the column",
    arguments: [
      ("", CSVError.empty(file: "x.csv")),
      ("\u{feff}", .empty(file: "x.csv")),
      ("a,b\n1,\"2\n3,4\n", .unterminatedQuote(file: "x.csv", line: 2, column: "b")),
      ("a,b\n1,\"", .unterminatedQuote(file: "x.csv", line: 2, column: "b")),
      ("a,\"b\"\"\n", .unterminatedQuote(file: "x.csv", line: 1, column: "2")),
      ("a,b\n\"1\"x,2\n", .textAfterQuote(file: "x.csv", line: 2, column: "a")),
      ("a,b\n1,\"x\n\ny\" \n", .textAfterQuote(file: "x.csv", line: 4, column: "b")),
      ("a,b\n1,2\" tape\n", .strayQuote(file: "x.csv", line: 2, column: "b")),
      ("a,b\r1,2\r", .strayCarriageReturn(file: "x.csv", line: 1, column: "2")),
      ("a,b\n1,2\r", .strayCarriageReturn(file: "x.csv", line: 2, column: "b")),
      ("a,b\n1\n", .wrongFieldCount(file: "x.csv", line: 2, expected: 2, found: 1)),
      ("a,b\n\"1\n\n\",2\n1,2,3\n", .wrongFieldCount(file: "x.csv", line: 5, expected: 2, found: 3)),
      ("a,b\n1,2\n\n", .wrongFieldCount(file: "x.csv", line: 3, expected: 2, found: 1)),
      ("a,b,a\n", .duplicateColumn(file: "x.csv", column: "a")),
    ])
  func refused(text: String, error: CSVError) {
    #expect(throws: error) { try CSVTable(parsing: text, name: "x.csv") }
  }

  @Test(
    "refuses what is not UTF-8",
    arguments: [
      [0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80], [0xe9],
    ] as [[UInt8]])
  func notUTF8(bad: [UInt8]) {
    let bytes = Array("a,b\n1,2\n3,".utf8) + bad + Array("\n".utf8)
    #expect(throws: CSVError.invalidUTF8(file: "x.csv", line: 3, column: "b")) {
      try CSVTable(parsing: bytes, name: "x.csv")
    }
    #expect(throws: CSVError.invalidUTF8(file: "x.csv", line: 1, column: "1")) {
      try CSVTable(parsing: bad + Array(",b\n".utf8), name: "x.csv")
    }
  }

  @Test("names a missing column, and what may have been meant") func missing() throws {
    let table = try CSVTable(parsing: "id,speaker_id,emotoin\n", name: "x.csv")
    let error = #expect(throws: CSVError.self) { try table.column("speaker") }
    #expect(error?.description == "x.csv has no column \"speaker\"; did you mean \"speaker_id\"?")
    let other = #expect(throws: CSVError.self) { try table.column("path") }
    #expect(
      other?.description
        == "x.csv has no column \"path\"; it has \"id\", \"speaker_id\", \"emotoin\": add or rename one")
    let semicolons = try CSVTable(parsing: "id;speaker;emotion\n", name: "x.csv")
    let third = #expect(throws: CSVError.self) { try semicolons.column("id") }
    #expect(third?.description.contains("separated by semicolons: use commas") == true)
  }

  @Test("knows on which line a row begins") func lines() throws {
    let table = try CSVTable(parsing: "a,b\r\n1,\"x\r\ny\"\r\n2,\"\n\n\"\r\n3,z", name: "x.csv")
    #expect((0..<table.rowCount).map(table.line(ofRow:)) == [2, 4, 7])
  }

  @Test("is read from a file") func file() throws {
    let folder = try ScratchFolder()
    let path = try folder.put(Array("a\n1\n".utf8))
    #expect(try CSVTable(path: path).column("a") == ["1"])
    #expect(throws: CSVError.file(.notFound(path: path + "x"))) { try CSVTable(path: path + "x") }
    let error = #expect(throws: CSVError.self) { try CSVTable(path: path).column("b") }
    #expect(error?.description.hasPrefix(path) == true)
    #expect(throws: CSVError.empty(file: path)) { try CSVTable(path: folder.put([])) }
  }

  /// All texts up to six letters of the alphabet that matters: 19,531 files.
  @Test("never traps, and is written and read back the same, whatever the text") func exhaustive() throws {
    var texts: [[UInt8]] = [[]]
    var accepted = 0
    for _ in 0...6 {
      for text in texts {
        guard let table = try? CSVTable(parsing: text, name: "") else { continue }
        accepted += 1
        var writer = CSVWriter(columns: table.columns)
        for row in Self.rows(table) { writer.append(row: row) }
        let again = try CSVTable(parsing: writer.bytes, name: "")
        if again.columns != table.columns || Self.rows(again) != Self.rows(table) { Issue.record("\(text)") }
      }
      texts = texts.flatMap { text in Array("a,\"\n\r".utf8).map { text + [$0] } }
    }
    #expect(accepted > 1000)
  }

  @Test("takes a row that does not exist for a programmer's error") func range() async {
    await #expect(processExitsWith: .failure) { _ = (try? CSVTable(parsing: "a\n1\n", name: ""))?.row(1) }
    await #expect(processExitsWith: .failure) {
      _ = (try? CSVTable(parsing: "a\n1\n", name: ""))?.line(ofRow: -1)
    }
  }
}
