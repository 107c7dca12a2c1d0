// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// A CSV file in memory: named columns, and rows of text.
///
/// RFC 4180 with a header line, in UTF-8: commas, quotes doubled within quotes, lines that end in LF or CRLF,
/// line ends within quotes kept as they are, and a byte order mark at the very beginning passed over. Nothing
/// is trimmed, guessed or skipped: what does not follow the rules, an empty line too, is a ``CSVError`` with
/// its line.
///
/// ```swift
/// let table = try CSVTable(path: "corpora/ravdess/utterances.csv")
/// let speakers = try table.column("speaker")
/// ```
public struct CSVTable: Hashable, Sendable {
  /// The path, or the name that the caller gave: for messages.
  public let name: String
  /// The names of the columns, all different, in the order of the file.
  public let columns: [String]
  /// The number of rows; the header is none.
  public var rowCount: Int { lines.count }

  private let fields: [String]
  private let lines: [Int]

  /// Reads a file.
  ///
  /// - Throws: ``CSVError``.
  /// - Complexity: O(*n*) in the size of the file, which is read at once.
  public init(path: String) throws(CSVError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try MappedFile(path: path, mode: .load).array()
    } catch {
      throw .file(error)
    }
    try self.init(parsing: bytes, name: path)
  }

  /// Parses a text; `name` stands for the path in messages.
  ///
  /// - Throws: ``CSVError``.
  public init(parsing text: String, name: String) throws(CSVError) {
    try self.init(parsing: Array(text.utf8), name: name)
  }

  /// Parses the bytes of a file; `name` stands for the path in messages.
  ///
  /// - Throws: ``CSVError``.
  public init(parsing bytes: [UInt8], name: String) throws(CSVError) {
    var parser = CSVParser(bytes: bytes, name: name)
    guard let header = try parser.header() else { throw .empty(file: name) }
    var seen: Set<String> = []
    for column in header where !seen.insert(column).inserted {
      throw .duplicateColumn(file: name, column: column)
    }
    (fields, lines) = try parser.rows()
    columns = header
    self.name = name
  }

  /// One column, a field a row.
  ///
  /// - Throws: ``CSVError/missingColumn(file:column:columns:)``; its description suggests near names.
  /// - Complexity: O(*n*) in the number of rows.
  public func column(_ name: String) throws(CSVError) -> [String] {
    guard let column = optionalColumn(name) else {
      throw .missingColumn(file: self.name, column: name, columns: columns)
    }
    return column
  }

  /// One column, a field a row; nil if there is none of this name.
  ///
  /// - Complexity: O(*n*) in the number of rows.
  public func optionalColumn(_ name: String) -> [String]? {
    guard let index = columns.firstIndex(of: name) else { return nil }
    return (0..<rowCount).map { fields[$0 * columns.count + index] }
  }

  /// The fields of one row, in the order of `columns`.
  ///
  /// - Precondition: `0 <= index < rowCount`.
  public func row(_ index: Int) -> ArraySlice<String> {
    precondition(0..<rowCount ~= index, "CSVTable: row \(index) of \(rowCount)")
    return fields[index * columns.count..<(index + 1) * columns.count]
  }

  /// The line of the file on which a row begins, counted from 1: for messages.
  ///
  /// - Precondition: `0 <= index < rowCount`.
  public func line(ofRow index: Int) -> Int {
    precondition(0..<rowCount ~= index, "CSVTable: row \(index) of \(rowCount)")
    return lines[index]
  }
}
