// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERCore

/// How many comparisons, from which seed, on how many threads.
struct Simulation: Sendable {
  var comparisons: Int
  var seed: UInt64
  var threads: Int

  /// What `body` counts over all comparisons of a world; the same on any number of threads.
  ///
  /// - Parameters:
  ///   - world: Names the stream of random numbers.
  ///   - share: The share of the comparisons to run, for what takes long.
  func run(
    _ world: String, share: Double = 1,
    _ body: @Sendable (_ generator: inout NumPyGenerator, _ ledger: inout Ledger) -> Void
  ) -> Ledger {
    let parts = 64
    let total = max(parts, Int(Double(comparisons) * share))
    let ledgers = parallelMap(Array(0..<parts), threads: threads) { part in
      var generator = RandomStream(seed: seed)["\(world), part \(part)"]
      var ledger = Ledger()
      for _ in part * total / parts..<(part + 1) * total / parts { body(&generator, &ledger) }
      return ledger
    }
    var all = Ledger()
    for ledger in ledgers { all.add(ledger) }
    return all
  }
}

/// A table of the report: a row a test, a column a world.
struct RateTable {
  let columns: [String]
  let ledgers: [Ledger]

  /// GitHub's Markdown. `notes` stand in the last column, by the name of the row.
  func markdown(first: String, notes: [String: String] = [:]) -> String {
    var names: [String] = []
    for ledger in ledgers {
      for line in ledger.lines where !names.contains(line.name) { names.append(line.name) }
    }
    let header = [first] + columns + (notes.isEmpty ? [] : [""])
    var text = row(header) + row(header.map { _ in "---" })
    for name in names {
      let cells = ledgers.map { $0.lines.first { $0.name == name }?.percent ?? "" }
      text += row([name] + cells + (notes.isEmpty ? [] : [notes[name] ?? ""]))
    }
    return text
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
}
