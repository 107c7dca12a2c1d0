// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore
import SERStats

/// Utterances of speakers, of two encoders: what intervals of the difference in accuracy hold.
struct ClusterWorld: Sendable {
  let clusters: Int
  /// Utterances are 28 a speaker, or 7 to 112.
  var isUneven: Bool
  var effect = 0.03

  private func sample(_ generator: inout NumPyGenerator) -> ClusteredSample? {
    var counts: [Int] = []
    var sums: [Double] = []
    for _ in 0..<clusters {
      let count = isUneven ? [7, 14, 28, 56, 112][Int(generator.uniform() * 5)] : 28
      let level = 0.75 + 0.2 * (generator.uniform() - 0.5)
      let difference = effect + 0.3 * (generator.uniform() - 0.5)
      var sum = 0.0
      for _ in 0..<count {
        sum += generator.uniform() < level + difference / 2 ? 1 : 0
        sum -= generator.uniform() < level - difference / 2 ? 1 : 0
      }
      counts.append(count)
      sums.append(sum)
    }
    return try? ClusteredSample(clusters: (0..<clusters).map { "\($0)" }, counts: counts, sums: sums)
  }

  /// Intervals that cost little, and rejections of "no difference" beside them.
  func count(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    guard let sample = sample(&generator) else { return }
    let truth = effect
    ledger.count("**cluster t, CR2** (default)") {
      try ClusterTTest(sample).confidenceInterval(level: 0.95).contains(truth)
    }
    if clusters <= 20 {
      ledger.count("cluster sign flip, exact") {
        try ClusterSignFlipTest(sample).confidenceInterval(level: 0.95).contains(truth)
      }
    }
    ledger.count("paired t, speaker by speaker") {
      let means = zip(sample.sums, sample.counts).map { $0 / Double($1) }
      return try PairedTTest(means, means.map { _ in 0 }).confidenceInterval(level: 0.95).contains(truth)
    }
    ledger.count("jackknife over speakers") {
      try Jackknife(units: clusters) { kept in
        kept.reduce(0) { $0 + sample.sums[$1] } / Double(kept.reduce(0) { $0 + sample.counts[$1] })
      }.confidenceInterval(level: 0.95).contains(truth)
    }
  }

  /// Intervals by resampling whole speakers.
  func countBootstrap(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    guard let sample = sample(&generator) else { return }
    let truth = effect
    guard let bootstrap = try? ClusterBootstrap(sample, resamples: 999, using: &generator) else { return }
    for form in Bootstrap.Form.allCases {
      ledger.count("cluster bootstrap, \(form.rawValue)") {
        try bootstrap.means.interval(form, level: 0.95).contains(truth)
      }
    }
    ledger.count("cluster bootstrap, studentized") {
      try bootstrap.studentized().interval(level: 0.95).contains(truth)
    }
  }

  /// How often "no difference" is rejected.
  func countPower(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    guard let sample = sample(&generator) else { return }
    ledger.count("**cluster t, CR2** (default)") { try ClusterTTest(sample).pValue <= 0.05 }
    if clusters <= 20 {
      ledger.count("cluster sign flip, exact") { try ClusterSignFlipTest(sample).pValue <= 0.05 }
    }
  }
}

/// Speakers who all say the same sentences: both are a matter of chance.
struct CrossedWorld: Sendable {
  let speakers: Int
  let sentences: Int

  func count(_ generator: inout NumPyGenerator, _ ledger: inout Ledger) {
    let bySpeaker = (0..<speakers).map { _ in 0.3 * (generator.uniform() - 0.5) }
    let bySentence = (0..<sentences).map { _ in 0.3 * (generator.uniform() - 0.5) }
    let truth = 0.03
    var values: [Double] = []
    var names: (speakers: [String], sentences: [String]) = ([], [])
    for speaker in 0..<speakers {
      for sentence in 0..<sentences {
        let difference = truth + bySpeaker[speaker] + bySentence[sentence]
        for _ in 0..<2 {
          let a = generator.uniform() < 0.7 + difference / 2
          let b = generator.uniform() < 0.7 - difference / 2
          values.append((a ? 1 : 0) - (b ? 1 : 0))
          names.speakers.append("\(speaker)")
          names.sentences.append("\(sentence)")
        }
      }
    }
    guard let sample = try? TwoWaySample(values, speakers: names.speakers, sentences: names.sentences) else {
      return
    }
    ledger.count("**two-way t** (default)") {
      try TwoWayTTest(sample).confidenceInterval(level: 0.95).contains(truth)
    }
    ledger.count("cluster t over speakers alone") {
      try ClusterTTest(sample.speakers).confidenceInterval(level: 0.95).contains(truth)
    }
    ledger.count("pigeonhole bootstrap, percentile") {
      try PigeonholeBootstrap(sample, resamples: 199, using: &generator).percentileInterval(level: 0.95)
        .contains(truth)
    }
  }
}
