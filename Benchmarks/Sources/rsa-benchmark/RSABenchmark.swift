// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SERCore
import SERStats

/// Times the tests of representational similarity and prints one JSON line: seconds of the work alone.
///
/// `shuffles`: 1,000 label shuffles of several groups, drawn before. `bound`: the products of matrices that
/// the peer's form of it takes, at the speed of OpenBLAS, one product a thread. `relabelings`: the exact test
/// of four groups. `rankings` and `rankings-exact`: a million random rankings, and all of them.
@main struct RSABenchmark: ParsableCommand {
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case shuffles, bound, relabelings, rankings
    case rankingsExact = "rankings-exact"
  }

  @Option(help: "What to time.") var form = Form.shuffles
  @Option(help: "Patterns, an .npy file [n, 1, d] of <f4.") var data: String
  @Option(help: "Group and condition of each pattern, one row a line, separated by a space.") var labels:
    String
  @Option(help: "Shuffles.") var permutations = 1000
  @Option(help: "Permutations in one product of the bound.") var batch = 50
  @Option(help: "Threads.") var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Times to repeat; the median counts.") var repeats = 3

  func run() throws {
    OpenBLAS.setThreads(1)
    let rows = try String(contentsOfFile: labels, encoding: .utf8).split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Int($0) }
    }
    let states = try HiddenStates(npy: data, mode: .load)
    let values = Matrix(
      rows: states.rowCount, columns: states.dimension,
      elements: (0..<states.rowCount).flatMap { states.row($0) })
    let patterns = try GroupedPatterns(values, groups: rows.map { $0[0] }, conditions: rows.map { $0[1] })
    switch form {
    case .shuffles:
      var generator = NumPyGenerator(seed: 0)
      let shuffles = LabelShuffles(of: patterns, draws: permutations, using: &generator)
      let (seconds, test) = try timed {
        try LabelShufflingTest(patterns, shuffles, by: .cosine, threads: threads)
      }
      // The population SD, as the peer states it.
      let sd = test.nullStandardDeviation * (Double(permutations - 1) / Double(permutations)).squareRoot()
      say(seconds, [test.nullMean, sd])
    case .bound:
      let sizes = (0..<patterns.groups).map { patterns.counts(group: $0).reduce(0, +) }
      let tasks = (0..<permutations / batch).flatMap { _ in sizes }
      let labels = Matrix<Float>(
        rows: batch * (patterns.conditions - 1), columns: sizes.max()!, repeating: 0.5)
      let operands = Dictionary(
        sizes.map { n in
          (
            n,
            (
              Matrix<Float>(rows: labels.rows, columns: n, repeating: 0.5),
              Matrix(
                rows: n, columns: values.columns, elements: Array(values.elements.prefix(n * values.columns)))
            )
          )
        }, uniquingKeysWith: { first, _ in first })
      let (seconds, sums) = try timed {
        parallelMap(tasks, threads: threads) { n in operands[n]!.0.times(operands[n]!.1)[0, 0] }
      }
      say(seconds, [Double(sums.count)])
    case .relabelings:
      let geometries = try patterns.geometries(by: .cosine)
      let (seconds, test) = try timed { try RelabelingTest(geometries) }
      say(seconds, [test.pValue, test.nullStandardDeviation])
    case .rankings:
      let geometries = try patterns.geometries(by: .cosine)
      let (seconds, test) = try timed {
        var generator = NumPyGenerator(seed: 0)
        return try RandomRankingTest(geometries, draws: 1_000_000, using: &generator)
      }
      say(seconds, [test.pValue, test.nullStandardDeviation])
    case .rankingsExact:
      let geometries = try patterns.geometries(by: .cosine)
      let (seconds, test) = try timed { try RandomRankingTest(geometries) }
      say(seconds, [test.pValue, test.nullStandardDeviation])
    }
  }

  /// The median time, after one run to warm up where there is more than one.
  private func timed<Value>(_ work: () throws -> Value) throws -> (Double, Value) {
    if repeats > 1 { _ = try work() }
    var seconds: [Double] = []
    var last: Value?
    for _ in 0..<max(1, repeats) {
      let start = ContinuousClock.now
      last = try work()
      seconds.append((ContinuousClock.now - start) / .seconds(1))
    }
    return (seconds.sorted()[seconds.count / 2], last!)
  }

  private func say(_ seconds: Double, _ check: [Double]) {
    print(
      """
      {"what": "rsa", "form": "ser-audit \(form.rawValue)", "seconds": \(seconds), "check": \(check), \
      "kernels": "\(Kernels.variant)", "openblas": "\(OpenBLAS.core)"}
      """)
  }
}
