// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

package import SERCore

/// Epochs and batches, for probes that go through the same rows in the same order.
///
/// Every probe takes its step on a batch before the next batch begins: so rows come from memory once, and for
/// all probes but the first they are in a cache. Probes do not see each other, so each is what it would be
/// alone.
package struct TrainingLoop {
  private let rows: [Int]
  private let batchSize: Int
  private let isCancelled: () -> Bool

  package init(rows: [Int], batchSize: Int, isCancelled: @escaping () -> Bool) {
    self.rows = rows
    self.batchSize = batchSize
    self.isCancelled = isCancelled
  }

  /// Trains until every probe has taken its epochs or diverged.
  ///
  /// - Parameters:
  ///   - generator: Draws the order of each epoch.
  ///   - progress: Told after every epoch of every probe, with the probe's index.
  /// - Returns: For each probe, why it ended early, or nil.
  /// - Throws: `CancellationError`.
  package func run<Probe: RunningProbe>(
    _ probes: inout [Probe], generator: PyTorchGenerator,
    progress: (Int, ProbeTrainer.Progress) -> Void
  ) throws(CancellationError) -> [ProbeError?] {
    var generator = generator
    var errors = [ProbeError?](repeating: nil, count: probes.count)
    for epoch in 0..<(probes.map(\.epochs).max() ?? 0) {
      let active = probes.indices.filter { errors[$0] == nil && epoch < probes[$0].epochs }
      if active.isEmpty { break }
      let order = generator.randomPermutation(rows.count).map { rows[$0] }
      for first in stride(from: 0, to: order.count, by: batchSize) {
        let batch = order[first..<min(first + batchSize, order.count)]
        for i in active { probes[i].step(batch) }
      }
      for i in active {
        do throws(ProbeError) { progress(i, try probes[i].endEpoch()) } catch { errors[i] = error }
      }
      if isCancelled() { throw CancellationError() }
    }
    return errors
  }
}
