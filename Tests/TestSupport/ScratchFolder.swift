// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A temporary folder that is removed with its last reference.
package final class ScratchFolder: Sendable {
  package let path: String

  package init() throws {
    path = NSTemporaryDirectory() + "ser-audit-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it, which need not exist.
  package func file(_ name: String) -> String { path + "/" + name }

  /// The path of a file that does not exist yet.
  package func fresh(_ name: String) -> String { file("\(name)-\(UUID().uuidString)") }

  /// Writes a file, and the folders above it, without any of the code under test; returns its path.
  @discardableResult package func put(_ bytes: [UInt8], as name: String = "file") throws -> String {
    let file = URL(filePath: file(name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Writes a text as a file; else as for bytes.
  @discardableResult package func put(_ text: String, as name: String = "file") throws -> String {
    try put(Array(text.utf8), as: name)
  }

  /// The text of a file in it.
  package func text(_ name: String) throws -> String { try Fixtures.text(file(name)) }

  /// What is in it, in order.
  package func names() throws -> [String] { try names(in: ".") }

  /// What is in a folder of it, in order.
  package func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(folder)).sorted()
  }

  /// What is in a folder of it, in order; nothing if there is no such folder.
  package func namesIfAny(in folder: String) -> [String] { (try? names(in: folder)) ?? [] }
}
