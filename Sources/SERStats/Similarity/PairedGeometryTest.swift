// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Do the groups of one system agree more than those of another? The exact test over exchanges of the
/// systems, group by group.
///
/// Both systems saw the same patterns, so the groups are pairs. Null hypothesis: in each group either
/// geometry could have come from either system. The statistic is the difference of the mean similarities,
/// *a* - *b*; *p* is two-sided over all 2ᵍ exchanges, the observed one included.
///
/// The groups are the units, whatever the number of patterns: with four, *p* cannot be under 0.125. That two
/// systems are "indistinguishable" is therefore all that four groups can ever show.
///
/// - Source: paper, appendix D, which makes the claim without a test; paper notes A26.
public struct PairedGeometryTest: HypothesisTest {
  /// The most groups: a million exchanges.
  public static let mostGroups = 20

  /// The first system.
  public let a: GeometryAgreement
  /// The system that it is compared with.
  public let b: GeometryAgreement
  /// The share of exchanges at least as extreme, twice the smaller tail.
  public let pValue: Double

  /// The test of two systems.
  ///
  /// - Parameters:
  ///   - a: The geometries of one system, one a group.
  ///   - b: Those of the other, of the same groups and conditions in the same order.
  ///   - comparison: How two geometries are compared.
  /// - Throws: ``StatisticsError`` as ``GeometryAgreement``, for different numbers of groups, more than
  ///   ``mostGroups``, or different conditions.
  /// - Complexity: O(2ᵍ *g*²).
  public init(
    _ a: [DissimilarityMatrix], _ b: [DissimilarityMatrix], by comparison: GeometryComparison = .spearman
  ) throws(StatisticsError) {
    guard a.count == b.count else {
      throw .unequalSizes(what: "groups of the second system", found: b.count, expected: a.count)
    }
    guard a.count <= Self.mostGroups else {
      throw .outOfRange(
        what: "the number of groups", value: Double(a.count), allowed: "at most \(Self.mostGroups)")
    }
    let one = try GeometryAgreement(a, by: comparison)
    let other = try GeometryAgreement(b, by: comparison)
    guard a[0].conditions == b[0].conditions else {
      throw .unequalSizes(
        what: "conditions of the second system", found: b[0].conditions, expected: a[0].conditions)
    }
    self.a = one
    self.b = other
    let groups = a.count
    let vectors = [one.vectors, other.vectors]
    // The similarity of groups i and j, by the system of each.
    var table = [Double](repeating: 0, count: groups * groups * 4)
    for i in 0..<groups {
      for j in 0..<groups where j > i {
        for (s, t) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
          table[(i * groups + j) * 4 + 2 * s + t] = vectors[s][i].similarity(to: vectors[t][j])
        }
      }
    }
    func difference(_ exchanged: Int) -> Double {
      var sum = 0.0
      for i in 0..<groups {
        for j in 0..<groups where j > i {
          let own = 2 * (exchanged >> i & 1) + (exchanged >> j & 1)
          sum += table[(i * groups + j) * 4 + own] - table[(i * groups + j) * 4 + 3 - own]
        }
      }
      return sum / Double(groups * (groups - 1) / 2)
    }
    var tally = RandomizationTally(observed: difference(0), rounding: GeometryAgreement.rounding)
    for exchanged in 0..<1 << groups { tally.count(difference(exchanged)) }
    pValue = tally.pValue(.twoSided, of: .enumeration)
  }

  /// The mean similarity of *a* less that of *b*.
  public var statistic: Double { a.mean - b.mean }

  /// All 2ᵍ exchanges.
  public var pValueSource: PValueSource { .enumeration(arrangements: 1 << a.geometries.count) }

  /// The groups.
  public var independentUnits: Int { a.geometries.count }

  /// 2/2ᵍ: 0.125 for four groups.
  public var smallestAttainableP: Double { min(1, 2 / Double(1 << a.geometries.count)) }

  /// None: groups are taken for independent.
  public var caveat: String? { nil }
}
