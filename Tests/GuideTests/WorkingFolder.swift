// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder of its own with the package's `Data` in it, for snippets that name files as a reader would.
///
/// It becomes the working folder of the process, so only an exit test, which has a process to itself, may
/// enter one. The snippet stands in a function: lines of code in the closure of an exit test do not know
/// where they are.
enum WorkingFolder {
  static func inside(_ body: () throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "guide-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "Data"), withDestinationURL: Snippets.root.appending(path: "Data"))
    guard FileManager.default.changeCurrentDirectoryPath(folder.path()) else {
      throw CocoaError(.fileReadUnknown)
    }
    try body()
  }
}
