// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore
internal import SERProbing

/// What one probe said of the test side, and what it is made of: predictions, not scores, so that a new score
/// needs no new training.
public struct ProbeOutcome: Codable, Sendable {
  /// What was resampled.
  public var plan: ResamplingPlan
  /// Ids of the training side, in the order of the corpora.
  public var trainingIDs: [String]
  /// Ids of the test side, in the order of the corpora.
  public var testIDs: [String]
  /// The class of each test utterance.
  public var truth: [Int]
  /// What the probe said of each.
  public var predicted: [Int]
  /// The weight of each state in the mixture.
  public var layerWeights: [Float]
  /// Mean cross-entropy of each epoch, in nats.
  public var trainingCurve: [Double]
  /// What needs no encoder at all, on the same split.
  public var baselines: [Baseline]
  /// Whether rows of features are proven to be rows of the table.
  public var rowIdentityProven: Bool

  init(_ trained: TrainedProbe) throws {
    let (features, sides) = (trained.features, trained.sides)
    plan = sides.plan
    trainingIDs = sides.training.map { features.utterances[$0].id }
    testIDs = sides.test.map { features.utterances[$0].id }
    truth = sides.test.map { features.labels[$0] }
    predicted = try trained.probe.predictions(for: features.states.selecting(sides.test))
    layerWeights = trained.probe.layerWeights
    trainingCurve = trained.probe.trainingCurve
    baselines = try Baseline.all(features, sides)
    rowIdentityProven = features.rowIdentityProven
  }
}
