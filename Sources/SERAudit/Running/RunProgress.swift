// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// How far a run is.
public struct RunProgress: Hashable, Sendable {
  /// The share of the work that is done, a fraction of the cells that this run had to compute.
  public let fraction: Double
  /// Cells computed.
  public let cellsDone: Int
  /// Cells to compute.
  public let cells: Int
  /// Seconds since the start.
  public let elapsedSeconds: Double
  /// Seconds that are left if the rest goes as fast; `nil` before anything is done.
  public let remainingSeconds: Double?
}

/// Adds up the shares that parallel groups report.
final class ProgressMeter: Sendable {
  private let costs: [Double]
  private let cells: [Int]
  private let report: @Sendable (RunProgress) -> Void
  private let start = ContinuousClock.now
  private let shares: Mutex<[Double]>

  init(costs: [Double], cells: [Int], report: @escaping @Sendable (RunProgress) -> Void) {
    // A fraction of nothing would be NaN.
    self.costs = costs.contains { $0 > 0 } ? costs : costs.map { _ in 1 }
    self.cells = cells
    self.report = report
    shares = Mutex(Array(repeating: 0, count: costs.count))
  }

  /// Takes the share of group `number` that is done, and tells where the run is.
  func update(_ number: Int, share: Double) {
    shares.withLock { shares in
      shares[number] = max(shares[number], min(1, share))
      let fraction = zip(costs, shares).reduce(0) { $0 + $1.0 * $1.1 } / costs.reduce(0, +)
      let elapsed = (ContinuousClock.now - start) / .seconds(1)
      report(
        RunProgress(
          fraction: fraction, cellsDone: zip(cells, shares).reduce(0) { $0 + ($1.1 == 1 ? $1.0 : 0) },
          cells: cells.reduce(0, +), elapsedSeconds: elapsed,
          remainingSeconds: fraction > 0 ? elapsed * (1 - fraction) / fraction : nil))
    }
  }
}
