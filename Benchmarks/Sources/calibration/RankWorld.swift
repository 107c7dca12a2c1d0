// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

/// Unrelated numbers: what tests of rank, agreement and association find in them.
struct RankWorld: Sendable {
  let count: Int
  /// Whether values are few, so that many are tied.
  var isTied: Bool

  private func values(_ generator: inout NumPyGenerator) -> [Double] {
    isTied
      ? (0..<count).map { _ in (generator.uniform() * 4).rounded(.down) } : generator.standardNormals(count)
  }

  func count(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let (x, y) = (values(&generator), values(&generator))
    ledger.count("Spearman") { try SpearmanTest(x, y, draws: 499, using: &generator).pValue <= 0.05 }
    ledger.count("Kendall tau-b") { try KendallTest(x, y, draws: 499, using: &generator).pValue <= 0.05 }
    let blocks = blocks(&generator)
    ledger.count("Friedman, Iman-Davenport, 4 systems") {
      try FriedmanTest(blocks, form: .imanDavenport).pValue <= 0.05
    }
    ledger.count("Friedman, chi-squared, 4 systems") {
      try FriedmanTest(blocks, form: .chiSquared).pValue <= 0.05
    }
    let (a, b) = (x.map { $0 > 0.5 }, y.map { Int($0.rounded()) })
    ledger.count("mutual information") {
      try MutualInformationTest(a, b, draws: 499, using: &generator).pValue <= 0.05
    }
  }

  /// What counts orders, and takes long where there are many.
  func countOrders(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let blocks = blocks(&generator)
    ledger.count("**Friedman, exact** (default to 12 blocks), and Kendall's W, 4 systems") {
      try KendallConcordanceTest(blocks, draws: 499, using: &generator).pValue <= 0.05
    }
  }

  private func blocks(_ generator: inout NumPyGenerator) -> [[Double]] {
    (0..<count).map { _ in
      isTied ? (0..<4).map { _ in (generator.uniform() * 3).rounded(.down) } : generator.standardNormals(4)
    }
  }

  /// `count` blocks of so few systems that their orders are few, without ties: Friedman's forms, and
  /// Nemenyi's comparison.
  func countFewSystems(_ systems: Int, _ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let blocks = (0..<count).map { _ in generator.standardNormals(systems) }
    for form in FriedmanTest.Form.allCases {
      ledger.count("Friedman, \(form.rawValue)\(form == .exact ? " (default)" : "")") {
        try FriedmanTest(blocks, form: form).pValue <= 0.05
      }
    }
    ledger.count("Nemenyi, any two systems separated") {
      try NemenyiComparison(blocks).rankIntervals(alpha: 0.05).sets.count > 1
    }
  }

  /// Independent utterances, on which two systems are right equally often.
  func countCorrectness(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let a = (0..<count).map { _ in generator.uniform() < 0.7 }
    let b = (0..<count).map { _ in generator.uniform() < 0.7 }
    for form in McNemarTest.Form.allCases {
      ledger.count("McNemar, \(form.rawValue), independent utterances") {
        try McNemarTest(a, b, form: form).pValue <= 0.05
      }
    }
    let (first, second) = (generator.standardNormals(count), generator.standardNormals(count))
    ledger.count("almost stochastic order, independent scores") {
      try AlmostStochasticOrder(first, second, draws: 200, using: &generator).pValue <= 0.05
    }
  }
}
