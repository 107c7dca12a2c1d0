// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERReport

extension Check {
  /// A statement's numbers are those that its sentence prints, and its settings are those of the protocol.
  static func sentences(_ facts: Facts) throws -> [Check] {
    var checks: [Check] = []
    for id in facts.file.statementIDs {
      let statement = try Statement(id, in: facts)
      let numerals = Numerals(in: statement.sentence, words: true)
      let count = try facts.beside { try statement.numbers(in: facts).count }
      if count > 0, numerals.all.count >= count {
        checks.append(
          Check("sentence: \(id)", "its numbers are those of its sentence") { facts in
            let statement = try Statement(id, in: facts)
            var numerals = Numerals(in: statement.sentence, words: true)
            let strange = try statement.numbers(in: facts).filter { !numerals.take($0.value) }
            return strange.isEmpty
              ? nil : strange.map { NumberText.short($0.value) }.joined(separator: ", ") + " is not in it"
          })
      }
      if statement.kind.hasSuffix("_p") {
        checks.append(
          Check("probability: \(id)", "a p is from 0 to 1") { facts in
            let numbers = try Statement(id, in: facts).numbers(in: facts).map(\.value)
            return numbers.allSatisfy((0...1).contains)
              ? nil : numbers.map { NumberText.short($0) }.joined(separator: ", ")
          })
      }
      checks += try settings(id, statement, facts)
    }
    return checks
  }

  private static func settings(_ id: String, _ statement: Statement, _ facts: Facts) throws -> [Check] {
    var checks: [Check] = []
    func known(
      _ field: String, _ rule: String, _ values: @escaping @Sendable (Facts) throws -> [Double]
    ) throws {
      guard !(try facts.beside { try statement.settings(field, in: facts) }).isEmpty else { return }
      checks.append(
        Check("\(field) of \(id)", rule) { facts in
          let own = try Statement(id, in: facts).settings(field, in: facts)
          let known = try values(facts)
          return own.allSatisfy(known.contains)
            ? nil : own.map { NumberText.short($0) }.joined(separator: ", ")
        })
    }
    try known("K", "a number of examples of Table 7") { try $0.shots() }
    if statement.sentence.contains("K = ") {
      try known("K", "the one that the sentence names") { facts in
        let sentence = try Statement(id, in: facts).sentence
        return Numerals(after: "K = ", in: sentence).all.map(\.value)
          + (sentence.contains("zero-shot") ? [0] : [])
      }
    }
    let isFold = statement.kind.hasPrefix("per_fold")
    try known("n", isFold ? "as many as there are folds" : "as many as there are pairs") { facts in
      let path =
        isFold
        ? PublishedPath("protocol", "random_cv", "folds")
        : PublishedPath("protocol", "transfer", "ordered_pairs")
      return [try facts.number(path).value]
    }
    let isPerEncoder = statement.sentence.contains("per encoder")
    try known("m", isPerEncoder ? "as many as pairs of languages" : "as many as encoders") { facts in
      isPerEncoder
        ? [try facts.number(PublishedPath("protocol", "rsa", "language_pairs")).value]
        : [Double(try facts.models(.fourClass).count)]
    }
    return checks
  }
}
