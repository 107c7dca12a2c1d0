// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension GroupedPatterns {
  /// The cross-validated geometry of each group over two halves of its units: every other one in the order of
  /// their names.
  ///
  /// - Parameter units: The unit of each row of the input, such as its speaker.
  /// - Throws: ``StatisticsError``, such as for a half without some condition.
  package func crossnobisGeometries(units: [String]) throws(StatisticsError) -> [DissimilarityMatrix] {
    var geometries: [DissimilarityMatrix] = []
    for group in 0..<groups {
      let own = rows[group].map { units[$0] }
      let place = Dictionary(
        uniqueKeysWithValues: Set(own).sortedByCodePoint().enumerated().map { ($1, $0) })
      let values = patterns[group].elements.map { Double($0) }
      geometries.append(
        try DissimilarityMatrix.crossnobis(
          patterns: Matrix(rows: own.count, columns: dimension, elements: values),
          conditions: labels[group].map { Int($0) }, folds: own.map { (place[$0] ?? 0) % 2 }))
    }
    return geometries
  }
}
