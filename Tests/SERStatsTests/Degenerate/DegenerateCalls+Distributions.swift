// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

extension DegenerateCalls {
  @Sendable static func families(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let p = input.probabilities(input.count())
    examination.call("adjustments") {
      let adjusted = [
        bonferroni(p), holm(p), hochberg(p), benjaminiHochberg(p), benjaminiYekutieli(p),
      ]
      for (adjustment, values) in zip(MultiplicityAdjustment.allCases, adjusted) {
        if values != adjustment.adjust(p) { $0.fault("\(adjustment) is not its function") }
        if values.count != p.count { $0.fault("\(adjustment) gives \(values.count) of \(p.count)") }
        for (index, value) in values.enumerated() {
          $0.within(value, min(1, p[index])...1, "\(adjustment)[\(index)]")
        }
      }
      // A bound for any dependence is never weaker than one that asks for less.
      for index in p.indices where adjusted[1][index] > adjusted[0][index] * (1 + 1e-12) {
        $0.fault("Holm above Bonferroni")
      }
    }
    let names = input.labels(p.count)
    let strange = input.values(p.count)
    let isPlain = input.chance(oneIn: 2)
    let level = input.level()
    examination.call("ComparisonFamily") {
      let comparisons = zip(names.indices, p.indices).map { name, index in
        ComparisonFamily.Comparison(
          isPlain ? "\(index)" : names[name], pValue: index == 3 ? nil : isPlain ? p[index] : strange[index])
      }
      let family = try ComparisonFamily(comparisons)
      $0.sentence(family.description, "the description")
      if family.size + family.withoutPValue.count != family.comparisons.count {
        $0.fault("sizes do not add up")
      }
      for adjustment in MultiplicityAdjustment.allCases {
        let adjusted = family.adjusted(by: adjustment)
        for value in adjusted.compactMap(\.self) { $0.probability(value, "\(adjustment)") }
        if family.rejected(alpha: level, by: adjustment).count > family.size { $0.fault("rejects too many") }
        if adjustment == .holm && !adjustment.boundsFamilywiseError { $0.fault("Holm's bounds nothing") }
      }
    }
  }

  @Sendable static func tallies(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let values = input.values(input.count()).filter { !$0.isNaN }
    let observed = input.pick(DegenerateInput.strangers.filter(\.isFinite))
    let alternative = input.alternative()
    examination.call("RandomizationTally") {
      var tally = RandomizationTally(observed: observed, rounding: 1e-300)
      for value in values { tally.count(value) }
      let twice = tally
      tally.add(twice)
      if tally.arrangements != 2 * values.count { $0.fault("\(tally.arrangements) arrangements") }
      $0.number(tally.tolerance, "tolerance")
      for coverage in [RandomizationTally.Coverage.sampling, .enumeration] {
        guard coverage == .sampling || !values.isEmpty else { continue }
        let p = tally.pValue(alternative, of: coverage)
        $0.probability(p, "pValue")
        if coverage == .sampling && p == 0 { $0.fault("a sampled p of 0") }
        let source: PValueSource = tally.source(of: coverage)
        $0.sentence(source.description, "the source")
      }
    }
  }

  /// Parameters and arguments at the limits of what the comments allow.
  @Sendable static func distributions(_ input: inout DegenerateInput, _ examination: inout Examination) {
    let shapes = [
      .leastNonzeroMagnitude, 1e-300, 1e-10, 0.1, 0.5, 1, 1.5, 2, 3, 5, 30, 1e3, 1e6, 1e10, 1e100, 1e300,
      .greatestFiniteMagnitude,
    ]
    let isOrdinary = input.chance(oneIn: 2)
    func shape(_ input: inout DegenerateInput) -> Double {
      isOrdinary ? input.pick([1, 2, 4.5, 9, 0.5]) : input.pick(shapes)
    }
    let (first, second) = (shape(&input), shape(&input))
    let magnitude = input.pick([
      0, .leastNonzeroMagnitude, 1e-300, 1e-10, 0.05, 0.5, 0.999, 1, 1 - 0x1p-53, 2, 5, 40, 1e3, 1e10, 1e100,
      1e300, .infinity,
    ])
    let x = input.chance(oneIn: 2) ? magnitude : -magnitude
    let p = input.pick([
      0, .leastNonzeroMagnitude, 0x1p-1030, 1e-300, 1e-16, 1e-3, 0.05, 0.5, 0.95, 1 - 0x1p-53, 1,
    ])
    let line = -Double.infinity...Double.infinity
    let half = 0...Double.infinity

    examination.call("NormalDistribution") {
      let d = NormalDistribution()
      $0.tails(of: d, at: x)
      $0.density(d.density(x), of: d)
      $0.quantiles(of: d, at: p, within: line)
    }
    examination.call("StudentTDistribution") {
      let d = StudentTDistribution(degreesOfFreedom: first)
      $0.tails(of: d, at: x)
      $0.density(d.density(x), of: d)
      $0.quantiles(of: d, at: p, within: line)
    }
    examination.call("ChiSquaredDistribution") {
      let d = ChiSquaredDistribution(degreesOfFreedom: first)
      $0.tails(of: d, at: x)
      $0.density(d.density(x), of: d)
      $0.quantiles(of: d, at: p, within: half)
    }
    examination.call("FisherFDistribution") {
      let d = FisherFDistribution(
        numeratorDegreesOfFreedom: min(first, 1e12), denominatorDegreesOfFreedom: min(second, 1e12))
      $0.tails(of: d, at: x)
      $0.density(d.density(x), of: d)
      $0.quantiles(of: d, at: p, within: half)
    }
    examination.call("BetaDistribution") {
      let d = BetaDistribution(alpha: min(first, 1e12), beta: min(second, 1e12))
      $0.tails(of: d, at: x)
      $0.density(d.density(x), of: d)
      $0.quantiles(of: d, at: p, within: 0...1)
    }
    // A tail of 2^53 trials takes a second.
    let trials = input.chance(oneIn: 500) ? 1 << 53 : input.pick([0, 1, 2, 5, 70, 1000, 1 << 30])
    let successes = input.pick([-1, 0, 1, 3, 69, 1 << 39, 1 << 53, .max, .min, trials, trials - 1])
    examination.call("BinomialDistribution") {
      let d = BinomialDistribution(trials: trials, probability: p)
      $0.tails(d.lowerTail(successes), d.upperTail(successes), "\(d) \(successes)")
      $0.probability(d.mass(successes), "mass")
      for quantile in [d.quantile(abs(x) <= 1 ? abs(x) : p), d.upperQuantile(p)] {
        if !(0...trials).contains(quantile) { $0.fault("\(d) quantile is \(quantile)") }
      }
    }
    // Series and integrals that take milliseconds to seconds at these limits.
    guard input.chance(oneIn: 80) else { return }
    let effect = input.pick([
      0, .leastNonzeroMagnitude, 0.5, 2, -3, 40, -1000, NoncentralTDistribution.largestNoncentrality,
    ])
    examination.call("NoncentralTDistribution") {
      let d = NoncentralTDistribution(degreesOfFreedom: max(0.1, first), noncentrality: effect)
      $0.tails(of: d, at: x, tolerance: 1e-6)
      guard abs(effect) <= 40 else { return }
      $0.quantiles(of: d, at: p, within: line)
    }
    let groups = input.pick([2, 3, 10, 1000])
    examination.call("StudentizedRangeDistribution") {
      let d = StudentizedRangeDistribution(groups: groups, degreesOfFreedom: first < 0.1 ? .infinity : first)
      $0.tails(of: d, at: x, tolerance: 1e-6)
      guard d.degreesOfFreedom.isInfinite else { return }
      $0.quantiles(of: d, at: p, within: half)
    }
  }
}

extension Examination {
  mutating func tails(of d: some TailedDistribution, at x: Double, tolerance: Double = 1e-9) {
    tails(d.lowerTail(x), d.upperTail(x), "\(d) \(x)", tolerance: tolerance)
    stored(d.tails as TailFunctions, "the functions of \(d)")
  }

  mutating func tails(_ lower: Double, _ upper: Double, _ of: String, tolerance: Double = 1e-9) {
    probability(lower, "lowerTail of \(of)")
    probability(upper, "upperTail of \(of)")
    within(lower + upper, 1 - tolerance...1 + tolerance, "the sum of the tails of \(of)")
  }

  mutating func density(_ density: Double, of d: some TailedDistribution) {
    within(density, 0...Double.infinity, "density of \(d)")
  }

  mutating func quantiles(
    of d: some TailedDistribution, at p: Double, within support: ClosedRange<Double>
  ) {
    within(d.quantile(p), support, "quantile of \(p) of \(d)")
    within(d.upperQuantile(p), support, "upperQuantile of \(p) of \(d)")
  }
}
