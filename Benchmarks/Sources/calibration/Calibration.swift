// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SERCore
import SERStats

/// Measures every test and interval of SERStats on simulated data whose truth is known: how often a test at 5
/// % rejects where there is nothing, how often an interval at 95 % holds the truth, and how often a
/// difference that is there is found.
@main struct Calibration: ParsableCommand {
  @Option(help: "Simulated comparisons a design; resampling intervals take a fifth of them.")
  var comparisons = 10_000
  @Option(help: "The seed of all worlds.") var seed: UInt64 = 20_260_505
  @Option(help: "Threads; results do not depend on them.") var threads = ProcessInfo.processInfo
    .activeProcessorCount
  @Option(help: "Where the report goes; without it, to standard output.") var output: String?

  func run() throws {
    guard comparisons >= 64, threads > 0 else {
      throw ValidationError("at least 64 comparisons and one thread")
    }
    let simulation = Simulation(comparisons: comparisons, seed: seed, threads: threads)
    let report = try Report(simulation).text()
    if let output {
      try AtomicFile.write(report, to: output)
    } else {
      print(report, terminator: "")
    }
  }
}
