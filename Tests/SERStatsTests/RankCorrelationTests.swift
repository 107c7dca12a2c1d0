// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import TestSupport
import Testing

private let alternatives: [Alternative] = [.twoSided, .greater, .less]

private func generator(_ seed: UInt64 = 1) -> NumPyGenerator { RandomStream(seed: seed)["test"] }

/// Whole numbers with many ties.
private func tied(_ count: Int, seed: UInt64, values: Int = 4) -> (x: [Double], y: [Double]) {
  var generator = SplitMix64(state: seed)
  let draw = { (0..<count).map { _ in Double(Int.random(in: 0..<values, using: &generator)) } }
  return (draw(), draw())
}

@Suite("Spearman's correlation") struct SpearmanTests {
  @Test("agrees with SciPy, its approximate p as well") func scipy() throws {
    for row in try AssociationFixture.load().correlations {
      #expect(relativeError(try spearmanCorrelation(row.x, row.y), row.rho) < 1e-12)
      for alternative in alternatives {
        var generator = generator()
        let test = try SpearmanTest(row.x, row.y, alternative: alternative, draws: 1, using: &generator)
        #expect(relativeError(test.rho, row.rho) < 1e-12)
        let expected = try #require(row.spearman[alternative.rawValue])
        // At ρ = 1 to the last bit, 1 - ρ² is rounding in SciPy.
        if row.rho.magnitude < 0.999 {
          #expect(relativeError(test.approximatePValue, expected) < 1e-12, "\(row.x.count), \(alternative)")
        }
      }
    }
  }

  @Test(
    "goes through all orders of up to nine pairs, as SciPy's permutation_test does", arguments: alternatives)
  func orders(alternative: Alternative) throws {
    for row in try AssociationFixture.load().correlations where row.x.count <= 9 {
      var drawn = generator()
      let test = try SpearmanTest(row.x, row.y, alternative: alternative, using: &drawn)
      #expect(drawn == generator())
      #expect(test.pValueSource == .enumeration(arrangements: (1...row.x.count).reduce(1, *)))
      if let expected = row.spearmanOrders?[alternative.rawValue] {
        #expect(relativeError(test.pValue, expected) < 1e-12, "\(row.x), \(row.y)")
      }
    }
  }

  @Test("is by hand for five pairs") func byHand() throws {
    var drawn = generator()
    let test = try SpearmanTest([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], using: &drawn)
    #expect(relativeError(test.rho, 0.8) < 1e-14)
    // The published table has P(ρ >= 0.8) = 0.067 for n = 5: 8 of 120.
    #expect(test.pValue == 16.0 / 120)
    #expect(test.smallestAttainableP == 2.0 / 120)
    #expect(test.independentUnits == 5)
    let perfect = try SpearmanTest([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], alternative: .greater, using: &drawn)
    #expect(perfect.pValue == 1.0 / 120 && perfect.pValue == perfect.smallestAttainableP)
    #expect(perfect.approximatePValue == 0)
    #expect(
      try SpearmanTest([1, 2, 3], [3, 2, 1], alternative: .greater, using: &drawn).approximatePValue == 1)
  }

  @Test("draws for more pairs: near the approximation, never 0, the same for the same seed") func sampled()
    throws
  {
    let rows = try AssociationFixture.load().correlations.filter { $0.x.count > 30 }
    #expect(!rows.isEmpty)
    for row in rows {
      var (one, other) = (generator(), generator())
      let test = try SpearmanTest(row.x, row.y, draws: 1_999, using: &one)
      #expect(try SpearmanTest(row.x, row.y, draws: 1_999, using: &other) == test)
      #expect(test.pValueSource == .sampling(draws: 1_999))
      #expect(test.pValue >= test.smallestAttainableP && test.smallestAttainableP == 2.0 / 2000)
      // Four standard errors of a drawn share.
      let p = test.approximatePValue
      #expect(abs(test.pValue - p) < 0.005 + 8 * (p * (1 - p) / 2000).squareRoot())
    }
  }

  @Test("finds no more than it should where nothing is, and finds what is planted") func calibration() throws
  {
    var (false5, found) = (0, 0)
    for seed in 0..<200 as Range<UInt64> {
      let scores = Scores(count: 8, seed: seed)
      var drawn = generator()
      if try SpearmanTest(scores.a, scores.b, using: &drawn).pValue <= 0.05 { false5 += 1 }
      let planted = zip(scores.a, scores.b).map { 2 * $0 + 0.5 * $1 }
      if try SpearmanTest(scores.a, planted, using: &drawn).pValue <= 0.05 { found += 1 }
    }
    #expect(false5 <= 20)
    #expect(found > 150)
  }

  @Test("ranks infinities, and refuses what it has no answer for") func refusals() throws {
    #expect(try spearmanCorrelation([-.infinity, 0, .infinity], [1, 2, 3]) == 1)
    #expect(throws: StatisticsError.constant(what: "the second column")) {
      try spearmanCorrelation([1, 2, 3], [5, 5, 5])
    }
    #expect(throws: StatisticsError.unequalCounts(a: 1, b: 2)) { try spearmanCorrelation([1], [1, 2]) }
    #expect(throws: StatisticsError.tooFewPairs(found: 1, needed: 2)) { try spearmanCorrelation([1], [2]) }
    #expect(throws: StatisticsError.notFinite(index: 1)) { try spearmanCorrelation([1, 2], [1, .nan]) }
    #expect(throws: StatisticsError.tooFewPairs(found: 2, needed: 3)) {
      var drawn = generator()
      _ = try SpearmanTest([1, 2], [1, 2], using: &drawn)
    }
    #expect(throws: StatisticsError.self) {
      var drawn = generator()
      _ = try SpearmanTest([1, 2, 3], [1, 2, 3], draws: 0, using: &drawn)
    }
  }
}

@Suite("Kendall's correlation") struct KendallTests {
  @Test("agrees with SciPy, its approximate p as well") func scipy() throws {
    for row in try AssociationFixture.load().correlations {
      #expect(relativeError(try kendallCorrelation(row.x, row.y), row.tauB) < 1e-12)
      #expect(relativeError(try kendallCorrelation(row.x, row.y, .a), row.tauA) < 1e-12)
      for alternative in alternatives {
        var drawn = generator()
        let test = try KendallTest(row.x, row.y, alternative: alternative, draws: 1, using: &drawn)
        let expected = try #require(row.kendall[alternative.rawValue])
        #expect(relativeError(test.approximatePValue, expected) < 1e-12, "\(row.x.count), \(alternative)")
      }
    }
  }

  @Test("has SciPy's exact p without ties, and draws nothing for it", arguments: alternatives)
  func exact(alternative: Alternative) throws {
    for row in try AssociationFixture.load().correlations {
      guard let expected = row.kendallExact?[alternative.rawValue] else { continue }
      var drawn = generator()
      let test = try KendallTest(row.x, row.y, alternative: alternative, using: &drawn)
      #expect(relativeError(test.pValue, expected) < 1e-11, "\(row.x.count), \(alternative)")
      #expect(drawn == generator())
    }
  }

  @Test("goes through all orders with ties, as SciPy's permutation_test does", arguments: alternatives)
  func orders(alternative: Alternative) throws {
    for row in try AssociationFixture.load().correlations {
      guard let expected = row.kendallOrders?[alternative.rawValue] else { continue }
      var drawn = generator()
      let test = try KendallTest(row.x, row.y, alternative: alternative, using: &drawn)
      #expect(relativeError(test.pValue, expected) < 1e-12, "\(row.x), \(row.y)")
    }
  }

  @Test("counts pairs as looking at all of them does", arguments: 0..<60 as Range<UInt64>) func pairs(
    seed: UInt64
  )
    throws
  {
    let (x, y) = tied(2 + Int(seed), seed: seed, values: 2 + Int(seed % 7))
    var (balance, inX, inY) = (0, 0, 0)
    for i in x.indices {
      for j in 0..<i {
        let (dx, dy) = (x[i] - x[j], y[i] - y[j])
        balance += dx * dy > 0 ? 1 : dx * dy < 0 ? -1 : 0
        inX += dx == 0 ? 0 : 1
        inY += dy == 0 ? 0 : 1
      }
    }
    let all = x.count * (x.count - 1) / 2
    #expect(try kendallCorrelation(x, y, .a) == Double(balance) / Double(all))
    guard inX > 0 && inY > 0 else { return }
    let tau = Double(balance) / Double(inX).squareRoot() / Double(inY).squareRoot()
    #expect(relativeError(try kendallCorrelation(x, y), tau) < 1e-14)
  }

  @Test("has an exact p down to one order in n!", arguments: [3, 9, 12, 20, 21, 60, 170]) func extreme(n: Int)
    throws
  {
    let up = (0..<n).map(Double.init)
    var drawn = generator()
    let test = try KendallTest(up, up.reversed(), alternative: .less, using: &drawn)
    #expect(test.tau == -1)
    #expect(relativeError(test.pValue, test.smallestAttainableP) < 1e-13)
    #expect(relativeError(test.pValue, (1...n).reduce(1.0) { $0 / Double($1) }) < 1e-12)
    #expect(try KendallTest(up, up.reversed(), alternative: .greater, using: &drawn).pValue == 1)
  }

  @Test("draws with ties beyond nine pairs") func sampled() throws {
    let (x, y) = tied(40, seed: 5)
    var drawn = generator()
    let test = try KendallTest(x, y, form: .a, draws: 999, using: &drawn)
    #expect(test.pValueSource == .sampling(draws: 999))
    let p = test.approximatePValue
    #expect(abs(test.pValue - p) < 0.01 + 8 * (p * (1 - p) / 1000).squareRoot())
  }

  @Test("is 0 as tau-a of a constant column, and refused as tau-b") func constant() throws {
    #expect(try kendallCorrelation([1, 1, 1], [1, 2, 3], .a) == 0)
    #expect(throws: StatisticsError.constant(what: "the first column")) {
      try kendallCorrelation([1, 1, 1], [1, 2, 3])
    }
    #expect(throws: StatisticsError.constant(what: "the second column")) {
      var drawn = generator()
      _ = try KendallTest([1, 2, 3], [1, 1, 1], form: .a, using: &drawn)
    }
    #expect(throws: StatisticsError.notFinite(index: 2)) { try kendallCorrelation([1, 1, .nan], [1, 2, 3]) }
  }
}
