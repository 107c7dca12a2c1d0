// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// How alike the geometries of several groups are: the similarity of every two, and their mean.
///
/// ```swift
/// let agreement = try GeometryAgreement(geometries, by: .spearman)
/// agreement.mean  // 0.514: the mean of the six pairs of four groups
/// ```
///
/// For rankings without ties the mean Spearman correlation is (*gW* - 1)/(*g* - 1), with Kendall's *W* over
/// *g* groups.
///
/// - Source: paper, appendix D; paper notes A26.
public struct GeometryAgreement: Hashable, Sendable {
  /// Two groups.
  public struct Pair: Hashable, Sendable {
    /// The number of the first group.
    public let a: Int
    /// The number of the second, which is greater.
    public let b: Int
    /// How alike they are.
    public let similarity: Double
  }

  /// The geometries, one a group.
  public let geometries: [DissimilarityMatrix]
  /// How two are compared.
  public let comparison: GeometryComparison
  /// All pairs: (0,1) (0,2) ... (1,2) ....
  public let pairs: [Pair]
  /// The mean similarity over all pairs.
  public let mean: Double
  let vectors: [GeometryVector]

  /// The agreement of geometries.
  ///
  /// - Throws: ``StatisticsError`` for fewer than two groups, fewer than three conditions, different numbers
  ///   of them, or a constant matrix where ranks are compared.
  public init(
    _ geometries: [DissimilarityMatrix], by comparison: GeometryComparison = .spearman
  ) throws(StatisticsError) {
    guard geometries.count >= 2 else {
      throw .tooFewUnits(kind: "groups", found: geometries.count, needed: 2)
    }
    let vectors = try comparison.vectors(of: geometries)
    self.geometries = geometries
    self.comparison = comparison
    self.vectors = vectors
    var pairs: [Pair] = []
    for a in vectors.indices {
      for b in vectors.indices where b > a {
        pairs.append(Pair(a: a, b: b, similarity: vectors[a].similarity(to: vectors[b])))
      }
    }
    self.pairs = pairs
    mean = GeometryAgreement.mean(of: vectors)
  }

  /// The mean over pairs: with equal lengths a whole number over a constant, so that equal means are equal to
  /// the bit.
  static func mean(of vectors: [GeometryVector]) -> Double {
    let equal = vectors.allSatisfy { $0.squaredLength == vectors[0].squaredLength }
    var sum = 0.0
    for a in vectors.indices {
      for b in vectors.indices where b > a {
        sum += equal ? vectors[a].product(with: vectors[b]) : vectors[a].similarity(to: vectors[b])
      }
    }
    let pairs = Double(vectors.count * (vectors.count - 1) / 2)
    guard equal else { return sum / pairs }
    return vectors[0].squaredLength > 0 ? sum / (vectors[0].squaredLength * pairs) : 0
  }

  /// Means of arrangements count as equal within it. Distinct means of ranks of fewer than 100 values are
  /// farther apart.
  static let rounding = 1e-12

  /// Geometries and comparison decide all else.
  public static func == (a: GeometryAgreement, b: GeometryAgreement) -> Bool {
    a.geometries == b.geometries && a.comparison == b.comparison
  }

  /// Geometries and comparison decide all else.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(geometries)
    hasher.combine(comparison)
  }
}
