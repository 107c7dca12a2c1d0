// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERProbing

/// A trained probe with what it was trained on.
struct TrainedProbe: Sendable {
  var cell: ProbeCell
  var features: FeatureSet
  var sides: SplitSides
  var probe: FittedProbe
}

extension ProbeCell {
  /// Trains the probes of cells that share a pass, each the probe that it would be alone.
  ///
  /// - Parameter share: How much of the group's work this is, a fraction.
  static func fitted(
    _ group: [ProbeCell], in context: RunContext, share: Double = 1
  ) throws -> [TrainedProbe] {
    guard let first = group.first else { return [] }
    let features = try context.features(
      encoder: first.encoder, corpora: first.corpora, taxonomy: first.taxonomy)
    let sides = try SplitSides(of: first, in: features, context)
    let tasks = group.map {
      ProbeTask(
        $0.recipe.trainer, labels: features.labels, classes: features.classes.count,
        generator: PyTorchGenerator(seed: $0.seed))
    }
    // Alone, a probe's generator draws its first weights and then goes on to the order.
    var order = PyTorchGenerator(seed: first.seed)
    _ = ProbeParameters<Float>(
      head: first.recipe.trainer.head, states: 1, dimension: features.states.dimension,
      classes: features.classes.count, using: &order)
    let epochs = group.map(\.recipe.trainer.epochs)
    var done = epochs.map { _ in 0 }
    let results = try ProbeTrainer.fit(
      tasks, on: features.states, rows: sides.order, order: order, isCancelled: context.isCancelled
    ) { probe, progress in
      done[probe] = progress.epochsDone
      context.report(share * Double(done.reduce(0, +)) / Double(epochs.reduce(0, +)))
    }
    return try zip(group, results).map { cell, result in
      TrainedProbe(cell: cell, features: features, sides: sides, probe: try result.get())
    }
  }
}
