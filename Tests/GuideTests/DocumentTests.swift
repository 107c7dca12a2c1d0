// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Testing

/// See `Snippets` for how a block of a document gets its test.
@Suite("The Swift code of a document") struct DocumentTests {
  @Test("is run by a test, block by block", arguments: try Snippets.documents())
  func isRun(document: String) throws {
    let blocks = Snippets.blocks(inDocument: try Snippets.text(of: document))
    let snippets = try Snippets.all().filter { $0.document == document }
    for fault in Snippets.faults(blocks: blocks, snippets: snippets) { Issue.record("\(document): \(fault)") }
  }

  @Test("is in documents that exist") func documentsExist() throws {
    let documents = try Snippets.documents()
    #expect(documents.contains("README.md") && documents.contains("Docs/which-test-do-i-want.md"))
    #expect(documents.contains("Sources/SERStats/SERStats.docc/SERStats.md"))
    for snippet in try Snippets.all() where !documents.contains(snippet.document) {
      Issue.record("\(snippet.file) has a snippet of \(snippet.document), which is no document")
    }
  }

  private static let document = """
    ```swift
    import SERCore

    let a = 1
    ```
    ```sh
    ls
    ```
    <!-- not run: lines of a Package.swift -->
    ```swift
    .package(path: "..")
    ```
      ```swift
      print(a)
      ```
    """

  private func faults(_ source: String) -> [String] {
    let marked = source.replacing("//snippet", with: "// snippet D")
    return Snippets.faults(
      blocks: Snippets.blocks(inDocument: Self.document), snippets: Snippets.snippets(in: marked, file: "F"))
  }

  @Test("is found in the document and between the markers") func found() {
    #expect(
      Snippets.blocks(inDocument: Self.document) == [["import SERCore", "", "let a = 1"], ["print(a)"]])
    #expect(
      faults("import SERCore\n  //snippet\n  let a = 1\n  // end\n  //snippet\n  print(a)\n  // end") == [])
  }

  @Test("is missed where a test lacks it, has another, an older order, or lacks an import") func faults() {
    #expect(faults("import SERCore\n//snippet\nlet a = 1\n// end").count == 1)
    #expect(
      faults("import SERCore\n//snippet\nlet a = 2\n// end\n//snippet\nprint(a)\n// end").count == 2)
    #expect(
      faults("import SERCore\n//snippet\nprint(a)\n// end\n//snippet\nlet a = 1\n// end").count == 1)
    #expect(faults("//snippet\nlet a = 1\n// end\n//snippet\nprint(a)\n// end").count == 1)
  }

  @Test(
    "prints what its comments show",
    arguments: [
      ("0.126", "0.12597"), ("-0.038...0.213", "-0.0384...0.2126"), ("nil", "nil"), ("6 4", "6 4"),
      ("0.0146 (0.015 in the paper), 0.126 for splits", "0.014573 0.12597"), ("24 speakers", "24"),
      ("the splits overlap: ...", "the splits overlap: each draws 10"), ("0.667: 4 over 6", "0.66666"),
      ("2.0, 1.2: 1 is the best", "[2.0, 1.2]"), ("[\"08\"]", "[\"08\"]"), ("1.5e-9", "1.4999e-09"),
      ("0.00033, exact over 36 arrangements", "0.000331 exact over 36 arrangements"),
    ])
  func shown(comment: String, printed: String) {
    #expect(PrintedValues.does(comment, show: printed))
  }

  @Test(
    "does not pass with a comment that shows something else",
    arguments: [
      ("0.127", "0.12597"), ("0.45934862", "0.45934865"), ("0.038...0.213", "-0.0384...0.2126"), ("6 4", "6"),
      ("6", "6 4"), ("3", "2.6"), ("never 0", "0.002"), ("the splits share", "the splits overlap"),
      ("...", "1"),
      ("nil", "3"), ("exact over 35 arrangements", "exact over 36 arrangements"), ("1.6e-9", "1.4999e-09"),
    ])
  func notShown(comment: String, printed: String) {
    #expect(!PrintedValues.does(comment, show: printed))
  }

  @Test("has the comments of a call behind it or below it") func places() {
    let source = "print(a)  // 1\nprint(b)\n// 2\n// 3\n\nprint(c)\n// end"
    #expect(PrintedValues.fault(of: "1", byCallAt: 1, in: source) == nil)
    #expect(PrintedValues.fault(of: "2", byCallAt: 1, in: source) != nil)
    #expect(PrintedValues.fault(of: "2\n3", byCallAt: 2, in: source) == nil)
    #expect(PrintedValues.fault(of: "2\n4", byCallAt: 2, in: source) != nil)
    #expect(PrintedValues.fault(of: "2\n3\n4", byCallAt: 2, in: source) != nil)
    #expect(PrintedValues.fault(of: "9", byCallAt: 6, in: source) == nil)
    #expect(PrintedValues.fault(of: "9", byCallAt: 5, in: source) != nil)
  }

  @Test("is heard by the tests when it prints") func calls() {
    withKnownIssue {
      print(1 + 1)  // 3
    }
    print(1 + 1, [0.25])  // 2 0.25
  }
}
