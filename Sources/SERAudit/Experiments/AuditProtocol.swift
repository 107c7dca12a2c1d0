// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// One of the three ways an experiment is run and read.
///
/// `.asWritten` follows the paper's text and, where it is silent, the released code; `.asReleased` replays
/// the released code, its generators included; `.corrected` is what a careful reviewer would ask for. How
/// probes are made under each is a matter of the experiment: its recipes are values of their own.
public struct AuditProtocol: Hashable, Codable, Sendable {
  /// Which score a comparison is made in.
  public enum Headline: String, Hashable, Codable, Sendable {
    /// The share of utterances that are right: it favors whoever guesses the largest class.
    case accuracy
    /// The mean of the classes' recalls.
    case unweightedAverageRecall = "unweighted_average_recall"
  }

  /// How a difference over seeds is tested.
  public enum Inference: String, Hashable, Codable, Sendable {
    /// As if overlapping splits were independent.
    case pairedT = "paired-t"
    /// By the test that the plan of the splits carries: for splits that overlap, the corrected resampled *t*.
    case correctedResampledT = "corrected-resampled-t"
  }

  /// The name that options and result files use.
  public let name: String
  /// Which score is compared.
  public let headline: Headline
  /// How it is tested.
  public let inference: Inference

  /// The paper's text.
  public static let asWritten = AuditProtocol(
    name: "as-written", headline: .accuracy, inference: .pairedT)

  /// The released code. For Table 3 it says what the text says.
  public static let asReleased = AuditProtocol(
    name: "as-released", headline: .accuracy, inference: .pairedT)

  /// What a careful reviewer would ask for: recall of every class counts alike, and the test knows that the
  /// five splits share speakers. The training is the same.
  public static let corrected = AuditProtocol(
    name: "corrected", headline: .unweightedAverageRecall, inference: .correctedResampledT)

  /// All three.
  public static let all = [asWritten, asReleased, corrected]

  /// The protocol of a name, `nil` if there is none.
  public init?(named name: String) {
    guard let known = Self.all.first(where: { $0.name == name }) else { return nil }
    self = known
  }

  private init(name: String, headline: Headline, inference: Inference) {
    self.name = name
    self.headline = headline
    self.inference = inference
  }
}

extension Taxonomy {
  /// The four classes that all five corpora have, in the order of the released code.
  ///
  /// - Source: paper, section 3.1.
  public static let fourClass = Taxonomy(
    name: "four-class", classes: ["angry", "happy", "neutral", "sad"],
    members: ["anger": "angry", "happiness": "happy", "sadness": "sad"],
    excluded: [
      "boredom", "calm", "contempt", "disgust", "excited", "fear", "fearful", "frustrated", "other",
      "surprise",
      "surprised",
    ])
}
