// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERCore
import Testing

/// resampling.json; see make_resampling.py.
struct ResamplingFixtures: Decodable, Sendable {
  struct Bootstrap: Decodable, Sendable {
    let sample: String, statistic: String, values: [Double], seed: UInt64, resamples: Int, level: Double
    let percentile: [Double], basic: [Double], biasCorrected: [Double]?, studentized: [Double]?
    let error: Double, jackknife: Double
  }
  struct Cluster: Decodable, Sendable {
    let values: [Double], clusters: [String], mean: Double, error: Double, df: Double, flips: Double,
      percentile: [Double]
  }
  struct Crossed: Decodable, Sendable {
    let n: Int, values: [Double], mean: Double, a: [Double], b: [Double], residual: Double
    let sources: Double, targets: Double, error: Double, df: Double, pseudovalues: [Double]
  }
  struct Mantel: Decodable, Sendable {
    struct P: Decodable, Sendable { let two: Double, greater: Double, less: Double }
    let n: Int, spearman: Bool, x: [Double], y: [Double], r: Double, exact: P, sampled: P
  }
  struct Summary: Decodable, Sendable {
    struct DerSimonianLaird: Decodable, Sendable {
      let tau2: Double, q: Double, mean: Double, error: Double, low: Double, high: Double
    }
    struct PauleMandel: Decodable, Sendable { let tau2: Double, q: Double, mean: Double, error: Double }
    let effects: [Double], errors: [Double], dl: DerSimonianLaird?, pm: PauleMandel
  }
  let bootstraps: [Bootstrap], clusters: [Cluster], crossed: [Crossed], mantel: [Mantel], summaries: [Summary]

  static let all: ResamplingFixtures = {
    do { return try fixture("resampling.json") } catch { preconditionFailure("\(error)") }
  }()
}

/// Normal deviates by the quantile of a uniform.
struct Deviates {
  var generator: NumPyGenerator

  init(seed: UInt64) { generator = NumPyGenerator(seed: seed) }

  mutating func next() -> Double {
    // Box and Muller's; half of what it could give.
    let radius = (-2 * log(1 - generator.uniform())).squareRoot()
    return radius * cos(2 * .pi * generator.uniform())
  }
}

/// |x - y| over the larger of |y| and 1: for values of about 1 that may be 0.
func difference(_ x: Double, _ y: Double) -> Double { abs(x - y) / max(1, abs(y)) }

extension ResamplingFixtures.Bootstrap: CustomTestStringConvertible {
  var testDescription: String { "\(statistic) of \(sample)" }
}

extension ResamplingFixtures.Cluster: CustomTestStringConvertible {
  var testDescription: String { "\(Set(clusters).count) clusters" }
}

extension ResamplingFixtures.Crossed: CustomTestStringConvertible {
  var testDescription: String { "\(n) languages" }
}

extension ResamplingFixtures.Mantel: CustomTestStringConvertible {
  var testDescription: String { "\(n) units, \(spearman ? "Spearman" : "Pearson"), r \(r)" }
}

extension ResamplingFixtures.Summary: CustomTestStringConvertible {
  var testDescription: String { "\(effects.count) effects, Q \(pm.q)" }
}
