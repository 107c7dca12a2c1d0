// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// One table of the paper, read by the names of its rows and columns.
///
/// ```swift
/// let table = PublishedTable("table4")
/// table.number(row: "ravdess", column: "wavlm-base")                              // 0.696
/// table.number(row: "RAVDESS", column: "gap_points")                              // -12.8
/// PublishedTable("table5").number(row: "EmoDB", group: "sd", column: "HuBERT")    // 0.02
/// PublishedTable("tableS3").number(row: "EmoDB", group: "WavLM", column: "20260506")  // 0.946
/// ```
///
/// Names are found as they are printed, or else by ``PublishedName/matches(_:_:)``. What stands beside the
/// rows, a value for each row such as the gap of Table 4, is a column as well.
public struct PublishedTable: Sendable {
  /// The table's key in the file: `table1` to `table8`, `tableS1` to `tableS4`.
  public let name: String

  private let file: PublishedFile

  /// A table of the paper.
  ///
  /// - Precondition: the paper has it.
  public init(_ name: String) {
    self.init(name, of: .paper)
    precondition(file.value(at: path) != nil, "PublishedTable: the paper has no '\(name)'")
  }

  /// A table of a file that may lack it.
  package init(_ name: String, of file: PublishedFile) {
    self.name = name
    self.file = file
  }

  /// The names of its rows as printed, by code point.
  public var rows: [String] { members(path["rows"]).keys.sortedByCodePoint() }

  /// The names of its columns as printed, in their order, without those that stand beside the rows.
  ///
  /// Where rows have several groups of columns, those of one group: of Table 5 the encoders, of Table S3 the
  /// seeds.
  public var columns: [String] {
    guard let header, case .array(let names)? = file.value(at: path[header]) else {
      return Self.unwritten[name] ?? []
    }
    return names.map(Self.text)
  }

  /// A number of the table; `nil` if it has no such row, group or column, or something else stands there.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - group: The group of columns, where rows have several: `mean` and `sd` in Table 5, the encoders in
  ///     Tables S3 and S4.
  ///   - column: The column; a seed or a number of examples by its digits.
  public func number(row: String, group: String? = nil, column: String) -> Double? {
    path(row: row, group: group, column: column).flatMap { file.number(at: $0) }
  }

  /// A text of the table; `nil` if it has no such row or column, or something else stands there.
  public func text(row: String, column: String) -> String? {
    guard let place = path(row: row, column: column), case .string(let text)? = file.value(at: place) else {
      return nil
    }
    return text
  }
}

extension PublishedTable {
  /// Keys under which a table has the names of its columns.
  private static let headers = ["columns", "models", "datasets", "K", "seeds"]

  /// The columns of tables whose file does not name them.
  private static let unwritten = ["table6": ["mean", "sd"]]

  private var path: PublishedPath { PublishedPath("tables", name) }

  private var header: String? { Self.headers.first { file.value(at: path[$0]) != nil } }

  /// Where a number or text stands; `nil` if the table has no such row, group or column.
  package func path(row: String, group: String? = nil, column: String) -> PublishedPath? {
    let rows = path["rows"]
    guard let row = find(row, among: members(rows)) else { return nil }
    var place = rows[row]
    if let group {
      guard let group = find(group, among: members(place)) else { return nil }
      place = place[group]
    }
    if case .array(let fields)? = file.value(at: place), let index = index(of: column) {
      return fields.indices.contains(index) ? place[index] : nil
    }
    guard group == nil, let beside = find(column, among: members(path)) else { return nil }
    return members(path[beside])[row] == nil ? nil : path[beside][row]
  }

  /// Where a number or text stands.
  ///
  /// - Throws: ``PublishedFileError/missing(file:path:)`` with what is missing: the row, the group or the
  ///   column.
  package func place(row: String, group: String? = nil, column: String) throws(PublishedFileError)
    -> PublishedPath
  {
    if let found = path(row: row, group: group, column: column) { return found }
    var place = path["rows"][row]
    if let group { place = place[group] }
    guard file.value(at: place) != nil else { throw .missing(file: file.name, path: place) }
    if let index = columns.firstIndex(of: column) { throw .missing(file: file.name, path: place[index]) }
    throw .missing(file: file.name, path: path[header ?? "columns"][column])
  }

  private func index(of column: String) -> Int? {
    let columns = columns
    return columns.firstIndex(of: column) ?? columns.firstIndex { PublishedName.matches($0, column) }
  }

  private func find(_ name: String, among members: [String: JSONValue]) -> String? {
    if members[name] != nil { return name }
    return members.keys.sortedByCodePoint().first { PublishedName.matches($0, name) }
  }

  private func members(_ path: PublishedPath) -> [String: JSONValue] {
    if case .object(let members)? = file.value(at: path) { members } else { [:] }
  }

  /// A column's name: a text, or the digits of a whole number. What can be no name is empty, and matches
  /// nothing.
  private static func text(_ name: JSONValue) -> String {
    switch name {
    case .string(let text): text
    case .number(let number): Int(exactly: number).map { String($0) } ?? "\(number)"
    case .null, .boolean, .array, .object: ""
    }
  }
}
