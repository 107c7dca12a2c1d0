// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

extension RelabelingTest {
  /// The exact test or, where there are more arrangements than ``largestEnumerated``, one that draws some.
  package init(
    _ geometries: [DissimilarityMatrix], by comparison: GeometryComparison, orDrawing draws: Int,
    from stream: NumPyGenerator
  ) throws(StatisticsError) {
    do {
      try self.init(geometries, by: comparison)
    } catch .outOfRange {
      var stream = stream
      try self.init(geometries, by: comparison, draws: draws, using: &stream)
    }
  }
}

extension RandomRankingTest {
  /// The exact test or, where there are too many rankings to go through, one that draws some.
  package init(
    _ geometries: [DissimilarityMatrix], orDrawing draws: Int, from stream: NumPyGenerator
  ) throws(StatisticsError) {
    do {
      try self.init(geometries)
    } catch .outOfRange {
      var stream = stream
      try self.init(geometries, draws: draws, using: &stream)
    }
  }
}
