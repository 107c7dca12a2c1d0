// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a CSV file was refused, with the file, the line and the column, and what to do.
///
/// `file` is the path, or the name that the caller gave; lines are counted as an editor does, from 1.
public enum CSVError: Error, Hashable, Sendable {
  /// The file could not be opened or read.
  case file(FileError)
  /// There is not even a header.
  case empty(file: String)
  /// Bytes that are not UTF-8.
  case invalidUTF8(file: String, line: Int, column: String)
  /// A quoted field has no closing quote; it begins on `line`.
  case unterminatedQuote(file: String, line: Int, column: String)
  /// Something other than a comma or a line end follows a closing quote.
  case textAfterQuote(file: String, line: Int, column: String)
  /// A quote within a field that does not begin with one.
  case strayQuote(file: String, line: Int, column: String)
  /// A carriage return without a line feed, outside quotes.
  case strayCarriageReturn(file: String, line: Int, column: String)
  /// A row with more or fewer fields than the header.
  case wrongFieldCount(file: String, line: Int, expected: Int, found: Int)
  /// Two columns have the same name.
  case duplicateColumn(file: String, column: String)
  /// No column has this name; `columns` are those that exist.
  case missingColumn(file: String, column: String, columns: [String])
}

extension CSVError: CustomStringConvertible {
  /// A sentence that names the place and says what to do.
  public var description: String {
    switch self {
    case .file(let error):
      return error.description
    case .empty(let file):
      return "\(file) is empty; its first line must name the columns"
    case .invalidUTF8(let file, let line, let column):
      return "\(file), line \(line), column \(column): not UTF-8; save the file as UTF-8"
    case .unterminatedQuote(let file, let line, let column):
      return "\(file), line \(line), column \(column): the quote is never closed; "
        + "close it, or double a quote that belongs to the text"
    case .textAfterQuote(let file, let line, let column):
      return "\(file), line \(line), column \(column): text after the closing quote; "
        + "put a comma between, or double a quote that belongs to the text"
    case .strayQuote(let file, let line, let column):
      return "\(file), line \(line), column \(column): a quote within a plain field; "
        + "put the whole field in quotes, and double the quote"
    case .strayCarriageReturn(let file, let line, let column):
      return "\(file), line \(line), column \(column): a carriage return alone; "
        + "end lines in LF or CRLF, and put a field that holds one in quotes"
    case .wrongFieldCount(let file, let line, let expected, let found):
      return "\(file), line \(line): \(found) field(s), but the header has \(expected); "
        + "add what is missing, delete an empty line, or put a field that holds a comma in quotes"
    case .duplicateColumn(let file, let column):
      return "\(file): two columns are named \"\(column)\"; rename one"
    case .missingColumn(let file, let column, let columns):
      return "\(file) has no column \"\(column)\"; " + Self.advice(wanted: column, columns: columns)
    }
  }

  private static func advice(wanted: String, columns: [String]) -> String {
    if columns.count == 1, let mark = [";", "\t"].first(where: { columns[0].contains($0) }) {
      return "its fields seem to be separated by \(mark == ";" ? "semicolons" : "tabs"): use commas"
    }
    let near = NearNames.suggestions(for: wanted, among: columns).map { "\"\($0)\"" }
    if !near.isEmpty { return "did you mean \(near.joined(separator: " or "))?" }
    let shown = columns.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
    return "it has \(shown)" + (columns.count > 20 ? " and \(columns.count - 20) more" : "")
      + ": add or rename one"
  }
}
