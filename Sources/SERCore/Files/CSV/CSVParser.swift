// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Cuts the bytes of a CSV file into fields, in one pass and without looking at characters: in UTF-8, no part
/// of a longer character looks like a comma, a quote or a line end.
struct CSVParser {
  private let bytes: [UInt8]
  private let name: String
  private var position: Int
  private var line = 1
  private var columns: [String] = []

  init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
    position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
  }

  /// The first row, or nil if there is none.
  mutating func header() throws(CSVError) -> [String]? {
    guard position < bytes.count else { return nil }
    var header: [String] = []
    repeat { header.append(try field(header.count)) } while try !endsRow(header.count - 1)
    columns = header
    return header
  }

  /// All further rows, one behind the other, and the line on which each begins.
  mutating func rows() throws(CSVError) -> (fields: [String], lines: [Int]) {
    var fields: [String] = []
    var lines: [Int] = []
    while position < bytes.count {
      let start = line
      var count = 0
      repeat {
        let field = try field(count)
        count += 1
        if count <= columns.count { fields.append(field) }
      } while try !endsRow(count - 1)
      guard count == columns.count else {
        throw .wrongFieldCount(file: name, line: start, expected: columns.count, found: count)
      }
      lines.append(start)
    }
    return (fields, lines)
  }

  /// Passes a comma (then the row goes on) or the end of a line or of the file.
  private mutating func endsRow(_ index: Int) throws(CSVError) -> Bool {
    guard position < bytes.count else { return true }
    switch bytes[position] {
    case Self.comma:
      position += 1
      return false
    case Self.lineFeed:
      position += 1
    default:
      guard position + 1 < bytes.count, bytes[position + 1] == Self.lineFeed else {
        throw .strayCarriageReturn(file: name, line: line, column: column(index))
      }
      position += 2
    }
    line += 1
    return true
  }

  /// The field at `position`, which then stands on what ends it.
  private mutating func field(_ index: Int) throws(CSVError) -> String {
    guard position < bytes.count, bytes[position] == Self.quote else {
      let start = position
      while position < bytes.count, !Self.isEnd(bytes[position]) {
        if bytes[position] == Self.quote {
          throw .strayQuote(file: name, line: line, column: column(index))
        }
        position += 1
      }
      return try text(bytes[start..<position], index, line)
    }
    return try quotedField(index)
  }

  private mutating func quotedField(_ index: Int) throws(CSVError) -> String {
    let firstLine = line
    position += 1
    let start = position
    var unquoted: [UInt8] = []
    var copied = start
    while true {
      guard position < bytes.count else {
        throw .unterminatedQuote(file: name, line: firstLine, column: column(index))
      }
      if bytes[position] == Self.quote {
        guard position + 1 < bytes.count, bytes[position + 1] == Self.quote else { break }
        unquoted += bytes[copied...position]
        position += 1
        copied = position + 1
      } else if bytes[position] == Self.lineFeed {
        line += 1
      }
      position += 1
    }
    let end = position
    position += 1
    if position < bytes.count, !Self.isEnd(bytes[position]) {
      throw .textAfterQuote(file: name, line: line, column: column(index))
    }
    if copied == start { return try text(bytes[start..<end], index, firstLine) }
    unquoted += bytes[copied..<end]
    return try text(unquoted[...], index, firstLine)
  }

  private func text(_ field: ArraySlice<UInt8>, _ index: Int, _ line: Int) throws(CSVError) -> String {
    guard let text = String(validating: field, as: UTF8.self) else {
      throw .invalidUTF8(file: name, line: line, column: column(index))
    }
    return text
  }

  /// The name of a column for messages; its number where it has none.
  private func column(_ index: Int) -> String {
    index < columns.count && !columns[index].isEmpty ? columns[index] : String(index + 1)
  }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")

  @inline(__always)
  private static func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
