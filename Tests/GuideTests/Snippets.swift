// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The Swift code of the documents, and the code of the tests that stands for it.
///
/// A test shows which block of which document it runs by markers around the same lines:
///
///     // snippet Docs/which-test-do-i-want.md
///     let test = try PairedComparison(a, b, plan: plan).test()
///     print(test.pValue)  // 0.052
///     // end
///
/// Lines of `import` at the head of a block stand at the head of the test's file. A block that cannot be run,
/// such as lines of a `Package.swift`, has `<!-- not run: REASON -->` on the line before it.
enum Snippets {
  /// The folder of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A test's lines for one block, and where they stand.
  struct Snippet: Equatable {
    let document: String
    let lines: [String]
    let file: String
    /// The modules that the file imports.
    let imports: Set<String>
  }

  /// Every document of the package: README and its like, the guides, and the pages of each module.
  static func documents() throws -> [String] {
    let top = try FileManager.default.contentsOfDirectory(atPath: root.path())
    let folders = try ["Docs", "Sources"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path())
        .map { "\(folder)/\($0)" }
    }
    return (top + folders).filter { $0.hasSuffix(".md") }.sorted()
  }

  /// The snippets of all files of tests, each file's in order.
  static func all() throws -> [Snippet] {
    let folder = root.appending(path: "Tests")
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted()
      .filter { $0.hasSuffix(".swift") }
      .flatMap { try snippets(in: text(of: "Tests/\($0)"), file: $0) }
  }

  static func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The Swift blocks of a Markdown text, but for those that say why they are not run.
  static func blocks(inDocument text: String) -> [[String]] {
    pieces(of: text, isStart: { $0 == "```swift" ? "" : nil }, end: "```")
      .filter { !$0.before.hasPrefix("<!-- not run: ") }.map(\.lines)
  }

  static func snippets(in source: String, file: String) -> [Snippet] {
    let marker = "// snippet "
    let imports = Set(source.split(separator: "\n").map(String.init).filter { $0.hasPrefix("import ") })
    return pieces(
      of: source, isStart: { $0.hasPrefix(marker) ? String($0.dropFirst(marker.count)) : nil }, end: "// end"
    ).map { Snippet(document: $0.name, lines: $0.lines, file: file, imports: imports) }
  }

  /// What is wrong between the blocks of a document and its snippets, a sentence each.
  static func faults(blocks: [[String]], snippets: [Snippet]) -> [String] {
    var faults: [String] = []
    var last: [String: Int] = [:]
    var covered = Set<Int>()
    let code = blocks.map(withoutImports)
    let texts = code.map { withoutLayout($0.code) }
    for snippet in snippets {
      guard let index = texts.firstIndex(of: withoutLayout(snippet.lines)) else {
        faults.append("\(snippet.file) has a snippet that the document does not show: \(head(snippet.lines))")
        continue
      }
      covered.insert(index)
      if let before = last[snippet.file], before >= index {
        faults.append("\(snippet.file) has snippets in another order: \(head(snippet.lines))")
      }
      last[snippet.file] = index
      for line in code[index].imports where !snippet.imports.contains(line) {
        faults.append("\(snippet.file) lacks '\(line)'")
      }
    }
    for index in blocks.indices where !covered.contains(index) {
      faults.append("no test runs the block that begins with: \(head(code[index].code))")
    }
    return faults
  }

  private static func head(_ lines: [String]) -> String { lines.first ?? "(nothing)" }

  /// The characters that are not blanks: where a line is broken depends on the indentation, which a test has
  /// more of.
  private static func withoutLayout(_ lines: [String]) -> String {
    lines.joined().filter { !$0.isWhitespace }
  }

  private static func withoutImports(_ block: [String]) -> (imports: [String], code: [String]) {
    let imports = block.prefix { $0.hasPrefix("import ") }
    return (Array(imports), Array(block.dropFirst(imports.count).drop(while: \.isEmpty)))
  }

  /// Lines between marks, without the indentation that they share, with the last line before them that is not
  /// empty.
  private static func pieces(
    of text: String, isStart: (String) -> String?, end: String
  ) -> [(name: String, before: String, lines: [String])] {
    var found: [(name: String, before: String, lines: [String])] = []
    var open: (name: String, before: String, lines: [String])?
    var previous = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if open == nil, let name = isStart(trimmed) {
        open = (name, previous, [])
      } else if trimmed == end, let piece = open {
        let indentation = piece.lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        found.append((piece.name, piece.before, piece.lines.map { String($0.dropFirst(indentation)) }))
        open = nil
      } else {
        open?.lines.append(line)
      }
      if !trimmed.isEmpty { previous = trimmed }
    }
    return found
  }
}
