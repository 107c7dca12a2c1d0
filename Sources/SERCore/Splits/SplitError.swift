// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a split cannot be drawn or used.
public enum SplitError: Error, Hashable, Sendable {
  /// There are too few speakers to put one on either side.
  case tooFewSpeakers(found: Int, needed: Int)
  /// A class has no utterance on one side.
  case missingClass(label: String, side: Side)
  /// Cross-validation in fewer than two folds.
  case tooFewFolds(found: Int)
  /// Fewer utterances than folds.
  case tooFewUtterances(found: Int, folds: Int)
  /// Not even the largest class has an utterance for every fold.
  case classesTooSmall(largest: Int, folds: Int)
  /// Fewer groups than folds.
  case tooFewGroups(found: Int, folds: Int, unit: ResamplingPlan.Unit)
  /// No group was left for a fold, which is counted from 0.
  case emptyFold(Int, folds: Int)
  /// Too many possible splits to list; `count` is nil where it is past 2⁶⁴ − 1.
  case tooManySplits(speakers: Int, testSpeakers: Int, count: UInt64?, limit: Int)
}

extension SplitError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .tooFewSpeakers(let found, let needed):
      "\(found) speaker(s), but a speaker-independent split needs \(needed); pool corpora, or check the column 'speaker'"
    case .missingClass(let label, let side):
      "no \(side == .training ? "training" : side.rawValue) utterance of class '\(label)' in this split; "
        + "use another seed, pool corpora, or a taxonomy without that class"
    case .tooFewFolds(let found):
      "\(found) fold(s), but cross-validation needs 2; ask for 2 or more"
    case .tooFewUtterances(let found, let folds):
      "\(found) utterance(s) cannot fill \(folds) folds; ask for at most \(max(found, 2)) folds, or pool corpora"
    case .classesTooSmall(let largest, let folds):
      "no class has an utterance for each of \(folds) folds: the largest has \(largest); "
        + "ask for fewer folds, or pool corpora"
    case .tooFewGroups(let found, let folds, let unit):
      "\(found) \(unit.rawValue)(s) cannot fill \(folds) folds without being cut apart; "
        + "ask for fewer folds, or pool corpora"
    case .emptyFold(let fold, let folds):
      "no group is left for fold \(fold) of \(folds), counted from 0: the classes balance best without it; "
        + "ask for fewer folds, or use folds by group alone"
    case .tooManySplits(let speakers, let testSpeakers, let count, let limit):
      "\(speakers) speakers can be split \(count.map(String.init) ?? "more than \(UInt64.max)") times with "
        + "\(testSpeakers) of them tested, more than the limit of \(limit); draw some at random, or raise the limit"
    }
  }
}
