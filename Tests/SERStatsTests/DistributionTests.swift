// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERStats
import TestSupport
import Testing

/// Tails and quantiles from mpmath at 60 digits; see make_distributions.py.
struct Reference: Decodable {
  struct Row: Decodable {
    var x, df, delta, t, p, lower, upper, quantile: Double?
    /// The second parameter: denominator's degrees of freedom, β, or degrees of freedom of a range.
    var df2: Double?
    var density: Double?
  }
  struct PowerRow: Decodable {
    var df, level, power, noncentrality: Double
  }
  var normal: [Row]
  var student: [Row]
  var noncentral: [Row]
  var power: [PowerRow]
  var f: [Row]
  var chiSquared: [Row]
  var beta: [Row]
  var binomial: [Row]
  var noncentralTails: [Row]
  var studentizedRange: [Row]
}

/// Boost works in extended precision; what is left is the rounding of the argument, which a far tail
/// magnifies by the square of the normal argument (37² · 2e-16).
private let tailTolerance = 1e-12

@Suite("The normal distribution") struct NormalTests {
  @Test("agrees with mpmath in both tails, to p = 1e-300") func tails() throws {
    let rows = try fixture("distributions.json", as: Reference.self).normal
    for row in rows {
      if let x = row.x, let upper = row.upper {
        #expect(relativeError(NormalDistribution().upperTail(x), upper) < tailTolerance, "x = \(x)")
        #expect(relativeError(NormalDistribution().lowerTail(-x), upper) < tailTolerance, "x = -\(x)")
      }
      if let p = row.p, let x = row.quantile {
        #expect(relativeError(NormalDistribution().upperQuantile(p), x) < tailTolerance, "p = \(p)")
        #expect(relativeError(NormalDistribution().quantile(p), -x) < tailTolerance, "p = \(p)")
      }
    }
    #expect(rows.count == 22)
  }

  @Test("has the density of the formula") func density() {
    for x in [0.0, 0.3, -2, 11] {
      #expect(
        relativeError(NormalDistribution().density(x), exp(-x * x / 2) / (2 * Double.pi).squareRoot()) < 1e-14
      )
    }
    #expect(NormalDistribution().density(-.infinity) == 0)
  }

  @Test("ends at the infinities") func ends() {
    #expect(NormalDistribution().quantile(0) == -.infinity)
    #expect(NormalDistribution().quantile(1) == .infinity)
    #expect(NormalDistribution().upperQuantile(0) == .infinity)
    #expect(NormalDistribution().upperQuantile(1) == -.infinity)
    #expect(NormalDistribution().upperTail(.infinity) == 0)
    #expect(NormalDistribution().lowerTail(.infinity) == 1)
  }

  @Test("traps on a NaN") func notANumber() async {
    await #expect(processExitsWith: .failure) { _ = NormalDistribution().lowerTail(.nan) }
    await #expect(processExitsWith: .failure) { _ = NormalDistribution().quantile(.nan) }
  }
}

@Suite("Student's t distribution") struct StudentTTests {
  @Test("agrees with mpmath in both tails, to p = 1e-300") func tails() throws {
    var smallest = 1.0
    for row in try fixture("distributions.json", as: Reference.self).student {
      let distribution = StudentTDistribution(degreesOfFreedom: try #require(row.df))
      if let t = row.t, let upper = row.upper {
        #expect(relativeError(distribution.upperTail(t), upper) < tailTolerance, "\(row)")
        #expect(relativeError(distribution.lowerTail(-t), upper) < tailTolerance, "\(row)")
        smallest = min(smallest, upper)
      }
      if let p = row.p, let t = row.quantile {
        #expect(relativeError(distribution.upperQuantile(p), t) < tailTolerance, "\(row)")
        #expect(relativeError(distribution.quantile(p), -t) < tailTolerance, "\(row)")
      }
    }
    #expect(smallest < 1e-280)
  }

  @Test("is Cauchy's distribution at one degree of freedom", arguments: [0.1, 0.5, 1, 3])
  func cauchy(t: Double) {
    // P(T <= 1) = 1/2 + atan(1)/pi = 3/4.
    #expect(StudentTDistribution(degreesOfFreedom: 1).quantile(0.75).isClose(to: 1))
    // df 2 has F(t) = 1/2 + t / (2 sqrt(2 + t^2)).
    let lower = 0.5 + t / (2 * (2 + t * t).squareRoot())
    #expect(StudentTDistribution(degreesOfFreedom: 2).lowerTail(t).isClose(to: lower))
  }

  @Test("has Cauchy's density at one degree of freedom", arguments: [0.0, 0.1, -3, 1e5]) func density(
    t: Double
  ) {
    #expect(
      relativeError(StudentTDistribution(degreesOfFreedom: 1).density(t), 1 / (Double.pi * (1 + t * t)))
        < 1e-14)
    #expect(StudentTDistribution(degreesOfFreedom: 1).density(.infinity) == 0)
  }

  @Test("ends at the infinities") func ends() {
    let t = StudentTDistribution(degreesOfFreedom: 4)
    #expect(t.upperQuantile(0) == .infinity)
    #expect(t.quantile(0) == -.infinity)
    #expect(t.upperTail(.infinity) == 0)
    #expect(t.lowerTail(-.infinity) == 0)
    #expect(t.lowerTail(0) == 0.5)
  }

  @Test("traps on impossible parameters") func domain() async {
    await #expect(processExitsWith: .failure) { _ = StudentTDistribution(degreesOfFreedom: 0) }
    await #expect(processExitsWith: .failure) { _ = StudentTDistribution(degreesOfFreedom: .infinity) }
    await #expect(processExitsWith: .failure) { _ = StudentTDistribution(degreesOfFreedom: 4).quantile(1.5) }
    await #expect(processExitsWith: .failure) {
      _ = StudentTDistribution(degreesOfFreedom: 4).lowerTail(.nan)
    }
  }
}

@Suite("The noncentral t distribution") struct NoncentralTTests {
  private struct Far: Decodable, Sendable { let df, delta, t, lower, upper: Double }

  @Test("agrees with mpmath past a noncentrality of 200, of either sign, in both tails") func far() throws {
    let rows = try fixture("noncentral-far.json", as: [Far].self)
    #expect(rows.count == 12)
    for row in rows {
      let t = NoncentralTDistribution(degreesOfFreedom: row.df, noncentrality: row.delta)
      let mirrored = NoncentralTDistribution(degreesOfFreedom: row.df, noncentrality: -row.delta)
      for (lower, upper) in [
        (t.lowerTail(row.t), t.upperTail(row.t)), (mirrored.upperTail(-row.t), mirrored.lowerTail(-row.t)),
      ] {
        #expect(abs(lower - row.lower) <= 1e-10 * row.lower, "\(row)")
        #expect(abs(upper - row.upper) <= 1e-10 * row.upper, "\(row)")
      }
    }
  }

  @Test("agrees with mpmath in both tails, to p = 1e-300 on either side of 0") func farTails() throws {
    var smallest = 1.0
    for row in try fixture("distributions.json", as: Reference.self).noncentralTails {
      let (df, delta, t) = (try #require(row.df), try #require(row.delta), try #require(row.t))
      let distribution = NoncentralTDistribution(degreesOfFreedom: df, noncentrality: delta)
      if let lower = row.lower {
        #expect(relativeError(distribution.lowerTail(t), lower) < 1e-10, "\(row)")
        if lower < 0.9 { #expect(relativeError(distribution.quantile(lower), t) < 1e-10, "\(row)") }
        smallest = min(smallest, lower)
      }
      if let upper = row.upper {
        #expect(relativeError(distribution.upperTail(t), upper) < 1e-10, "\(row)")
        if upper < 0.9 { #expect(relativeError(distribution.upperQuantile(upper), t) < 1e-10, "\(row)") }
        smallest = min(smallest, upper)
      }
    }
    #expect(smallest < 1e-280)
  }

  @Test("agrees with mpmath: 1e-14 absolute, and 1e-10 relative above 1e-8") func tails() throws {
    for row in try fixture("distributions.json", as: Reference.self).noncentral {
      let (df, delta) = (try #require(row.df), try #require(row.delta))
      let distribution = NoncentralTDistribution(degreesOfFreedom: df, noncentrality: delta)
      if let t = row.t, let lower = row.lower, let upper = row.upper {
        for (ours, theirs) in [(distribution.lowerTail(t), lower), (distribution.upperTail(t), upper)] {
          #expect(abs(ours - theirs) < 1e-14, "\(row)")
          if theirs > 1e-8 { #expect(relativeError(ours, theirs) < 1e-10, "\(row)") }
        }
      }
      if let p = row.p, let t = row.quantile {
        #expect(relativeError(distribution.quantile(p), t) < 1e-10, "\(row)")
        // 1 - p has lost digits of a p near 1, and so the other side can only be as good.
        #expect(relativeError(distribution.upperQuantile(1 - p), t) < 1e-10, "\(row)")
      }
    }
  }

  @Test("is Student's at noncentrality 0", arguments: [1, 4, 30.5]) func central(df: Double) {
    for t in [-3.0, -0.2, 0, 1, 8] {
      let noncentral = NoncentralTDistribution(degreesOfFreedom: df, noncentrality: 0)
      #expect(
        relativeError(noncentral.upperTail(t), StudentTDistribution(degreesOfFreedom: df).upperTail(t))
          < 1e-12)
    }
  }

  @Test("mirrors under a change of sign") func mirror() {
    for (delta, t) in [(0.3, -4.0), (0.3, 1.5), (2, 0), (2, 1.5), (11, 9), (11, 0.1)] {
      let one = NoncentralTDistribution(degreesOfFreedom: 4, noncentrality: delta).upperTail(t)
      let other = NoncentralTDistribution(degreesOfFreedom: 4, noncentrality: -delta).lowerTail(-t)
      #expect(relativeError(one, other) < 1e-12)
    }
  }

  @Test("keeps a tail beyond 0 below the probability of the other sign") func farTail() {
    // The series alone leaves 1.5e-17 here, which is rounding; the truth is about 1e-60.
    let distribution = NoncentralTDistribution(degreesOfFreedom: 1, noncentrality: 16)
    #expect(distribution.lowerTail(-12.7) <= NormalDistribution().lowerTail(-16))
    #expect(
      NoncentralTDistribution(degreesOfFreedom: 1, noncentrality: -16).upperTail(12.7)
        <= NormalDistribution().lowerTail(-16))
  }

  @Test("stays a probability over all it accepts", arguments: 0..<200 as Range<UInt64>) func range(
    seed: UInt64
  ) {
    var generator = SplitMix64(state: seed)
    let df = exp10(.random(in: -1...6, using: &generator))
    let delta = exp10(.random(in: -3...4.69, using: &generator)) * (Bool.random(using: &generator) ? 1 : -1)
    let t = delta * .random(in: -3...3, using: &generator)
    let distribution = NoncentralTDistribution(degreesOfFreedom: df, noncentrality: delta)
    #expect((0...1).contains(distribution.lowerTail(t)))
    #expect(abs(distribution.lowerTail(t) + distribution.upperTail(t) - 1) < 1e-7)
  }

  @Test("refuses a noncentrality that its series cannot reach") func domain() async {
    await #expect(processExitsWith: .failure) {
      _ = NoncentralTDistribution(degreesOfFreedom: 4, noncentrality: 1e6)
    }
    await #expect(processExitsWith: .failure) {
      _ = NoncentralTDistribution(degreesOfFreedom: -1, noncentrality: 0)
    }
  }
}

extension Double {
  fileprivate func isClose(to other: Double) -> Bool { relativeError(self, other) < 1e-14 }
}

private func exp10(_ x: Double) -> Double { pow(10, x) }
