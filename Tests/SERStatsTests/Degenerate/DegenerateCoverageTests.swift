// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The calls keep up with the library: what is public is named by one of them.
///
/// Stored properties are exempt, since `Examination.stored` walks them without their names.
@Suite("The calls of degenerate data")
struct DegenerateCoverageTests {
  @Test("name every public type", arguments: try PublicNames.ofSources().types)
  func types(name: String) throws {
    #expect(try PublicNames.called().contains(name), "\(name) has no call among the degenerate data")
  }

  @Test("name every public function and computed property", arguments: try PublicNames.ofSources().members)
  func members(member: PublicNames.Member) throws {
    #expect(try PublicNames.called().contains(member.name), "\(member) has no call among the degenerate data")
  }

  @Test("are looked for in sources that have them")
  func found() throws {
    let names = try PublicNames.ofSources()
    #expect(
      Set(names.types).isSuperset(of: ["StatisticsError", "PairedTTest", "Form", "RandomizationTally"]))
    let members = Set(names.members.map(\.name))
    #expect(members.isSuperset(of: ["pValue", "confidenceInterval", "holm", "countNeeded", "bits"]))
    #expect(!members.contains("chooses"))
  }
}

/// Names in Swift source text, found by the way that this project writes declarations.
struct PublicNames {
  /// A function or a computed property, and the file that declares it.
  struct Member: Hashable, CustomStringConvertible {
    let name: String
    let file: String
    var description: String { "\(name) in \(file)" }
  }

  private(set) var types: [String] = []
  private(set) var members: [Member] = []

  /// What the sources of SERStats declare to be public.
  static func ofSources() throws -> PublicNames {
    let root = URL(filePath: Fixtures.root)
    var names = PublicNames()
    for file in try swiftFiles(in: root.appendingPathComponent("Sources/SERStats")) {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        names.read(line, file.lastPathComponent)
      }
    }
    return names
  }

  /// Every word of the calls and of what examines their answers, comments apart.
  static func called() throws -> Set<String> {
    var words: Set<String> = []
    let own = URL(fileURLWithPath: #filePath)
    for file in try swiftFiles(in: own.deletingLastPathComponent())
    where file.lastPathComponent != own.lastPathComponent {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { continue }
        words.formUnion(line.split { !$0.isLetter && !$0.isNumber }.map(String.init))
      }
    }
    return words
  }

  private mutating func read(_ line: Substring, _ file: String) {
    var words = line.split { $0 == " " }.map(String.init)
    guard words.first == "public", !words.contains("import") else { return }
    words.removeAll { ["public", "static", "mutating", "final"].contains($0) }
    guard words.count >= 2 else { return }
    let name = String(words[1].prefix { $0.isLetter || $0.isNumber })
    guard !name.isEmpty else { return }  // an operator
    switch words[0] {
    case "struct", "enum", "protocol", "class", "actor": types.append(name)
    // An initializer is called where its type is; a description is what every sentence is read from.
    case "func": members.append(Member(name: name, file: file))
    case "var" where line.contains("{"): members.append(Member(name: name, file: file))
    default: break
    }
  }

  private static func swiftFiles(in folder: URL) throws -> [URL] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return paths.sorted().filter { $0.hasSuffix(".swift") }.map { folder.appendingPathComponent($0) }
  }
}
