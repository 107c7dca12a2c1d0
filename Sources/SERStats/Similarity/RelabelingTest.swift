// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Do groups arrange the same conditions alike? The exact test over all ways to rename the conditions.
///
/// Null hypothesis: each group has the geometry that it has, but which condition stands where is unrelated between groups. So the
/// conditions of every group but the first are renamed in all ways (of the first too would repeat each case): *k*!^(*g* - 1)
/// arrangements, 13,824 for four groups and four conditions. A geometry with structure, such as two clusters, stays one; what a test
/// against random rankings would count as evidence is not counted here.
///
/// The statistic is the mean similarity over all pairs of groups, and *p* is one-sided: the share of arrangements, the
/// observed one included, with at least its mean. Sums of ranks are whole numbers, so exact ties are ties; ``ties`` says how many.
///
/// ```swift
/// let test = try RelabelingTest(geometries)
/// test.pValue                                         // 0.0023
/// try RelabelingTest([german, mandarin]).pValue       // at least 1/24: no single pair can be significant
/// ```
///
/// - Source: paper notes A26 and A27.
public struct RelabelingTest: HypothesisTest {
  /// The most arrangements that the exact test goes through.
  public static let largestEnumeration = 20_000_000.0

  /// The geometries and how alike they are.
  public let agreement: GeometryAgreement
  /// The share of arrangements with at least the observed mean.
  public let pValue: Double
  /// Whether all arrangements were gone through, or some drawn.
  public let pValueSource: PValueSource
  /// How many arrangements have exactly the observed mean, the observed one included where all are gone through.
  public let ties: Int
  /// The mean of the statistic over the arrangements.
  public let nullMean: Double
  /// The standard deviation over the arrangements: of all of them, or with *m* - 1 of *m* draws.
  public let nullStandardDeviation: Double

  /// The exact test.
  ///
  /// - Throws: ``StatisticsError`` as ``GeometryAgreement``, or for more arrangements than ``largestEnumeration``.
  /// - Complexity: O(*k*!^(*g* - 1)) additions and lookups.
  public init(
    _ geometries: [DissimilarityMatrix], by comparison: GeometryComparison = .spearman
  ) throws(StatisticsError) {
    let agreement = try GeometryAgreement(geometries, by: comparison)
    let arrangements = Self.arrangements(agreement)
    guard arrangements <= Self.largestEnumeration else {
      throw .outOfRange(
        what:
          "the number of relabelings of \(geometries[0].conditions) conditions in \(geometries.count) groups",
        value: arrangements, allowed: "at most \(Int(Self.largestEnumeration)); draw some instead")
    }
    let table = RelabelingTable(agreement)
    var tally = RandomizationTally(observed: table.observed, rounding: table.rounding)
    var moments = RunningMoments()
    table.forEach {
      tally.count($0)
      moments.count($0)
    }
    self.init(agreement, tally, .enumeration, moments, unit: table.unit)
  }

  /// The test over relabelings drawn at random: for more groups or conditions than can be gone through.
  ///
  /// - Parameters:
  ///   - geometries: One a group.
  ///   - comparison: How two are compared.
  ///   - draws: How many, at least one.
  ///   - generator: Draws them.
  /// - Precondition: `draws` is positive.
  /// - Throws: ``StatisticsError`` as ``GeometryAgreement``.
  public init(
    _ geometries: [DissimilarityMatrix], by comparison: GeometryComparison = .spearman, draws: Int,
    using generator: inout NumPyGenerator
  ) throws(StatisticsError) {
    precondition(draws > 0, "RelabelingTest: \(draws) draws; at least one is needed")
    let agreement = try GeometryAgreement(geometries, by: comparison)
    var tally = RandomizationTally(observed: agreement.mean, rounding: GeometryAgreement.rounding)
    var moments = RunningMoments()
    for _ in 0..<draws {
      var vectors = agreement.vectors
      for group in vectors.indices.dropFirst() {
        let renamed = geometries[group].relabeled(generator.permutation(geometries[group].conditions))
        vectors[group] = GeometryVector(renamed.upper, comparison)
      }
      let mean = GeometryAgreement.mean(of: vectors)
      tally.count(mean)
      moments.count(mean)
    }
    self.init(agreement, tally, .sampling, moments, unit: 1)
  }

  private init(
    _ agreement: GeometryAgreement, _ tally: RandomizationTally, _ coverage: RandomizationTally.Coverage,
    _ moments: RunningMoments, unit: Double
  ) {
    self.agreement = agreement
    pValue = tally.pValue(.greater, of: coverage)
    pValueSource = tally.source(of: coverage)
    ties = tally.ties
    nullMean = moments.mean * unit
    nullStandardDeviation = moments.standardDeviation(less: coverage == .sampling ? 1 : 0) * unit
  }

  /// The mean similarity over all pairs of groups.
  public var statistic: Double { agreement.mean }

  /// The groups.
  public var independentUnits: Int { agreement.geometries.count }

  /// One over the number of arrangements, or over that of draws and one: 1/24 for two groups of four conditions.
  public var smallestAttainableP: Double {
    switch pValueSource {
    case .sampling(let draws): 1 / Double(draws + 1)
    case .enumeration, .distribution: 1 / Self.arrangements(agreement)
    }
  }

  /// None: what it assumes is its null hypothesis.
  public var reservation: String? { nil }

  private static func arrangements(_ agreement: GeometryAgreement) -> Double {
    let orders = factorial(agreement.geometries[0].conditions)
    return agreement.geometries.dropFirst().reduce(1) { product, _ in product * orders }
  }
}

/// The similarity of every two groups under every two relabelings, from which each arrangement is a sum of lookups.
private struct RelabelingTable {
  /// What sums are multiplied by to become means.
  let unit: Double
  /// The sum that was observed.
  let observed: Double
  /// Sums within it are equal; none where they are whole numbers.
  let rounding: Double
  private let orders: Int
  private let groups: Int
  /// Of group b > 0 with the first group, by order of b.
  private var withFirst: [[Double]] = []
  /// Of groups 0 < a < b, by order of a, then of b.
  private var pairs: [[[Double]]] = []

  init(_ agreement: GeometryAgreement) {
    let geometries = agreement.geometries
    var all: [[Int]] = []
    forEachOrder(of: geometries[0].conditions) { all.append($0) }
    orders = all.count
    groups = geometries.count
    let vectors = geometries.enumerated().map { group, geometry in
      group == 0
        ? [agreement.vectors[0]]
        : all.map { GeometryVector(geometry.relabeled($0).upper, agreement.comparison) }
    }
    let length = agreement.vectors[0].squaredLength
    let equal = agreement.vectors.allSatisfy { $0.squaredLength == length } && length > 0
    let whole = equal && agreement.comparison != .cosine
    let pairCount = Double(groups * (groups - 1) / 2)
    unit = whole ? 1 / (length * pairCount) : 1 / pairCount
    rounding = whole ? 0 : GeometryAgreement.rounding * pairCount
    func entry(_ a: GeometryVector, _ b: GeometryVector) -> Double {
      whole ? a.product(with: b) : a.similarity(to: b)
    }
    for b in 1..<groups { withFirst.append(vectors[b].map { entry(vectors[0][0], $0) }) }
    for a in 1..<groups {
      pairs.append([])
      for b in 1..<groups {
        pairs[a - 1].append(
          b > a ? vectors[a].flatMap { one in vectors[b].map { entry(one, $0) } } : [])
      }
    }
    var sum = 0.0
    for b in 0..<groups - 1 {
      sum += withFirst[b][0]
      for a in 0..<b { sum += pairs[a][b][0] }
    }
    observed = sum
  }

  /// The sum of every arrangement; the observed one comes first.
  func forEach(_ body: (Double) -> Void) {
    var chosen = [Int](repeating: 0, count: groups - 1)
    func visit(_ group: Int, _ sum: Double) {
      // What this group adds, for each of its orders.
      var own = withFirst[group]
      for a in 0..<group {
        let table = pairs[a][group]
        let start = chosen[a] * orders
        for order in 0..<orders { own[order] += table[start + order] }
      }
      if group == groups - 2 {
        for value in own { body(sum + value) }
      } else {
        for order in 0..<orders {
          chosen[group] = order
          visit(group + 1, sum + own[order])
        }
      }
    }
    visit(0, 0)
  }
}
