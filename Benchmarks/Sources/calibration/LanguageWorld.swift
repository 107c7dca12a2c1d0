// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

/// Transfer between languages: the difference of two encoders on each ordered pair is what the source brings,
/// what the target brings, and the rest.
struct LanguageWorld: Sendable {
  let languages: Int
  /// The shares of the variance.
  var source: Double
  var target: Double
  var effect = 0.0

  func count(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let sources = generator.standardNormals(languages).map { source.squareRoot() * $0 }
    let targets = generator.standardNormals(languages).map { target.squareRoot() * $0 }
    let rest = (1 - source - target).squareRoot()
    var values = Matrix<Double>(rows: languages, columns: languages)
    for s in 0..<languages {
      for t in 0..<languages where t != s {
        values[s, t] = effect + sources[s] + targets[t] + rest * generator.standardNormal()
      }
    }
    guard let pairs = try? OrderedPairs(units: (0..<languages).map { "language \($0)" }, values: values)
    else {
      return
    }
    let flat = (0..<languages).flatMap { s in (0..<languages).filter { $0 != s }.map { values[s, $0] } }
    ledger.count("**crossed random effects** (default)") { try CrossedRandomEffects(pairs).pValue <= 0.05 }
    ledger.count("sign flip, language by language") { try PairSignFlipTest(pairs).pValue <= 0.05 }
    ledger.count("jackknife over languages") {
      try Jackknife(units: languages) { kept in
        var (sum, count) = (0.0, 0)
        for s in kept { for t in kept where t != s { (sum, count) = (sum + values[s, t], count + 1) } }
        return sum / Double(count)
      }.pValue <= 0.05
    }
    ledger.count("paired t over ordered pairs, as published") {
      try PairedTTest(flat, flat.map { _ in 0 }).pValue <= 0.05
    }
  }

  /// Two unrelated matrices: is one taken for a map of the other?
  func countMantel(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let matrix = { (generator: inout NumPyGenerator) in
      let row = generator.standardNormals(languages)
      let column = generator.standardNormals(languages)
      var values = Matrix<Double>(rows: languages, columns: languages)
      for s in 0..<languages {
        for t in 0..<languages where t != s {
          values[s, t] = row[s] + column[t] + 0.5 * generator.standardNormal()
        }
      }
      return values
    }
    let names = (0..<languages).map { "language \($0)" }
    guard let x = try? OrderedPairs(units: names, values: matrix(&generator)),
      let y = try? OrderedPairs(units: names, values: matrix(&generator))
    else { return }
    ledger.count("quadratic assignment (Mantel), exact") { try MantelTest(x, y).pValue <= 0.05 }
  }
}

/// One difference a corpus, with its standard error: a summary over corpora.
struct CorpusWorld: Sendable {
  let corpora: Int
  /// The standard deviation of the true differences between corpora, in mean standard errors.
  var heterogeneity: Double
  var effect = 0.0
  /// Whether the first corpus is large, with a standard error of 0.1, and the others small, with 1 each.
  var isDominated = false

  func count(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let errors = (0..<corpora).map { corpus in
      isDominated ? (corpus == 0 ? 0.1 : 1) : 0.5 + generator.uniform()
    }
    let estimates = errors.map {
      effect + heterogeneity * generator.standardNormal() + $0 * generator.standardNormal()
    }
    ledger.count("**random-effects summary, Hartung-Knapp** (default)") {
      try RandomEffectsSummary(effects: estimates, standardErrors: errors).pValue <= 0.05
    }
    ledger.count("the same, without a caveat") {
      let summary = try RandomEffectsSummary(effects: estimates, standardErrors: errors)
      return summary.pValue <= 0.05 && summary.caveat == nil
    }
    ledger.count("random-effects summary, at least the expected variance") {
      try RandomEffectsSummary(effects: estimates, standardErrors: errors, variance: .atLeastExpected).pValue
        <= 0.05
    }
    ledger.count("paired t over corpora") { try PairedTTest(estimates, errors.map { _ in 0 }).pValue <= 0.05 }
    ledger.count("sign flip over corpora") {
      try SignFlipTest(estimates, errors.map { _ in 0 }).pValue <= 0.05
    }
  }
}
