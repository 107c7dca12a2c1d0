// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// How alike noisy geometries of one and the same thing are: about the best that a comparison with them can
/// reach.
///
/// ``upper`` is the mean similarity of each matrix to the pool of all, itself included; ``lower`` that to the
/// pool of the others. The pool is the mean of ranks for comparisons by rank, and of matrices divided by
/// their root mean square for the cosine. Where matrices cancel out in a pool, such as two of opposite
/// orders, nothing agrees with it: 0.
///
/// - Source: Nili et al. (2014); rsatoolbox 0.3.2, `boot_noise_ceiling`.
public struct NoiseCeiling: Hashable, Sendable {
  /// The mean similarity to the pool of the others: what one of them says of the next.
  public let lower: Double
  /// The mean similarity to the pool of all. No geometry could agree better by the cosine or by ranks without
  /// ties; for ``GeometryComparison/tauA`` another order than that of the mean ranks may.
  public let upper: Double

  /// The ceiling of repeated measurements of one geometry.
  ///
  /// - Throws: ``StatisticsError`` for fewer than two matrices, or what ``GeometryAgreement`` refuses.
  public init(
    of matrices: [DissimilarityMatrix], by comparison: GeometryComparison = .spearman
  ) throws(StatisticsError) {
    guard matrices.count >= 2 else {
      throw .tooFewUnits(kind: "dissimilarity matrices", found: matrices.count, needed: 2)
    }
    let vectors = try comparison.vectors(of: matrices)
    let scaled = matrices.map { comparison.poolable($0.upper) }
    var total = [Double](repeating: 0, count: scaled[0].count)
    for own in scaled { for index in own.indices { total[index] += own[index] } }
    let all = GeometryVector(total, comparison)
    var (low, high) = (0.0, 0.0)
    for (vector, own) in zip(vectors, scaled) {
      low += vector.similarity(to: GeometryVector(zip(total, own).map { $0 - $1 }, comparison))
      high += vector.similarity(to: all)
    }
    lower = low / Double(matrices.count)
    upper = high / Double(matrices.count)
  }

  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The ceiling of each group from halves of its units, such as speakers: the mean over groups and splits.
  ///
  /// For each split every group's units are permuted and the first half, rounded down, makes one geometry,
  /// the rest the other. The lower end is then how alike two halves are. That is no bound for the agreement
  /// *between* groups: a half has half the data and more noise than a whole group, so groups of one and the
  /// same geometry agree on average more than halves do. An agreement well below it says that groups differ;
  /// one near or above it, that they could not be told apart.
  ///
  /// - Parameters:
  ///   - patterns: The patterns.
  ///   - units: The unit of each row that `patterns` was made of.
  ///   - measure: How far two condition means are apart.
  ///   - comparison: How two geometries are compared.
  ///   - splits: How many; halves without some condition are drawn again.
  ///   - generator: Draws the halves.
  /// - Throws: ``StatisticsError`` for no splits, a wrong number of units, a group of fewer than two, or one
  ///   whose halves lack a condition in 1,000 draws in a row.
  /// - Complexity: O(*n*·*d* + *splits*·*units*·*k*·*d*).
  public static func splitHalves(
    _ patterns: GroupedPatterns, units: [String], by measure: DissimilarityMeasure = .cosine,
    comparison: GeometryComparison = .spearman, splits: Int = 100, using generator: inout NumPyGenerator
  ) throws(StatisticsError) -> NoiseCeiling {
    try requireDraws(splits, of: "splits")
    let rows = patterns.rows.reduce(0) { $0 + $1.count }
    guard units.count == rows else {
      throw .unequalSizes(what: "units of patterns", found: units.count, expected: rows)
    }
    var sums: [UnitSums] = []
    for group in 0..<patterns.groups { sums.append(try UnitSums(patterns, group: group, units: units)) }
    var (low, high) = (0.0, 0.0)
    for _ in 0..<splits {
      for own in sums {
        let halves = try own.halves(using: &generator)
        var geometries: [DissimilarityMatrix] = []
        for half in halves { geometries.append(try DissimilarityMatrix(of: half, by: measure)) }
        let ceiling = try NoiseCeiling(of: geometries, by: comparison)
        low += ceiling.lower
        high += ceiling.upper
      }
    }
    let count = Double(splits * sums.count)
    return NoiseCeiling(lower: low / count, upper: high / count)
  }
}

/// What one unit adds to the condition means of a group.
private struct UnitSums {
  let group: Int
  let conditions: Int
  let dimension: Int
  /// Per unit, shape `[conditions, dimension]`.
  private var sums: [[Double]]
  private var counts: [[Double]]

  init(_ patterns: GroupedPatterns, group: Int, units: [String]) throws(StatisticsError) {
    self.group = group
    conditions = patterns.conditions
    dimension = patterns.dimension
    let own = patterns.rows[group].map { units[$0] }
    let names = Set(own).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    guard names.count >= 2 else {
      throw .tooFewUnits(kind: "units in group \(group)", found: names.count, needed: 2)
    }
    let number = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    sums = names.map { _ in [Double](repeating: 0, count: patterns.conditions * patterns.dimension) }
    counts = names.map { _ in [Double](repeating: 0, count: patterns.conditions) }
    let elements = patterns.patterns[group].elements
    for (row, label) in patterns.labels[group].enumerated() {
      let unit = number[own[row]]!
      counts[unit][Int(label)] += 1
      let (from, to) = (row * dimension, Int(label) * dimension)
      for column in 0..<dimension { sums[unit][to + column] += Double(elements[from + column]) }
    }
  }

  func halves(using generator: inout NumPyGenerator) throws(StatisticsError) -> [Matrix<Double>] {
    for _ in 0..<1_000 {
      let order = generator.permutation(sums.count)
      let halves = [order[..<(order.count / 2)], order[(order.count / 2)...]]
      let found = halves.compactMap { means(of: $0) }
      if found.count == 2 { return found }
    }
    throw .tooFewUnits(
      kind: "units in group \(group) such that both halves have every condition", found: sums.count,
      needed: sums.count + 1)
  }

  private func means(of units: ArraySlice<Int>) -> Matrix<Double>? {
    var total = [Double](repeating: 0, count: conditions * dimension)
    var count = [Double](repeating: 0, count: conditions)
    for unit in units {
      for index in total.indices { total[index] += sums[unit][index] }
      for index in count.indices { count[index] += counts[unit][index] }
    }
    guard count.allSatisfy({ $0 > 0 }) else { return nil }
    for index in total.indices { total[index] /= count[index / dimension] }
    return Matrix(rows: conditions, columns: dimension, elements: total)
  }
}

extension GeometryComparison {
  /// A matrix in the form in which several are added up.
  fileprivate func poolable(_ upper: [Double]) -> [Double] {
    switch self {
    case .spearman, .rhoA, .tauA: return centeredRanks(upper)
    case .cosine:
      // In units of the largest, so that squares neither overflow nor vanish.
      let unit = upper.reduce(0) { max($0, $1.magnitude) }
      guard unit > 0 else { return upper }
      let scaled = upper.map { $0 / unit }
      let root = (scaled.reduce(0) { $0 + $1 * $1 } / Double(upper.count)).squareRoot()
      return scaled.map { $0 / root }
    }
  }
}
