// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The numbers that a sentence prints in digits.
///
/// Digits that are part of a name (emotion2vec, WavLM-base+, lang0) are none, nor are those that say what a number is
/// about: `K = 100`, `5 seeds`, `12 pairs`, `10-fold`, `(7)`.
struct Numerals {
  struct Numeral: Hashable {
    var value: Double
    var decimals: Int
  }

  private(set) var all: [Numeral] = []

  init(in sentence: String) {
    var rest = sentence[...]
    while let start = rest.firstIndex(where: { $0.isASCII && $0.isNumber }) {
      let before = rest[..<start]
      let end = rest[start...].firstIndex { !Self.isPart($0) } ?? rest.endIndex
      let token = rest[start..<end]
      let after = rest[end...]
      if !Self.isName(before, after), !Self.isSetting(before, token, after), let numeral = Self.read(token) {
        all.append(numeral)
      }
      // The character before a later token decides whether it is a name, so it stays.
      rest = after
      if Self.isName(before, after), let gap = rest.firstIndex(where: { $0 == " " }) { rest = rest[gap...] }
    }
  }

  /// The decimals with which a value is printed, whatever its sign; `nil` if it is not.
  func decimals(of value: Double) -> Int? {
    all.first { abs($0.value - abs(value)) <= 1e-9 * max(1, abs(value)) }?.decimals
  }

  /// Whether a value is printed, as it is or in per cent.
  func contain(_ value: Double) -> Bool {
    decimals(of: value) != nil || decimals(of: value * 100) != nil
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isNumber || character == "." || character == ",")
  }

  private static func isName(_ before: Substring, _ after: Substring) -> Bool {
    if let last = before.last, last.isLetter || last == "_" { return true }
    return after.first.map { $0.isLetter || $0 == "-" && after.dropFirst().hasPrefix("fold") } ?? false
  }

  private static func isSetting(_ before: Substring, _ token: Substring, _ after: Substring) -> Bool {
    if before.hasSuffix("K = ") || before.hasSuffix("Table ") { return true }
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
}
