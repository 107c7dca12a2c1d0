// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// The sums of similarities of all arrangements.
struct RelabelingSums {
  /// What sums are multiplied by to become means.
  let unit: Double
  /// The sum that was observed.
  let observed: Double
  /// Sums within it are equal; none where they are whole numbers.
  let rounding: Double
  private let agreement: GeometryAgreement
  /// Whether products of vectors are whole numbers over one and the same length.
  private let isWhole: Bool

  init(_ agreement: GeometryAgreement) {
    self.agreement = agreement
    let vectors = agreement.vectors
    let length = vectors[0].squaredLength
    let equal = vectors.allSatisfy { $0.squaredLength == length } && length > 0
    isWhole = equal && agreement.comparison != .cosine
    let pairCount = Double(vectors.count * (vectors.count - 1) / 2)
    unit = isWhole ? 1 / (length * pairCount) : 1 / pairCount
    rounding = isWhole ? 0 : GeometryAgreement.rounding * pairCount
    var sum = 0.0
    for b in vectors.indices {
      for a in 0..<b {
        let (one, other) = (vectors[a], vectors[b])
        sum += isWhole ? one.product(with: other) : one.similarity(to: other)
      }
    }
    observed = sum
  }

  private func entry(_ a: GeometryVector, _ b: GeometryVector) -> Double {
    isWhole ? a.product(with: b) : a.similarity(to: b)
  }

  /// The sum of every arrangement; the observed one comes first.
  func forEach(_ body: (Double) -> Void) {
    guard agreement.geometries.count > 2 else {
      // Ten conditions have 3,628,800 orders: too many to keep.
      let relabeled = RelabeledVector(of: agreement, group: 1)
      forEachOrder(of: agreement.geometries[0].conditions) {
        body(entry(agreement.vectors[0], relabeled.vector($0)))
      }
      return
    }
    RelabelingTable(agreement, entry).forEach(body)
  }
}

/// What a group's geometry enters a comparison by, under any order of its conditions.
struct RelabeledVector {
  private let comparison: GeometryComparison
  private let geometry: DissimilarityMatrix
  private let own: GeometryVector
  /// Where in the upper triangle the dissimilarity of conditions *a* and *b* stands, shape `[k, k]`.
  private let places: [Int]

  init(of agreement: GeometryAgreement, group: Int) {
    comparison = agreement.comparison
    geometry = agreement.geometries[group]
    own = agreement.vectors[group]
    let k = geometry.conditions
    var places = [Int](repeating: 0, count: k * k)
    var place = 0
    for a in 0..<k {
      for b in a + 1..<max(a + 1, k) {
        (places[a * k + b], places[b * k + a]) = (place, place)
        place += 1
      }
    }
    self.places = places
  }

  func vector(_ order: [Int]) -> GeometryVector {
    // Signs are of pairs of dissimilarities; all else is one number for each and moves with it.
    guard comparison != .tauA else { return GeometryVector(geometry.relabeled(order).upper, comparison) }
    let k = order.count
    var values: [Double] = []
    values.reserveCapacity(own.values.count)
    for a in 0..<k {
      let start = order[a] * k
      for b in a + 1..<max(a + 1, k) { values.append(own.values[places[start + order[b]]]) }
    }
    return GeometryVector(values: values, squaredLength: own.squaredLength)
  }
}

/// The similarity of every two groups under every two relabelings, from which each arrangement is a sum of
/// lookups.
private struct RelabelingTable {
  private let orders: Int
  private let groups: Int
  /// Of group b > 0 with the first group, by order of b.
  private var withFirst: [[Double]] = []
  /// Of groups 0 < a < b, by order of a, then of b.
  private var pairs: [[[Double]]] = []

  init(_ agreement: GeometryAgreement, _ entry: (GeometryVector, GeometryVector) -> Double) {
    var all: [[Int]] = []
    forEachOrder(of: agreement.geometries[0].conditions) { all.append($0) }
    orders = all.count
    groups = agreement.geometries.count
    let vectors = (0..<groups).map { group in
      let relabeled = RelabeledVector(of: agreement, group: group)
      return group == 0 ? [agreement.vectors[0]] : all.map { relabeled.vector($0) }
    }
    for b in 1..<groups { withFirst.append(vectors[b].map { entry(vectors[0][0], $0) }) }
    for a in 1..<groups {
      pairs.append([])
      for b in 1..<groups {
        pairs[a - 1].append(
          b > a ? vectors[a].flatMap { one in vectors[b].map { entry(one, $0) } } : [])
      }
    }
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
