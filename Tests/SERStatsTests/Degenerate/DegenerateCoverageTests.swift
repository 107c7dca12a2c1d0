// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The calls keep up with the library: every type that other modules see is named by one of them.
///
/// Of members nothing is asked: a word such as `count` in a test does not say whose `count` was called.
@Suite("The calls of degenerate data")
struct DegenerateCoverageTests {
  @Test(
    "name every type that is public, or public in the package", arguments: try PublicNames.ofSources().types)
  func types(name: String) throws {
    #expect(try PublicNames.called().contains(name), "\(name) has no call among the degenerate data")
  }

  @Test("are looked for in sources that have them")
  func found() throws {
    let types = try PublicNames.ofSources().types
    #expect(Set(types).isSuperset(of: ["StatisticsError", "PairedTTest", "Form", "NormalDistribution"]))
    // Internal ones are left out.
    #expect(!types.contains("UniformExpansion") && !types.contains("PairedDifferences"))
  }
}

/// Names of types in Swift source text, found by the way that this project writes declarations.
struct PublicNames {
  private(set) var types: [String] = []

  /// The types that the sources of SERStats declare to be public, or public in the package.
  static func ofSources() throws -> PublicNames {
    let root = URL(filePath: Fixtures.root)
    var names = PublicNames()
    for file in try swiftFiles(in: root.appendingPathComponent("Sources/SERStats")) {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        names.read(line)
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

  private mutating func read(_ line: Substring) {
    var words = line.split { $0 == " " }.map(String.init)
    guard let access = words.first, ["public", "package"].contains(access) else { return }
    words.removeAll { ["public", "package", "indirect", "final"].contains($0) }
    guard words.count >= 2, ["struct", "enum", "protocol", "class", "actor"].contains(words[0]) else {
      return
    }
    types.append(String(words[1].prefix { $0.isLetter || $0.isNumber }))
  }

  private static func swiftFiles(in folder: URL) throws -> [URL] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return paths.sorted().filter { $0.hasSuffix(".swift") }.map { folder.appendingPathComponent($0) }
  }
}
