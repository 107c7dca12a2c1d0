// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SERCore
import SERStats

/// Runs our side of a subject on the numbers that the peer's script draws, and prints one JSON line a form,
/// as the script does.
@main struct ResamplingBenchmark: ParsableCommand {
  enum Subject: String, ExpressibleByArgument, CaseIterable { case permutation, bootstrap }

  @Argument(help: "permutation or bootstrap.") var subject: Subject
  @Option(help: "The folder that peers/resampling_data.py wrote.") var data: String
  @Option(help: "Sign patterns, or bootstrap samples.") var resamples = 10_000
  @Option(help: "How often the work is timed, after once that is not.") var repeats = 5

  func run() throws {
    guard resamples > 0, repeats > 0 else {
      throw ValidationError("--resamples and --repeats must be positive")
    }
    switch subject {
    case .permutation:
      let few = try units("exact.txt")
      try report("permutation exact", "exact") { [try ClusterSignFlipTest(few()).pValue] }
      let many = try units("sampled.txt")
      try report("permutation sampled", "sampled") {
        var generator = NumPyGenerator(seed: 1)
        return [try ClusterSignFlipTest(many(), draws: resamples, using: &generator).pValue]
      }
    case .bootstrap:
      let values = try numbers("values.txt")
      try report("bootstrap", "bca") {
        var generator = NumPyGenerator(seed: 1)
        let bootstrap = try Bootstrap(meanOf: values, resamples: resamples, using: &generator)
        return ends(try bootstrap.interval(.biasCorrectedAccelerated, level: 0.95))
      }
      let differences = try numbers("differences.txt")
      let speakers = try lines("speakers.txt")
      try report("bootstrap", "cluster") {
        var generator = NumPyGenerator(seed: 1)
        let sample = try ClusteredSample(differences, clusters: speakers)
        let bootstrap = try ClusterBootstrap(sample, resamples: resamples, using: &generator)
        return ends(try bootstrap.means.interval(.percentile, level: 0.95))
      }
    }
  }

  /// Makes the sample that the timed work starts from: every value is a unit.
  private func units(_ file: String) throws -> () throws -> ClusteredSample {
    let values = try numbers(file)
    return {
      try ClusteredSample(
        clusters: values.indices.map(String.init), counts: values.map { _ in 1 }, sums: values)
    }
  }

  private func ends(_ interval: ClosedRange<Double>) -> [Double] {
    [interval.lowerBound, interval.upperBound]
  }

  private func report(_ what: String, _ form: String, _ work: () throws -> [Double]) throws {
    var result = try work()
    var seconds: [Double] = []
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      result = try work()
      seconds.append((ContinuousClock.now - start) / .seconds(1))
    }
    seconds.sort()
    let check = result.map { "\($0)" }.joined(separator: ", ")
    print(
      """
      {"what": "\(what)", "form": "ser-audit \(form)", "seconds": \(seconds[repeats / 2]), \
      "check": [\(check)]}
      """)
  }

  private func lines(_ file: String) throws -> [String] {
    try String(contentsOfFile: "\(data)/\(file)", encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private func numbers(_ file: String) throws -> [Double] {
    try lines(file).map { line in
      guard let number = Double(line) else { throw ValidationError("\(file): '\(line)' is no number") }
      return number
    }
  }
}
