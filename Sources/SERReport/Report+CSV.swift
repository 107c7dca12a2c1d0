// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension Report {
  /// The tables alone.
  var csv: String {
    let tables = tables
    let texts = tables.map { heading, table in
      (tables.count > 1 && !heading.isEmpty ? "# \(heading)\n" : "") + table.csv
    }
    return String(texts.joined(separator: "\n").dropLast())
  }
}

extension ReportTable {
  fileprivate var csv: String {
    // No CSVWriter, whose columns must differ: an encoder may be called like a column.
    var bytes: [UInt8] = []
    for fields in lines { CSVWriter.append(fields.map(\.text), to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
