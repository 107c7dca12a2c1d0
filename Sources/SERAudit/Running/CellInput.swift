// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

/// Something that a cell reads.
///
/// What a cell declares decides the rest: which files' digests are part of its outcome's key, what
/// ``RunContext`` lets it open, when what it opened can be let go, and how long it is expected to take.
public enum CellInput: Hashable, Codable, Sendable {
  /// A corpus' table of utterances.
  case utterances(corpus: String)
  /// An encoder's description.
  case encoder(String)
  /// One encoder's features of one corpus, with the corpus' table and the encoder's description.
  case features(encoder: String, corpus: String)
  /// Any other file, such as a table of splits, by its path. Its content is part of the key.
  case file(String)

  /// The files behind the input, whether or not they are there.
  func files(in store: FeatureStore) -> [String] {
    switch self {
    case .utterances(let corpus): store.files(corpus: corpus)
    case .encoder(let name): store.files(encoder: name)
    case .features(let encoder, let corpus): store.files(encoder: encoder, corpus: corpus)
    case .file(let path): [path]
    }
  }

  /// What may be read by whoever declares this.
  var allowed: [CellInput] {
    switch self {
    case .features(let encoder, let corpus): [self, .encoder(encoder), .utterances(corpus: corpus)]
    case .utterances, .encoder, .file: [self]
    }
  }

  /// The bytes of features to read, which is what training takes its time for; 0 for anything else.
  func featureBytes(in store: FeatureStore) -> Double {
    guard case .features(let encoder, let corpus) = self else { return 0 }
    return Double(store.featureBytes(encoder: encoder, corpus: corpus) ?? 0)
  }
}

extension CellInput: CustomStringConvertible {
  /// The input in a sentence, such as "features of whisper-tiny for emodb".
  public var description: String {
    switch self {
    case .utterances(let corpus): "the table of \(corpus)"
    case .encoder(let name): "the description of \(name)"
    case .features(let encoder, let corpus): "features of \(encoder) for \(corpus)"
    case .file(let path): "the file \(path)"
    }
  }
}
