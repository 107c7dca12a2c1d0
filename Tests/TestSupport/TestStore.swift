// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of a feature store; if it lies in a scratch folder, that exists as long as this value does.
package struct TestStore: Sendable {
  package let path: String
  private let owned: ScratchFolder?

  private init(path: String, owned: ScratchFolder?) { (self.path, self.owned) = (path, owned) }

  /// A store that exists, and that a test may not change.
  package init(path: String) { self.init(path: path, owned: nil) }

  /// A store that a test has written to a folder.
  package init(in folder: ScratchFolder) { self.init(path: folder.path, owned: folder) }

  /// The golden store, where it is: a test may not change it.
  package static let golden = TestStore(path: Fixtures.goldenStore)
  /// The real speech that comes with the project: a test may not change it.
  package static let data = TestStore(path: Fixtures.data)

  /// A copy of the golden store, for a test to change.
  ///
  /// - Parameter scratch: Where it becomes the folder `store`; a folder of its own if none is given.
  package static func copyOfGolden(in scratch: ScratchFolder? = nil) throws -> TestStore {
    let folder = try scratch ?? ScratchFolder()
    let path = folder.file("store")
    try FileManager.default.copyItem(atPath: Fixtures.goldenStore, toPath: path)
    return TestStore(path: path, owned: folder)
  }

  /// The path of a file in it, such as `features/half/mini.npy`.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Replaces a file's text by what a function makes of it.
  package func rewrite(_ name: String, _ change: (String) throws -> String) throws {
    try Data(try change(Fixtures.text(file(name))).utf8).write(to: URL(filePath: file(name)))
  }

  /// Removes a file.
  package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }
}
