// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore
internal import SERReport

/// Cells of the tables that are not by seed.
extension Facts {
  /// The path of a table.
  func table(_ name: String) -> PublishedPath { PublishedPath("tables", name) }

  /// The row names of a table, sorted.
  func rows(_ table: String) throws(PublishedFileError) -> [String] { try keys(self.table(table)["rows"]) }

  /// A cell by the names of its row and column, and of the group of columns where rows have several.
  func cell(
    _ table: String, _ row: String, group: String? = nil, column: String
  ) throws(PublishedFileError) -> PrintedNumber {
    try number(PublishedTable(table, of: file).place(row: row, group: group, column: column))
  }

  /// A cell that counts something.
  func count(_ table: String, _ row: String, column: String) throws(PublishedFileError) -> Int {
    try count(PublishedTable(table, of: file).place(row: row, column: column))
  }

  /// A cell that is a text.
  func text(_ table: String, _ row: String, column: String) throws(PublishedFileError) -> String {
    try text(PublishedTable(table, of: file).place(row: row, column: column))
  }

  /// Table 6: mean accuracy on Thai.
  func thai(_ model: String) throws(PublishedFileError) -> PrintedNumber {
    try cell("table6", model, column: "mean")
  }

  /// Table 6: standard deviation over seeds.
  func thaiDeviation(_ model: String) throws(PublishedFileError) -> PrintedNumber {
    try cell("table6", model, column: "sd")
  }

  /// Table 7: mean accuracy with so many examples of the target language.
  func transfer(_ model: String, shots: Double) throws(PublishedFileError) -> PrintedNumber {
    let settings = try numbers(table("table7")["K"])
    guard let index = settings.firstIndex(where: { $0.value == shots }) else {
      throw .missing(file: file.name, path: table("table7")["K"][NumberText.short(shots)])
    }
    return try numbers(table("table7")["rows"][model], count: settings.count)[index]
  }

  /// Table 7: the numbers of examples.
  func shots() throws(PublishedFileError) -> [Double] {
    try numbers(table("table7")["K"]).map(\.value)
  }

  /// Table 5: mean accuracy over random folds.
  func folds(_ dataset: String, _ model: String) throws(PublishedFileError) -> PrintedNumber {
    try cell("table5", dataset, group: "mean", column: model)
  }

  /// Table 5: standard deviation over folds.
  func foldDeviation(_ dataset: String, _ model: String) throws(PublishedFileError) -> PrintedNumber {
    try cell("table5", dataset, group: "sd", column: model)
  }

  /// Table 8 before and after removal, in points.
  func removalDrop(_ model: String, _ before: String, _ after: String) throws(PublishedFileError) -> Interval
  {
    let difference =
      try cell("table8", model, column: before).interval - (try cell("table8", model, column: after).interval)
    return difference * 100
  }

  /// All speakers of the corpora of Table 1.
  func speakers() throws(PublishedFileError) -> Int {
    var sum = 0
    for corpus in try rows("table1") { sum += try count("table1", corpus, column: "speakers") }
    return sum
  }

  /// All utterances of the four classes.
  func pooledUtterances() throws(PublishedFileError) -> Int {
    var sum = 0
    for corpus in try rows("table1") {
      sum += try count(PublishedPath("protocol", "four_class_counts")[corpus])
    }
    return sum
  }

  /// The languages of the corpora, by their codes.
  func languages() throws(PublishedFileError) -> [String] {
    let path = PublishedPath("protocol", "languages")
    let codes = try keys(path).filter { $0.count == 2 }
    guard !codes.isEmpty else { throw .missing(file: file.name, path: path["de"]) }
    return codes
  }

  /// Table 3's mean over the corpora of a language.
  func mean(_ model: String, on language: String) throws(PublishedFileError) -> Interval {
    var means: [Interval] = []
    for corpus in try texts(PublishedPath("protocol", "languages")[language]) {
      means.append(try scores(.fourClass, corpus, model).mean)
    }
    return .mean(means)
  }

  /// The specialist and the general models, in the order of Table 3.
  func sides() throws(PublishedFileError) -> (general: [String], specialist: String) {
    try sides(.fourClass)
  }
}

extension Statement {
  /// The judgment on a number that stands in a table, and that no other number decides: it is what it is, or
  /// the two places contradict each other.
  func transcribed(_ cell: PrintedNumber, _ facts: Facts, _ reason: String) throws -> Judgment {
    try Judgment.notCheckable(reason).against(try number(in: facts, half: cell.half), cell)
  }
}
