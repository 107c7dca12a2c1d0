// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a set of predictions has no score.
public enum MetricError: Error, Hashable, Sendable {
  /// There is nothing to score.
  case noPredictions
}

extension MetricError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .noPredictions:
      "no utterance to score: a score on no rows is undefined; check the test side of the split"
    }
  }
}

/// How often each true class was predicted as each class, and the scores that follow from these counts.
///
/// Classes absent from the truth have no recall and are left out of ``unweightedAverageRecall``; classes
/// absent from both truth and predictions are left out of ``macroF1``, and one that is predicted but never
/// true counts there with 0, as scikit-learn does it.
public struct ConfusionMatrix: Hashable, Codable, Sendable {
  /// The number of classes.
  public let classes: Int
  /// Counts, true class first: shape `[classes, classes]`, row-major.
  public let counts: [Int]

  /// Counts pairs of truth and prediction.
  ///
  /// - Parameters:
  ///   - truth: The true class of each utterance, `0..<classes`.
  ///   - predicted: The predicted class of each utterance.
  ///   - classes: The number of classes.
  /// - Precondition: both have the same count, and every class is in `0..<classes`.
  /// - Throws: ``MetricError/noPredictions`` if there is no utterance.
  public init(truth: [Int], predicted: [Int], classes: Int) throws(MetricError) {
    precondition(
      truth.count == predicted.count, "\(truth.count) true classes against \(predicted.count) predictions")
    guard !truth.isEmpty else { throw .noPredictions }
    var counts = [Int](repeating: 0, count: classes * classes)
    for (t, p) in zip(truth, predicted) {
      precondition(
        t >= 0 && t < classes && p >= 0 && p < classes, "class \(t) or \(p) is not among \(classes) classes")
      counts[t * classes + p] += 1
    }
    self.classes = classes
    self.counts = counts
  }

  /// How many utterances of class `truth` were predicted as class `predicted`.
  public subscript(truth truth: Int, predicted predicted: Int) -> Int { counts[truth * classes + predicted] }

  /// The number of utterances.
  public var total: Int { counts.reduce(0, +) }

  /// The share of utterances predicted correctly, a fraction ("weighted accuracy" in the field).
  public var accuracy: Double {
    Double((0..<classes).reduce(0) { $0 + self[truth: $1, predicted: $1] }) / Double(total)
  }

  /// The recall of every class, a fraction; `nil` for a class absent from the truth.
  public var recalls: [Double?] {
    (0..<classes).map { k in
      let support = self.support(k)
      return support == 0 ? nil : Double(self[truth: k, predicted: k]) / Double(support)
    }
  }

  /// The mean recall over the classes present in the truth, a fraction (balanced accuracy).
  public var unweightedAverageRecall: Double {
    let present = recalls.compactMap { $0 }
    return present.reduce(0, +) / Double(present.count)
  }

  /// The F1 score of every class; `nil` for a class in neither truth nor predictions, 0 without a hit.
  public var f1Scores: [Double?] {
    (0..<classes).map { k in
      let truePositives = self[truth: k, predicted: k]
      let denominator = support(k) + predictions(k)
      return denominator == 0 ? nil : 2 * Double(truePositives) / Double(denominator)
    }
  }

  /// The mean F1 over the classes that occur in truth or predictions.
  public var macroF1: Double {
    let defined = f1Scores.compactMap { $0 }
    return defined.reduce(0, +) / Double(defined.count)
  }

  /// The mean F1 weighted by each class' share of the truth.
  public var weightedF1: Double {
    zip(f1Scores, 0..<classes).reduce(0) { $0 + ($1.0 ?? 0) * Double(support($1.1)) } / Double(total)
  }

  /// The share of the most frequent true class: what guessing it always would score.
  public var majorityRate: Double { Double((0..<classes).map(support).max() ?? 0) / Double(total) }

  private func support(_ k: Int) -> Int { (0..<classes).reduce(0) { $0 + self[truth: k, predicted: $1] } }

  private func predictions(_ k: Int) -> Int { (0..<classes).reduce(0) { $0 + self[truth: $1, predicted: k] } }
}

extension ConfusionMatrix {
  private enum CodingKeys: String, CodingKey { case classes, counts }

  /// Reads a matrix; counts that do not fit its shape, are negative or all 0 are a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    classes = try container.decode(Int.self, forKey: .classes)
    counts = try container.decode([Int].self, forKey: .counts)
    let (cells, overflow) = classes.multipliedReportingOverflow(by: classes)
    guard classes > 0, !overflow, cells == counts.count, counts.allSatisfy({ $0 >= 0 }),
      counts.contains(where: { $0 > 0 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container,
        debugDescription:
          "\(counts.count) counts of \(classes) classes; needed are one a pair, none negative, not all 0")
    }
  }

  /// One confusion matrix a group, such as a speaker.
  ///
  /// - Parameters:
  ///   - groups: The group of each utterance.
  ///   - truth: The true class of each utterance, `0..<classes`.
  ///   - predicted: The predicted class of each utterance.
  ///   - classes: The number of classes.
  /// - Precondition: all three have the same count, and every class is in `0..<classes`.
  /// - Returns: The groups in ascending order of their names, each with its matrix.
  /// - Throws: ``MetricError/noPredictions`` if there is no utterance.
  public static func byGroup(
    _ groups: [String], truth: [Int], predicted: [Int], classes: Int
  ) throws(MetricError) -> [(group: String, matrix: ConfusionMatrix)] {
    precondition(
      groups.count == truth.count && predicted.count == truth.count,
      "\(groups.count) groups and \(predicted.count) predictions for \(truth.count) true classes")
    guard !truth.isEmpty else { throw .noPredictions }
    var members: [String: [Int]] = [:]
    for (row, group) in groups.enumerated() { members[group, default: []].append(row) }
    var result: [(group: String, matrix: ConfusionMatrix)] = []
    for group in members.keys.sortedByCodePoint() {
      let rows = members[group] ?? []
      let matrix = try ConfusionMatrix(
        truth: rows.map { truth[$0] }, predicted: rows.map { predicted[$0] }, classes: classes)
      result.append((group, matrix))
    }
    return result
  }
}
