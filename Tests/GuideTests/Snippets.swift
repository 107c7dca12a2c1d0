// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The Swift blocks of a guide are, in their order, what stands in the calling file between `// snippet` and `// end`.
func expectSnippets(of guide: String, in file: String = #filePath) throws {
  let folder = URL(filePath: file).deletingLastPathComponent()
  let text = try String(contentsOf: folder.appending(path: "../../Docs/\(guide)"), encoding: .utf8)
  let shown = blocks(in: text, from: "```swift", to: "```")
  let compiled = blocks(
    in: try String(contentsOfFile: file, encoding: .utf8), from: "// snippet", to: "// end")
  #expect(!shown.isEmpty)
  #expect(shown == compiled)
}

/// A printed number is shown in full, or rounded to the digits that are given.
func expect(_ value: Double, shows printed: Double, sourceLocation: SourceLocation = #_sourceLocation) {
  let digits = "\(printed)".split(separator: ".").last?.count ?? 0
  let half = 0.5 * pow(10, -Double(digits))
  #expect(abs(value - printed) <= half * (1 + 1e-9), sourceLocation: sourceLocation)
}

/// Lines between marks, without the indentation that they share.
private func blocks(in text: String, from start: String, to end: String) -> [[String]] {
  var found: [[String]] = []
  var open: [String]?
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
    let trimmed = line.trimmingCharacters(in: .whitespaces)
    if trimmed == start {
      open = []
    } else if trimmed == end, let lines = open {
      let indentation = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
      found.append(lines.map { String($0.dropFirst(indentation)) })
      open = nil
    } else {
      open?.append(String(line))
    }
  }
  return found
}
