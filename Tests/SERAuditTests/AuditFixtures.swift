// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore

/// Stores and folders for tests of experiments.
enum AuditFixtures {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// The small store of invented features whose format must keep opening.
  static let goldenStore = root + "/Tests/Fixtures/golden/store"
  /// The real speech that comes with the project.
  static let data = root + "/Data"

  static func golden(_ name: String) throws -> String { try text(root + "/Tests/Fixtures/golden/" + name) }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  /// The rows of a CSV file, each by column; none of our fields here holds a comma, so no parser of ours is needed.
  static func rows(_ path: String) throws -> [[String: String]] {
    let lines = try text(path).split(whereSeparator: \.isNewline)
    let columns = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(columns, fields))
    }
  }
}

/// A folder that goes with its last user.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "ser-audit-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func put(_ text: String, as name: String) throws {
    let file = URL(filePath: file(name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(folder)).sorted()
  }

  /// A copy of the golden store that a test may spoil.
  func copyOfGoldenStore() throws -> String {
    let copy = file("store")
    try FileManager.default.copyItem(atPath: AuditFixtures.goldenStore, toPath: copy)
    return copy
  }
}
