// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The numbers that a sentence prints.
///
/// Digits that are part of a name (emotion2vec, lang0) are none, nor are those that say what a number is
/// about: `K = 100`, `5 seeds`, `12 pairs`, `10-fold`, `layer 0`, `K/4`, `(7)`.
struct Numerals {
  struct Numeral: Hashable {
    var value: Double
    var decimals: Int
  }

  private(set) var all: [Numeral] = []

  /// - Parameter words: Whether numbers in words count as well: five, three quarters, none.
  init(in sentence: String, words: Bool = false) {
    scan(sentence[...]) { before, token, after in !Self.isSetting(before, token, after) }
    if words { readWords(of: sentence) }
  }

  /// The numbers of a list that follows a mark, such as `K = `, up to the end of the sentence.
  init(after mark: String, in sentence: String) {
    guard let range = sentence.firstRange(of: mark) else { return }
    scan(sentence[range.upperBound...]) { _, _, _ in true }
  }

  /// The decimals with which a value is printed, whatever its sign; `nil` if it is not.
  func decimals(of value: Double) -> Int? {
    all.first { Self.isSame(abs($0.value), abs(value)) }?.decimals
  }

  /// Whether a value is printed.
  func contain(_ value: Double) -> Bool { all.contains { Self.isSame($0.value, value) } }

  /// Strikes out a value, as it is or in per cent; whether it was there.
  mutating func take(_ value: Double) -> Bool {
    let index =
      all.firstIndex { Self.isSame($0.value, value) } ?? all.firstIndex { Self.isSame($0.value, value * 100) }
    if let index { all.remove(at: index) }
    return index != nil
  }

  private static func isSame(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(b)) }

  private mutating func scan(_ text: Substring, _ counts: (Substring, Substring, Substring) -> Bool) {
    var rest = text
    while let start = rest.firstIndex(where: { $0.isASCII && $0.isNumber }) {
      let before = text[..<start]
      let end = rest[start...].firstIndex { !Self.isPart($0) } ?? rest.endIndex
      let (token, after) = (rest[start..<end], text[end...])
      rest = rest[end...]
      if Self.isName(before, after) {
        rest = rest.firstIndex(of: " ").map { rest[$0...] } ?? ""
      } else if counts(before, token, after), let numeral = Self.read(token) {
        let isNegative = before.hasSuffix(" -") || before.hasSuffix(" −")
        all.append(Numeral(value: isNegative ? -numeral.value : numeral.value, decimals: numeral.decimals))
      }
    }
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isNumber || character == "." || character == ",")
  }

  private static func isName(_ before: Substring, _ after: Substring) -> Bool {
    if let last = before.last, last.isLetter || last == "_" || last == "/" { return true }
    return after.first.map { $0.isLetter || $0 == "-" && after.dropFirst().hasPrefix("fold") } ?? false
  }

  private static func isSetting(_ before: Substring, _ token: Substring, _ after: Substring) -> Bool {
    if ["K = ", "K = 0 to ", "Table ", "layer "].contains(where: { before.hasSuffix($0) }) { return true }
    if before.hasSuffix("("), after.hasPrefix(")"), token.count == 1 { return true }
    return [" seeds", " pairs"].contains { after.hasPrefix($0) }
  }

  private static func read(_ token: Substring) -> Numeral? {
    let trimmed = token.reversed().drop { $0 == "." || $0 == "," }.reversed()
    let digits = String(trimmed).filter { $0 != "," }
    guard let value = Double(digits) else { return nil }
    let decimals = digits.firstIndex(of: ".").map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
    return Numeral(value: value, decimals: decimals)
  }

  private mutating func readWords(of sentence: String) {
    for (phrase, value) in Self.phrases where sentence.contains(phrase) {
      all.append(Numeral(value: value, decimals: 2))
    }
    // Four-class and two-linear are names; the published one is a pronoun.
    for word in sentence.split(separator: " ") where !word.contains("-") {
      let letters = word.filter(\.isLetter).lowercased()
      if letters == "one", sentence.hasSuffix("one") { continue }
      if let value = Self.words[letters] { all.append(Numeral(value: value, decimals: 0)) }
    }
  }

  private static let phrases = ["three quarters": 0.75, "about a third": 1 / 3.0, "most of its": 0.5]

  private static let words: [String: Double] = [
    "none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
  ]
}
