// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension Sequence<String> {
  /// The strings in ascending order of their Unicode code points, as Python and NumPy sort them.
  ///
  /// Swift's own order compares normalized forms, so it may differ from the one a published split was drawn
  /// in.
  package func sortedByCodePoint() -> [String] {
    sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }
}
