// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Is there any common structure in the geometries of several groups? The paper's aggregate permutation test.
///
/// Null hypothesis: within each group, patterns do not depend on their condition. For each draw the labels
/// are shuffled within each group, all condition means and dissimilarities computed again, and the mean
/// similarity over all pairs of groups compared with the observed one, one-sided.
///
/// Shuffling destroys the structure of every group, so the test rejects where groups have structure, whether
/// or not it corresponds: see ``caveat`` and ``RelabelingTest``. Single patterns are shuffled, as if those of
/// one speaker were independent.
///
/// ```swift
/// var generator = RandomStream(seed: 20_260_505).root
/// let shuffles = LabelShuffles(of: patterns, draws: 1_000, using: &generator)
/// let test = try LabelShufflingTest(patterns, shuffles, by: .cosine)
/// test.pValue           // (b + 1)/(m + 1), never 0
/// test.publishedPValue  // b/m, as the paper has it
/// ```
///
/// Means of shuffled labels are computed for all draws at once, in Float about the mean of the group and from
/// there in Double; a rank depends on it where two dissimilarities agree to about seven digits of their
/// difference from the mean.
///
/// - Source: paper, appendix D; the released code.
public struct LabelShufflingTest: HypothesisTest {
  /// The observed geometries and how alike they are.
  public let agreement: GeometryAgreement
  /// The mean similarity of each draw, in their order.
  public let nullValues: [Double]
  private let tally: RandomizationTally

  /// The test.
  ///
  /// - Parameters:
  ///   - patterns: The patterns.
  ///   - shuffles: Labelings drawn for them, at least one.
  ///   - measure: How far two condition means are apart.
  ///   - comparison: How two geometries are compared.
  ///   - threads: Threads to use; they change no bit.
  /// - Precondition: `shuffles` was drawn for patterns of these sizes; `threads` is positive.
  /// - Throws: ``StatisticsError`` for no shuffles, or as ``GroupedPatterns/geometries(by:)`` and
  ///   ``GeometryAgreement``.
  /// - Complexity: O(*draws*·*n*·*d*·(*k* - 1)/5) additions, in all.
  public init(
    _ patterns: GroupedPatterns, _ shuffles: LabelShuffles, by measure: DissimilarityMeasure = .cosine,
    comparison: GeometryComparison = .spearman, threads: Int = 1
  ) throws(StatisticsError) {
    try requireDraws(shuffles.draws)
    precondition(
      zip(shuffles.labels, patterns.patterns).allSatisfy { $0.count == shuffles.draws * $1.rows }
        && shuffles.labels.count == patterns.groups,
      "LabelShufflingTest: shuffles of other patterns")
    let agreement = try GeometryAgreement(patterns.geometries(by: measure), by: comparison)
    let products = try ShuffledProducts(patterns, shuffles, measure, threads: threads)
    let blocks = stride(from: 0, to: shuffles.draws, by: 256).map { $0..<min($0 + 256, shuffles.draws) }
    let means = parallelMap(blocks, threads: threads) { draws in
      draws.map { draw in
        GeometryAgreement.mean(
          of: (0..<patterns.groups).map { group in
            GeometryVector(products.dissimilarities(group: group, draw: draw), comparison)
          })
      }
    }
    self.init(agreement, means.flatMap { $0 })
  }

  private init(_ agreement: GeometryAgreement, _ values: [Double]) {
    self.agreement = agreement
    nullValues = values
    var tally = RandomizationTally(observed: agreement.mean, rounding: GeometryAgreement.rounding)
    for value in values { tally.count(value) }
    self.tally = tally
  }

  /// The mean similarity over all pairs of groups.
  public var statistic: Double { agreement.mean }

  /// (*b* + 1)/(*m* + 1), with *b* of *m* draws at or above the observed mean.
  public var pValue: Double { tally.pValue(.greater, of: .sampling) }

  /// *b*/*m*, as published: 0 where no draw reaches the observed mean.
  public var publishedPValue: Double { tally.pValue(.greater, of: .enumeration) }

  /// The draws.
  public var pValueSource: PValueSource { tally.source(of: .sampling) }

  /// How many draws have exactly the observed mean: with six distances every similarity is a multiple of
  /// 1/35.
  public var ties: Int { tally.ties }

  /// The mean over draws.
  public var nullMean: Double { moments.mean }

  /// The standard deviation over draws, with *m* - 1; 0 for a single draw.
  public var nullStandardDeviation: Double { moments.standardDeviation(less: 1) }

  /// The groups.
  public var independentUnits: Int { agreement.geometries.count }

  /// 1/(*m* + 1).
  public var smallestAttainableP: Double { 1 / Double(nullValues.count + 1) }

  /// That it tests whether there is any structure.
  public var caveat: String? {
    "shuffled labels leave no structure in any group, so a small p says that groups have structure, not that their conditions "
      + "correspond; the relabeling test asks that"
  }

  private var moments: RunningMoments {
    var moments = RunningMoments(origin: statistic)
    for value in nullValues { moments.count(value) }
    return moments
  }
}

/// The products of condition means of every group under every labeling.
private struct ShuffledProducts: Sendable {
  private let conditions: Int
  private let dimension: Int
  private let measure: DissimilarityMeasure
  /// Per group, shape `[draws, conditions (conditions + 1) / 2]`.
  private let products: [[Double]]

  private struct ColumnShare: Sendable {
    var group: Int
    var columns: Range<Int>
  }

  init(
    _ patterns: GroupedPatterns, _ shuffles: LabelShuffles, _ measure: DissimilarityMeasure, threads: Int
  ) throws(StatisticsError) {
    conditions = patterns.conditions
    dimension = patterns.dimension
    self.measure = measure
    let conditions = patterns.conditions
    var rows: [Matrix<Float>] = []
    for own in patterns.patterns { rows.append(try measure.preparedRows(own.withSummableValues())) }
    let prepared = rows
    let shifts = prepared.map(columnMeans)
    // So many labelings at a time that their sums stay in the cache.
    let block = 256
    let packing = prepared.indices.flatMap { group in
      stride(from: 0, to: shuffles.draws, by: block).map { (group, $0..<min($0 + block, shuffles.draws)) }
    }
    let packed = parallelMap(packing, threads: threads) { group, draws in
      let n = prepared[group].rows
      return LabelPlanes(
        shuffles.labels[group][draws.lowerBound * n..<draws.upperBound * n], rows: n, classes: conditions)
    }
    let planes = prepared.indices.map { group in zip(packing, packed).filter { $0.0.0 == group }.map(\.1) }
    let tile = Matrix<Float>.classMeanColumns
    let shares = prepared.indices.flatMap { group in
      stride(from: 0, to: patterns.dimension, by: 4 * tile).map {
        ColumnShare(group: group, columns: $0..<min($0 + 4 * tile, patterns.dimension))
      }
    }
    let parts = parallelMap(shares, threads: threads) { share in
      let counts = patterns.counts(group: share.group)
      return planes[share.group].flatMap { planes in
        var sum: [Double] = []
        for column in stride(from: share.columns.lowerBound, to: share.columns.upperBound, by: tile) {
          let products = prepared[share.group].classMeanProducts(
            of: planes, counts: counts, shift: shifts[share.group], column: column)
          if sum.isEmpty {
            sum = products
          } else {
            for index in sum.indices { sum[index] += products[index] }
          }
        }
        return sum
      }
    }
    var sums = prepared.map { _ in [Double]() }
    for (share, part) in zip(shares, parts) {
      if sums[share.group].isEmpty {
        sums[share.group] = part
      } else {
        for index in part.indices { sums[share.group][index] += part[index] }
      }
    }
    products = sums
  }

  func dissimilarities(group: Int, draw: Int) -> [Double] {
    let pairs = conditions * (conditions + 1) / 2
    let own = products[group][draw * pairs..<(draw + 1) * pairs]
    var upper: [Double] = []
    upper.reserveCapacity(pairs - conditions)
    var start = own.startIndex
    for a in 0..<conditions {
      var other = start + conditions - a
      for b in a + 1..<max(a + 1, conditions) {
        upper.append(
          measure.dissimilarity(own[start], own[start + b - a], own[other], dimension: dimension))
        other += conditions - b
      }
      start += conditions - a
    }
    return upper
  }
}

extension DissimilarityMeasure {
  /// Rows prepared in single precision, up to a factor that no comparison sees; cosines need no copy.
  fileprivate func preparedRows(_ rows: Matrix<Float>) throws(StatisticsError) -> Matrix<Float> {
    switch self {
    case .cosine: return rows
    case .euclidean:
      // Products of what all rows share would leave no digits for differences.
      let means = columnMeans(rows)
      var centered = rows.elements
      for index in centered.indices { centered[index] -= means[index % rows.columns] }
      return Matrix(rows: rows.rows, columns: rows.columns, elements: centered)
    case .correlation, .mahalanobis:
      let wide = Matrix(rows: rows.rows, columns: rows.columns, elements: rows.elements.map(Double.init))
      let prepared = try prepared(wide).patterns
      return Matrix(rows: rows.rows, columns: rows.columns, elements: prepared.elements.map(Float.init))
    }
  }
}

extension Matrix where Element == Float {
  /// In units of a power of two where sums of so large values might overflow.
  fileprivate func withSummableValues() -> Matrix {
    let largest = elements.reduce(0) { max($0, $1.magnitude) }
    guard largest >= 0x1p64 else { return self }
    let factor = Float(sign: .plus, exponent: -largest.exponent, significand: 1)
    return Matrix(rows: rows, columns: columns, elements: elements.map { $0 * factor })
  }
}

/// The mean of each column, rounded to Float.
private func columnMeans(_ rows: Matrix<Float>) -> [Float] {
  var sums = [Double](repeating: 0, count: rows.columns)
  let elements = rows.elements
  for row in 0..<rows.rows {
    let start = row * rows.columns
    for column in sums.indices { sums[column] += Double(elements[start + column]) }
  }
  return sums.map { Float($0 / Double(rows.rows)) }
}
