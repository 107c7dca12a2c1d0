// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Files to start from.
enum SeedFiles {
  /// Longer files would only be slower.
  static let most = 8192

  /// All files with this ending in a folder and those below it, by path; long ones are cut.
  static func below(_ folder: String, ending: String) throws -> [[UInt8]] {
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
    let found = names.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted()
    return try found.map { try bytes("\(folder)/\($0)") }
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)).prefix(most))
  }

  static func texts(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }
}
