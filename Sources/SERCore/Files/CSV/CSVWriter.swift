// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Builds a result file: columns fixed at the start, then row by row.
///
/// UTF-8, commas, lines that end in LF (RFC 4180 has CRLF; every reader takes both, and LF compares well),
/// quotes only where a field needs them. ``CSVTable`` reads back what was written, for any text.
///
/// ```swift
/// var table = CSVWriter(columns: ["encoder", "seed", "accuracy"])
/// table.append(row: [CSVField(encoder), CSVField(seed), CSVField(accuracy)])
/// try table.write(to: "results/per-seed.csv")
/// ```
public struct CSVWriter: Sendable {
  /// The names of the columns.
  public let columns: [String]
  /// The number of rows so far.
  public private(set) var rowCount = 0
  /// The file so far, header included.
  public private(set) var bytes: [UInt8] = []

  /// A table without rows.
  ///
  /// - Precondition: there is a column, and all names differ.
  public init(columns: [String]) {
    precondition(
      !columns.isEmpty && Set(columns).count == columns.count,
      "CSVWriter: columns \(columns); one is needed, and all must differ")
    self.columns = columns
    appendLine(columns)
  }

  /// Adds a row of texts.
  ///
  /// - Precondition: `row.count == columns.count`.
  public mutating func append(row: [String]) {
    precondition(row.count == columns.count, "CSVWriter: \(row.count) fields for \(columns.count) columns")
    appendLine(row)
    rowCount += 1
  }

  /// Adds a row of values.
  ///
  /// - Precondition: `row.count == columns.count`.
  public mutating func append(row: [CSVField]) {
    append(row: row.map(\.text))
  }

  /// Writes the file, whole or not at all.
  ///
  /// - Throws: ``FileError``.
  public func write(to path: String) throws(FileError) {
    try AtomicFile.write(bytes, to: path)
  }

  private mutating func appendLine(_ fields: [String]) { Self.append(fields, to: &bytes) }

  /// Adds a line of fields, quoted where they have to be.
  package static func append(_ fields: [String], to bytes: inout [UInt8]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      // Alone on a line, an empty field would look like an empty line.
      if needsQuotes(field) || (fields.count == 1 && field.isEmpty) {
        bytes.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
          if byte == UInt8(ascii: "\"") { bytes.append(byte) }
          bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
      } else {
        bytes += field.utf8
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func needsQuotes(_ field: String) -> Bool {
    for byte in field.utf8 {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): return true
      default: continue
      }
    }
    // At the beginning of a file, it would be taken for a byte order mark.
    return field.unicodeScalars.first == "\u{feff}"
  }
}
