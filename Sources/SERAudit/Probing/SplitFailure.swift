// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Why a probe's utterances cannot be split as asked for.
public struct SplitFailure: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The split itself cannot be drawn, or lacks a class.
    case split(SplitError)
    /// No utterance of the corpora has a class, so no split can.
    case absentClass(String)
    /// Shots cannot be drawn.
    case shots(ShotsError)
    /// The fold's number is past the last.
    case noSuchFold
    /// No utterance is by that speaker.
    case noSuchSpeaker
    /// The file has no split of that name.
    case noSuchSplit(known: [String])
    /// Other corpora to test than to train on, by a split that is not a transfer.
    case otherCorpora
    /// A transfer whose source and target have a corpus in common.
    case sameCorpus
  }

  /// The corpora.
  public let corpora: [String]
  /// The split.
  public let split: SplitChoice
  /// What is wrong.
  public let reason: Reason

  /// A failure.
  public init(corpora: [String], split: SplitChoice, reason: Reason) {
    (self.corpora, self.split, self.reason) = (corpora, split, reason)
  }

  init(_ cell: ProbeCell, _ reason: Reason) {
    self.init(corpora: cell.corpora, split: cell.split, reason: reason)
  }
}

extension SplitFailure: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    let corpora = corpora.count == 1 ? "corpus '\(corpora[0])'" : "corpora \(corpora.joined(separator: "+"))"
    return "\(corpora), \(split.words): \(reason)"
  }
}

extension SplitFailure.Reason: CustomStringConvertible {
  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .split(let error): "\(error)"
    case .absentClass(let name):
      "no utterance is \(name), so no split has that class; leave the corpus out with --corpora, or add such utterances"
    case .shots(let error): "\(error)"
    case .noSuchFold: "folds are counted from 0; ask for one before the last"
    case .noSuchSpeaker:
      "no utterance of these classes is by that speaker; check the column 'speaker' (where corpora are pooled, "
        + "speakers are called <corpus>_<speaker>)"
    case .noSuchSplit(let known):
      "the file has no split of that name for these corpora; it has \(known.joined(separator: ", "))"
    case .otherCorpora: "this split divides the corpora that it trains on; to test others, take a transfer"
    case .sameCorpus: "a transfer needs other corpora to test than to train on"
    }
  }
}
