// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SERCore
import SERProbing

/// Trains the same probe from several seeds and prints one JSON line: seconds for all of them together,
/// reading and standardization statistics of the data apart, as the peers' scripts do it, and the most memory
/// held.
@main struct ProbeBenchmark: ParsableCommand {
  @Option(help: "Rows to take from the file.") var n = 2940
  @Option(help: "States an utterance, as the file has them.") var layers = 13
  @Option(help: "Dimension of a state, as the file has it.") var dim = 768
  @Option(help: "Classes.") var classes = 4
  @Option(help: "Rows a step.") var batch = 128
  @Option(help: "Passes over the rows.") var epochs = 200
  @Option(help: "Probes: seeds 0 to this less one.") var seeds = 8
  @Option(help: "Units of the hidden layer; 0 for a linear head.") var hidden = 0
  @Option(help: "Probes trained at once.") var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Features, an .npy file [n, layers, dim] of <f2 or <f4.") var data: String
  @Option(help: "Labels, one a line.") var labels: String
  @Flag(
    help: "Give all probes the order of seed 0 and train them on one pass over the rows, a share a thread.")
  var shared = false
  @Flag(
    help: "Give all probes the order of seed 0, and train each alone: what --shared is to be held against.")
  var oneOrder = false
  @Flag(help: "Accepted for symmetry: a JSON line is all that is ever printed.") var json = false

  func run() throws {
    OpenBLAS.setThreads(1)
    let atStart = Self.peakBytes()
    let states = try HiddenStates(npy: data, mode: .load)
    let classes = self.classes
    let classOfRow = try String(contentsOfFile: labels, encoding: .utf8).split(separator: "\n").map { line in
      guard let label = Int(line), (0..<classes).contains(label) else {
        throw ValidationError("'\(line)' is no class among \(classes)")
      }
      return label
    }
    guard states.stateCount == layers, states.dimension == dim, states.rowCount >= n,
      classOfRow.count == states.rowCount
    else {
      throw ValidationError(
        "\(data) is [\(states.rowCount), \(states.stateCount), \(states.dimension)] with \(classOfRow.count) labels"
      )
    }
    let trainer = ProbeTrainer(
      head: hidden == 0 ? .linear : .twoLayer(hidden: hidden), batchSize: batch, epochs: epochs)
    let rows = Array(0..<n)
    let standardizer = Standardizer(fitting: states, rows: rows)

    let start = ContinuousClock.now
    let oneOrder = self.oneOrder || shared
    let order: @Sendable (UInt64) -> PyTorchGenerator = { seed in PyTorchGenerator(seed: oneOrder ? 0 : seed)
    }
    let all = Array(0..<UInt64(seeds))
    let losses =
      shared
      ? try parallelMap(all.dealt(to: threads), threads: threads) { own in
        let tasks = own.map { seed in
          ProbeTask(
            trainer, labels: classOfRow, classes: classes, generator: PyTorchGenerator(seed: seed),
            standardizer: standardizer)
        }
        var last = [Double](repeating: 0, count: own.count)
        let probes = try ProbeTrainer.fit(
          tasks, on: states, rows: rows, order: order(0), progress: { last[$0] = $1.lastBatchLoss })
        for probe in probes { _ = try probe.get() }
        return last
      }.flatMap { $0 }
      : try parallelMap(all, threads: threads) { seed in
        var last = 0.0
        _ = try trainer.fit(
          states, labels: classOfRow, classes: classes, rows: rows, generator: PyTorchGenerator(seed: seed),
          orderGenerator: order(seed), standardizer: standardizer,
          progress: { last = $0.lastBatchLoss })
        return last
      }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let precision = states.precision == .half ? "half" : "float"
    let list = losses.map { "\($0)" }.joined(separator: ", ")
    print(
      """
      {"what": "probe", "form": "ser-audit \(precision)", "seconds": \(seconds), \
      "seconds_per_probe": \(seconds / Double(seeds)), "kernels": "\(Kernels.variant)", \
      "openblas": "\(OpenBLAS.core)", "peak_bytes": \(Self.peakBytes()), \
      "peak_bytes_at_start": \(atStart), "losses": [\(list)]}
      """)
  }

  /// The most physical memory that this process has held so far.
  private static func peakBytes() -> Int {
    #if os(Linux)
      // The kernel's figure for this program alone; that of getrusage may be of the program which started it.
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}

extension Array {
  /// Consecutive parts of nearly equal size, none empty.
  fileprivate func dealt(to parts: Int) -> [[Element]] {
    let parts = Swift.min(parts, count)
    return (0..<parts).map { Array(self[$0 * count / parts..<($0 + 1) * count / parts]) }
  }
}
