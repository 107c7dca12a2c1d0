// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit

/// Statements that are a cell of a table, and nothing else.
extension Rule {
  static let cells: [Rule] = [
    Rule(kind: "mean_sd", tables: ["table6"]) { statement, facts in
      let model = try statement.required("model", facts)
      let cells = [try facts.thai(model), try facts.thaiDeviation(model)]
      let published = try statement.numbers(2, in: facts, half: cells[0].half)
      return try zip(published, cells).reduce(
        .notCheckable("the five accuracies behind mean and SD are not printed")
      ) { try $0.against($1.0, $1.1) }
    },
    Rule(kind: "mean", tables: ["table7"]) { statement, facts in
      let model = try statement.required("model", facts)
      guard let shots = try statement.settings("K", in: facts).first else {
        throw PublishedFileError.missing(file: facts.file.name, path: statement.path["K"])
      }
      return try statement.transcribed(
        facts.transfer(model, shots: shots), facts, "the accuracies of the 12 pairs are not printed")
    },
    Rule(kind: "value", tables: ["table8"]) { statement, facts in
      let model = try statement.required("model", facts)
      let column = try statement.required("column", facts)
      return try statement.transcribed(
        facts.cell("table8", model, column: column), facts,
        "a measurement of one seed; no other number gives it")
    },
    Rule(kind: "delta", tables: ["tableS1"]) { statement, facts in
      let cell = try facts.cell(
        "tableS1", try statement.required("model", facts), column: try statement.required("dataset", facts))
      return try statement.transcribed(cell, facts, "the accuracies of the two heads are not printed")
    },
  ]
}
