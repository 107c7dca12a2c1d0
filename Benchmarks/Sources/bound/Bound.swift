// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CBounds
import Foundation
import SERCore

/// Measures what this machine can do at most of the work that a probe is made of, and prints one JSON line a
/// bound.
///
/// `rows`: the seconds that all threads together need to read every row once an epoch for each seed, in
/// random order, and do nothing else with it. `batch` and `large`: the seconds that the operations of the
/// two-layer head would take at the speed of OpenBLAS' products in single precision, one product a thread, in
/// the shape of a batch through the hidden layer and in one that leaves nothing to be desired.
@main struct Bound: ParsableCommand {
  enum Shape: String, CaseIterable, ExpressibleByArgument { case batch, large }

  @Option(help: "Rows.") var n = 2940
  @Option(help: "States a row.") var layers = 13
  @Option(help: "Dimension of a state.") var dim = 768
  @Option(help: "Classes.") var classes = 4
  @Option(help: "Rows a step.") var batch = 128
  @Option(help: "Passes over the rows.") var epochs = 200
  @Option(help: "Probes, each of which passes over the rows in an order of its own.") var seeds = 8
  @Option(help: "Units of the hidden layer; 0 for a linear head, which has no products.") var hidden = 0
  @Option(help: "Threads.") var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Bytes a value: 2 for half precision, 4 for single.") var bytes = 2
  @Option(help: "Measure products of this shape, batch or large, instead of reading.") var products: Shape?

  func validate() throws {
    guard [n, layers, dim, classes, batch, epochs, seeds, threads].allSatisfy({ $0 > 0 }), hidden >= 0 else {
      throw ValidationError("sizes are positive")
    }
    guard bytes == 2 || bytes == 4, layers * dim * bytes % 8 == 0, n <= Int(UInt32.max) else {
      throw ValidationError("a row of \(layers) x \(dim) values of \(bytes) bytes is no multiple of 8 bytes")
    }
    if products != nil, hidden == 0 { throw ValidationError("--products needs --hidden") }
  }

  func run() throws {
    OpenBLAS.setThreads(1)
    switch products {
    case nil: try read()
    case .batch: try multiply(.batch, batch, hidden, dim)
    case .large: try multiply(.large, 1536, 1536, 1536)
    }
  }

  private func read() throws {
    let rowBytes = layers * dim * bytes
    guard let rows = ser_bound_allocate(n * rowBytes) else {
      throw ValidationError("there is no memory of \(n * rowBytes) bytes")
    }
    defer { ser_bound_free(rows, n * rowBytes) }
    let address = UInt(bitPattern: rows)
    let orders = (0..<UInt64(seeds)).map { seed in
      var generator = PyTorchGenerator(seed: seed)
      // No cache remembers a hundred epochs: the orders may come again.
      return (0..<min(epochs, 100)).map { _ in generator.randomPermutation(n).map { UInt32($0) } }
    }
    let start = ContinuousClock.now
    let sums = parallelMap(orders, threads: threads) { orders in
      var sum: UInt64 = 0
      for epoch in 0..<epochs {
        sum &+= ser_bound_read(
          UnsafeRawPointer(bitPattern: address), rowBytes, orders[epoch % orders.count], n)
      }
      return sum
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    guard Set(sums).count == 1 else { throw ValidationError("the probes read different rows") }
    let speed = Double(n * rowBytes * epochs * seeds) / seconds
    print(
      """
      {"what": "bound", "form": "rows", "seconds": \(seconds), "bytes_per_second": \(speed), "row_bytes": \(rowBytes)}
      """)
  }

  /// Half a second of products a thread, after as many as it takes to know how many these are.
  private func multiply(_ form: Shape, _ m: Int, _ columns: Int, _ k: Int) throws {
    func seconds(rounds: Int) throws -> Double {
      let start = ContinuousClock.now
      let sums = parallelMap(Array(0..<threads), threads: threads) { _ in
        let a = Matrix<Float>(rows: m, columns: k, repeating: 0.5)
        let b = Matrix<Float>(rows: k, columns: columns, repeating: 0.25)
        var product = Matrix<Float>(rows: m, columns: columns)
        for _ in 0..<rounds { product.setProduct(of: a, and: b) }
        return product[m - 1, columns - 1]
      }
      guard sums.allSatisfy({ $0 == Float(k) / 8 }) else { throw ValidationError("wrong products: \(sums)") }
      return (ContinuousClock.now - start) / .seconds(1)
    }
    var rounds = 1
    var taken = try seconds(rounds: rounds)
    while taken < 0.5 {
      rounds = taken > 0.05 ? Int(Double(rounds) * 0.6 / taken) + 1 : rounds * 8
      taken = try seconds(rounds: rounds)
    }
    let speed = 2 * Double(m * columns * k) * Double(rounds * threads) / taken
    // Each layer has three products: its output, the gradient of its weights, and that of its input.
    let operations = 6 * Double(n * epochs * seeds) * Double(dim * hidden + hidden * classes)
    print(
      """
      {"what": "bound", "form": "\(form)", "seconds": \(operations / speed), "operations": \(operations), \
      "shape": [\(m), \(columns), \(k)], "openblas": "\(OpenBLAS.core)"}
      """)
  }
}
