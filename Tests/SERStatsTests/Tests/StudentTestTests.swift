// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats
import Testing

/// One of each kind of *t* test, on data without a pattern.
private func kinds(_ seed: UInt64 = 4) throws -> [any StudentTest] {
  let scores = Scores(count: 30, seed: seed, shift: 0.1)
  let differences = zip(scores.a, scores.b).map { $0 - $1 }
  let speakers = (0..<30).map { "\($0 * $0 % 11)" }
  let sentences = (0..<30).map { "\($0 % 4)" }
  let pairs = try OrderedPairs(
    units: (0..<5).map { "\($0)" },
    values: Matrix(rows: 5, columns: 5, elements: Array(differences.prefix(25))))
  let halves = ResamplingPlan(unit: .speaker, scheme: .partition, trainingUnits: 5, testUnits: 5)
  let splits = ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 14, testUnits: 10)
  return [
    try PairedTTest(scores.a, scores.b),
    try CorrectedResampledTTest(scores.a, scores.b, plan: splits),
    try FiveByTwoTTest(Array(scores.a.prefix(10)), Array(scores.b.prefix(10)), plan: halves),
    try ClusterTTest(ClusteredSample(differences, clusters: speakers)),
    try TwoWayTTest(TwoWaySample(differences, speakers: speakers, sentences: sentences)),
    try CrossedRandomEffects(pairs),
    try RandomEffectsSummary(
      effects: Array(differences.prefix(6)), standardErrors: Array(scores.a.prefix(6))),
    try Jackknife(differences) { $0.reduce(0, +) / Double($0.count) },
  ]
}

@Suite("A test by Student's t") struct StudentTestTests {
  @Test("has SciPy's p in each direction") func scipy() throws {
    for row in try Directions.all().pairs {
      let test = try PairedTTest(row.a, row.b)
      for (alternative, name) in scipyAlternatives {
        #expect(
          relativeError(test.pValue(alternative), try #require(row.p[name])) < 1e-12, "\(row.a.count) \(name)"
        )
      }
    }
  }

  @Test("of any kind splits its two-sided p into two directions that add up to 1") func directions() throws {
    for test in try kinds() + kinds(9) {
      let (greater, less) = (test.pValue(.greater), test.pValue(.less))
      #expect(relativeError(test.pValue, 2 * min(greater, less)) < 1e-12, "\(type(of: test))")
      #expect(abs(greater + less - 1) < 1e-12, "\(type(of: test))")
      #expect((test.estimate > 0) == (greater < 0.5), "\(type(of: test))")
      #expect(test.pValue(.twoSided) == test.pValue)
    }
  }

  @Test("of any kind is shown equivalent where its interval at 1 - 2 alpha lies within the region")
  func equivalence() throws {
    for test in try kinds() {
      let half = max(
        abs(test.confidenceInterval(level: 0.9).lowerBound), test.confidenceInterval(level: 0.9).upperBound)
      #expect(try equivalence(of: test, margin: half * 1.001).isEquivalent(), "\(type(of: test))")
      #expect(try !equivalence(of: test, margin: half * 0.999).isEquivalent(), "\(type(of: test))")
      let claim = try equivalence(of: test, margin: half)
      #expect(abs(claim.pValue - 0.05) < 1e-9, "\(type(of: test))")
      #expect(claim.independentUnits == test.independentUnits && claim.caveat == test.caveat)
    }
  }

  private func equivalence(of test: some StudentTest, margin: Double) throws -> EquivalenceTest {
    try EquivalenceTest(of: test, margin: margin)
  }

  @Test("of any kind finds its minimum detectable effect with the power asked for") func power() throws {
    for test in try kinds() {
      let effect = test.minimumDetectableEffect(power: 0.9, alpha: 0.01)
      #expect(abs(test.power(ofEffect: effect, alpha: 0.01) - 0.9) < 1e-9, "\(type(of: test))")
      #expect(abs(test.power(ofEffect: 0, alpha: 0.2) - 0.2) < 1e-9, "\(type(of: test))")
    }
  }

  @Test("traps on an alpha outside (0, 1)") func alpha() async {
    await #expect(processExitsWith: .failure) {
      _ = try PairedTTest([2, 4, 6], [1, 2, 4]).power(ofEffect: 1, alpha: 1)
    }
  }
}

@Suite("Tests of other kinds by direction") struct DirectionTests {
  @Test("McNemar's: SciPy's binomial test, and mid-p with half of the observed count") func mcNemar() throws {
    for row in try Directions.all().tables {
      for (form, expected) in [(McNemarTest.Form.exact, row.exact), (.midP, row.midP)] {
        let test = try McNemarTest(
          bothRight: 3, onlyARight: row.b, onlyBRight: row.c, bothWrong: 1, form: form)
        for (alternative, name) in scipyAlternatives {
          #expect(
            relativeError(test.pValue(alternative), try #require(expected[name])) < 1e-12, "\(row) \(name)")
        }
      }
    }
    let none = try McNemarTest(bothRight: 3, onlyARight: 0, onlyBRight: 0, bothWrong: 1)
    #expect(none.pValue(.greater) == 1 && none.pValue(.less) == 1)
  }

  @Test("sign flips of clusters and of languages: the share of patterns on that side") func flips() throws {
    let sample = try ClusteredSample([3, 1, 2, 1], clusters: ["a", "b", "c", "c"])
    // Sums 3, 1 and 3: of eight patterns only the observed one reaches 7, and all are at most 7.
    let test = try ClusterSignFlipTest(sample)
    #expect(test.pValue(.greater) == 0.125 && test.pValue(.less) == 1 && test.pValue == 0.25)
    var generator = NumPyGenerator(seed: 1)
    let drawn = try ClusterSignFlipTest(sample, draws: 9, using: &generator)
    #expect(drawn.pValue == min(1, 2 * min(drawn.pValue(.greater), drawn.pValue(.less))))
    let pairs = try OrderedPairs(
      units: ["x", "y", "z"],
      values: Matrix(rows: 3, columns: 3, elements: [0, -4, -3, -5, 0, -3, -5, -4, 0]))
    let languages = try PairSignFlipTest(pairs)
    #expect(languages.pValue(.less) == 0.125 && languages.pValue(.greater) == 1 && languages.pValue == 0.25)
  }
}
