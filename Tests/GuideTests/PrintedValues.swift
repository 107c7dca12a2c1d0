// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Takes the place of Swift's `print` in the snippets.
let print = CheckedPrint()

/// What is printed must be what the comment behind the call shows, or the lines of comment right below it,
/// line by line.
///
/// A call without either shows nothing. It is a value, since of two functions the compiler might choose
/// Swift's.
struct CheckedPrint: Sendable {
  func callAsFunction(_ items: Any..., location: SourceLocation = #_sourceLocation) {
    let printed = items.map { "\($0)" }.joined(separator: " ")
    do {
      let source = try Snippets.text(of: "Tests/GuideTests/\(location.fileName)")
      if let fault = PrintedValues.fault(of: printed, byCallAt: location.line, in: source) {
        Issue.record("\(fault)", sourceLocation: location)
      }
    } catch {
      Issue.record(error, sourceLocation: location)
    }
  }
}

/// Whether a comment shows what was printed.
///
/// It begins with the same words and numbers, a number as it is or rounded to the digits of the comment, and
/// punctuation apart. It may leave out the rest of a text with `...`, have remarks in parentheses, and end in
/// a remark that begins with a word or after a colon, semicolon or comma:
/// `0.126 (0.13 in the paper): not significant`.
enum PrintedValues {
  /// What is wrong with the comments of a call of `print` on this line of a source, counted from 1; nil if
  /// nothing.
  static func fault(of printed: String, byCallAt line: Int, in source: String) -> String? {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let call = lines[line - 1]
    guard call.contains("print(") else { return "no call of print on line \(line): is it inside a macro?" }
    if let mark = call.range(of: "  // ") {
      let comment = String(call[mark.upperBound...])
      return does(comment, show: printed) ? nil : "the comment shows \(comment), printed is \(printed)"
    }
    let shown = lines[line...].map { $0.drop { $0 == " " } }
      .prefix { $0.hasPrefix("// ") && !$0.hasPrefix("// snippet ") && $0 != "// end" }.map {
        String($0.dropFirst(3))
      }
    if shown.isEmpty { return nil }
    let rows = printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (comment, row) in zip(shown, rows) where !does(comment, show: row) {
      return "the comment below shows \(comment), printed is \(row)"
    }
    return shown.count == rows.count ? nil : "\(shown.count) lines of comment for \(rows.count) printed lines"
  }

  static func does(_ comment: String, show printed: String) -> Bool {
    let (number, word) = (/-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?/, /[\p{L}']+/)
    var rest = Substring(comment.replacing(/\ \([^)]*\)/, with: ""))
    // Ranges in an array print as `[ClosedRange(1...4)]`.
    let printed = printed.replacing("ClosedRange(", with: "")
    for (index, token) in tokens(of: printed).enumerated() {
      guard let match = rest.firstMatch(of: token.isNumber ? number : word),
        rest[..<match.range.lowerBound].allSatisfy({ !$0.isLetter && !$0.isNumber }),
        isSame(shown: String(match.output), printed: token)
      else { return index > 0 && rest.hasSuffix("...") && !rest.contains { $0.isLetter || $0.isNumber } }
      rest = rest[match.range.upperBound...]
    }
    let remark = rest.drop { " ])\"}".contains($0) }
    return remark.first.map { ":;,".contains($0) || $0.isLetter } ?? true
  }

  private struct Token {
    var text: String
    var isNumber: Bool
  }

  private static func tokens(of text: String) -> [Token] {
    text.matches(of: /-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?|[\p{L}']+/).map {
      Token(text: String($0.output), isNumber: $0.output.contains(where: \.isNumber))
    }
  }

  private static func isSame(shown: String, printed: Token) -> Bool {
    if shown == printed.text { return true }
    guard printed.isNumber, let value = Double(printed.text), let rounded = Double(shown) else {
      return false
    }
    let parts = shown.split(separator: "e")
    guard let decimals = parts[0].split(separator: ".").dropFirst().first?.count else {
      return value == rounded
    }
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return abs(value - rounded) <= 0.5 * pow(10, Double(exponent - decimals)) * (1 + 1e-9)
  }
}

/// A number that a text says is shown in full, or rounded to the digits that are given.
func expect(_ value: Double, shows printed: Double, sourceLocation: SourceLocation = #_sourceLocation) {
  let digits = "\(printed)".split(separator: ".").last?.count ?? 0
  let half = 0.5 * pow(10, -Double(digits))
  #expect(abs(value - printed) <= half * (1 + 1e-9), sourceLocation: sourceLocation)
}
