// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERAudit
internal import SERCore

/// Something that the paper says, with the numbers it says it with.
struct Statement: Sendable {
  /// How what is published relates to what is recomputed.
  enum Relation: String, Sendable, CaseIterable {
    case equal = "="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case within, range, about, count, rank, order, set, claim
  }

  let id: String
  let section: String
  let kind: String
  /// The sentence, shortened.
  let sentence: String
  let relation: Relation
  /// What is published: numbers, names, truth values, or nothing.
  let published: JSONValue
  /// The fields that say what it is about.
  private let members: [String: JSONValue]

  init(_ id: String, in facts: Facts) throws(PublishedFileError) {
    let path = PublishedPath("statements", id)
    guard case .object(let members) = try facts.value(path) else {
      throw .missing(file: facts.file.name, path: path)
    }
    self.id = id
    self.members = members
    section = try facts.text(path["section"])
    kind = try facts.text(path["kind"])
    sentence = try facts.text(path["statement"])
    published = try facts.value(path["published"])
    let name = try facts.text(path["relation"])
    guard let relation = Relation(rawValue: name) else {
      throw .wrongKind(
        file: facts.file.name, path: path["relation"],
        expected: "one of " + Relation.allCases.map(\.rawValue).joined(separator: " "),
        found: JSONValue.string(name).kindInWords)
    }
    self.relation = relation
  }

  /// Where its numbers stand.
  var path: PublishedPath { PublishedPath("statements", id) }

  /// A text field, such as `table`, `model` or `dataset`.
  subscript(field: String) -> String? {
    if case .string(let text)? = members[field] { text } else { nil }
  }

  /// A field that is a text or a list of texts.
  func texts(_ field: String) -> [String] {
    switch members[field] {
    case .string(let text): [text]
    case .array(let values):
      values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    default: []
    }
  }

  /// Numbers of a field that is a number or a list of numbers, such as `K`; none if the statement has no such
  /// field.
  func settings(_ field: String, in facts: Facts) throws(PublishedFileError) -> [Double] {
    switch members[field] {
    case .number?: [try facts.number(path[field]).value]
    case .array?: try facts.numbers(path[field]).map(\.value)
    default: []
    }
  }

  /// Its published truth values, if it publishes a list of them.
  var truths: [Bool] {
    guard case .array(let values) = published else { return [] }
    return values.compactMap { if case .boolean(let truth) = $0 { truth } else { nil } }
  }

  /// The names of `known` that the sentence mentions; all of them if it mentions none.
  func mentioned(of known: [String]) -> [String] {
    let named = known.filter { sentence.contains($0) }
    return named.isEmpty ? known : named
  }
}

extension Statement {
  /// Its published numbers, in the order of the file (of keys, where it is an object), as the sentence prints
  /// them.
  ///
  /// - Parameter half: Half a unit of the last digit, where a table is known to print them so.
  func numbers(in facts: Facts, half: Double? = nil) throws(PublishedFileError) -> [PrintedNumber] {
    try numbers(at: path["published"], published, facts, half)
  }

  /// Its published number, if it has but one.
  func number(in facts: Facts, half: Double? = nil) throws(PublishedFileError) -> PrintedNumber {
    let numbers = try numbers(in: facts, half: half)
    guard numbers.count == 1 else {
      throw .wrongKind(
        file: facts.file.name, path: path["published"], expected: "a number", found: published.kindInWords)
    }
    return numbers[0]
  }

  /// Its published numbers, of which there must be so many.
  func numbers(_ count: Int, in facts: Facts, half: Double? = nil) throws(PublishedFileError)
    -> [PrintedNumber]
  {
    let numbers = try numbers(in: facts, half: half)
    guard numbers.count == count else {
      throw .wrongCount(
        file: facts.file.name, path: path["published"], expected: count, found: numbers.count)
    }
    return numbers
  }

  /// Its published numbers of one key.
  func numbers(of key: String, in facts: Facts) throws(PublishedFileError) -> [PrintedNumber] {
    let place = path["published"][key]
    return try numbers(at: place, try facts.value(place), facts, nil)
  }

  private func numbers(
    at path: PublishedPath, _ value: JSONValue, _ facts: Facts, _ half: Double?
  ) throws(PublishedFileError) -> [PrintedNumber] {
    switch value {
    case .number:
      var number = try facts.number(path)
      number.half = half ?? printedHalf(number.value)
      return [number]
    case .array(let values):
      var all: [PrintedNumber] = []
      for (index, value) in values.enumerated() {
        all += try numbers(at: path[index], value, facts, half)
      }
      return all
    case .object(let members):
      var all: [PrintedNumber] = []
      for key in members.keys.sorted() { all += try numbers(at: path[key], members[key]!, facts, half) }
      return all
    case .null, .boolean, .string: return []
    }
  }

  /// Half a unit of the last digit that the sentence prints, or else of the number's shortest form.
  private func printedHalf(_ value: Double) -> Double {
    let decimals =
      Numerals(in: sentence).decimals(of: value)
      ?? PrintedPrecision.decimals(of: value, significant: kind.hasSuffix("_p") ? 2 : 1)
    return PrintedNumber.half(decimals: decimals)
  }
}
