// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERProbing

/// How a probe is made of features, whatever the data: a value, so that two recipes differ in what they hold
/// and in nothing else.
public struct Recipe: Codable, Hashable, Sendable {
  /// How it is trained.
  public var trainer: ProbeTrainer

  /// A recipe.
  public init(trainer: ProbeTrainer) { self.trainer = trainer }

  /// The paper's headline probe: a weighted sum of layers and a linear head, 200 epochs in batches of 128.
  /// The text and the released code agree in it.
  ///
  /// - Source: paper, section 3.3.
  public static let paper = Recipe(trainer: ProbeTrainer())

  /// This recipe with another head.
  public func with(_ head: Head) -> Recipe {
    var recipe = self
    recipe.trainer.head = head
    return recipe
  }

  /// This recipe with another number of rows a step.
  public func with(batchSize: Int) -> Recipe {
    var recipe = self
    recipe.trainer.batchSize = batchSize
    return recipe
  }
}
