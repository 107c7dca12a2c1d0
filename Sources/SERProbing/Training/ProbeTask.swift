// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A probe to be trained together with others on one pass over the rows: see
/// ``ProbeTrainer/fit(_:on:rows:order:isCancelled:progress:)``.
public struct ProbeTask: Sendable {
  /// How it is trained.
  public var trainer: ProbeTrainer
  /// The class of each row of the states, `0..<classes`, shape `[n]`.
  public var labels: [Int]
  /// The number of classes.
  public var classes: Int
  /// Draws the head's first weights.
  public var generator: PyTorchGenerator
  /// Used instead of one fitted on the training rows.
  public var standardizer: Standardizer?

  /// A task.
  ///
  /// - Precondition: every label is among the classes.
  public init(
    _ trainer: ProbeTrainer, labels: [Int], classes: Int, generator: PyTorchGenerator,
    standardizer: Standardizer? = nil
  ) {
    precondition(labels.allSatisfy { $0 >= 0 && $0 < classes }, "a label is not among \(classes) classes")
    self.trainer = trainer
    self.labels = labels
    self.classes = classes
    self.generator = generator
    self.standardizer = standardizer
  }
}
