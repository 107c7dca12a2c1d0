// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Files of experiments.
enum AuditFixtures {
  static func golden(_ name: String) throws -> String { try Fixtures.text(Fixtures.path("golden/" + name)) }

  /// The rows of a CSV file, each by column; none of our fields here holds a comma, so no parser of ours is
  /// needed.
  static func rows(_ path: String) throws -> [[String: String]] {
    let lines = try Fixtures.text(path).split(whereSeparator: \.isNewline)
    let columns = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(columns, fields))
    }
  }
}
