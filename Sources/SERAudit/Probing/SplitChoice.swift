// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Which utterances train a probe and which test it, as a value: together with the corpora it decides both
/// sides.
public enum SplitChoice: Codable, Hashable, Sendable {
  /// A share of all speakers trains, the others are tested: `SpeakerSplit`.
  case speakers(trainingFraction: Double, seed: UInt64)
  /// That share is drawn from the speakers of each language by itself, so that every language has speakers on
  /// both sides; who speaks several belongs to a stratum of such speakers.
  case speakersOfEachLanguage(trainingFraction: Double, seed: UInt64)
  /// One of several folds of single utterances, counted from 0: speakers are on both sides. `KFold`, shuffled
  /// by the seed as the released code does.
  case fold(Int, of: Int, seed: UInt64)
  /// One speaker is tested, all others train.
  case leaveOneOut(speaker: String)
  /// As a file says: `corpus,protocol,split,id,side`. Rows of its validation side are on neither.
  case listed(file: String, protocolName: String, split: String)
  /// A share of the speakers of the training corpora trains, together with a few labeled utterances of the
  /// test corpora; all others of the test corpora are tested.
  case transfer(trainingFraction: Double, seed: UInt64, shots: Shots? = nil)

  /// What result files call the split: its seed, the fold, the speaker, or the name in the file.
  public var name: String {
    switch self {
    case .speakers(_, let seed), .speakersOfEachLanguage(_, let seed), .transfer(_, let seed, nil): "\(seed)"
    case .fold(let fold, _, _): "\(fold)"
    case .leaveOneOut(let speaker): speaker
    case .listed(_, _, let split): split
    case .transfer(_, _, let shots?): "\(shots.seed)"
    }
  }

  /// What it reads beside features.
  var inputs: [CellInput] {
    if case .listed(let file, _, _) = self { [.file(file)] } else { [] }
  }

  /// The split in a sentence, such as "seed 20260505".
  var words: String {
    switch self {
    case .speakers(_, let seed), .speakersOfEachLanguage(_, let seed), .transfer(_, let seed, nil):
      "seed \(seed)"
    case .fold(let fold, let count, let seed): "fold \(fold) of \(count), seed \(seed)"
    case .leaveOneOut(let speaker): "speaker \(speaker) left out"
    case .listed(let file, let protocolName, let split): "split \(split) of \(protocolName) in \(file)"
    case .transfer(_, let seed, let shots?): "seed \(seed), \(shots.count) shots of seed \(shots.seed)"
    }
  }
}
