// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore
internal import SERProbing

/// The score of a classifier that does not use the audio: what any probe has to be held against.
public struct Baseline: Hashable, Codable, Sendable {
  /// Which one.
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    /// Always the class that is most frequent on the training side.
    case majority
    /// A decision tree of at most 12 leaves on the utterance's duration alone, fitted on the training side.
    case duration
  }

  /// Which one.
  public var kind: Kind
  /// The share of test utterances that are right, a fraction.
  public var accuracy: Double
  /// The mean of the classes' recalls, a fraction.
  public var unweightedAverageRecall: Double

  /// The score that a protocol compares.
  func headline(_ headline: AuditProtocol.Headline) -> Double {
    headline == .accuracy ? accuracy : unweightedAverageRecall
  }

  /// All baselines that the corpus allows: duration needs `seconds` of every utterance.
  static func all(_ features: FeatureSet, _ split: some Split) throws(MetricError) -> [Baseline] {
    let labels = features.labels
    let classes = features.classes.count
    func scored(_ kind: Kind, _ prediction: (Int) -> Int) throws(MetricError) -> Baseline {
      let matrix = try ConfusionMatrix(
        truth: split.test.map { labels[$0] }, predicted: split.test.map(prediction), classes: classes)
      return Baseline(
        kind: kind, accuracy: matrix.accuracy, unweightedAverageRecall: matrix.unweightedAverageRecall)
    }
    let counts = split.training.reduce(into: [Int](repeating: 0, count: classes)) { $0[labels[$1]] += 1 }
    let most = counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
    var baselines = [try scored(.majority) { _ in most }]

    let seconds = features.utterances.compactMap(\.seconds)
    if seconds.count == labels.count {
      let tree = ThresholdTree(
        fitting: split.training.map { seconds[$0] }, labels: split.training.map { labels[$0] },
        classes: classes, mostLeaves: 12)
      baselines.append(try scored(.duration) { tree.prediction(for: seconds[$0]) })
    }
    return baselines
  }
}
