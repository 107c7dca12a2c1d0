// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why a table over languages cannot be made of a store.
public enum LanguageError: Error, Hashable, Sendable {
  /// All utterances of which an encoder has features are of one language.
  case tooFewLanguages(found: [String], corpora: [String], encoder: String, withoutFeatures: [String])
  /// The table of utterances does not say which language one is in.
  case unknownLanguage(path: String, utterance: String)
  /// A language lacks a class, altogether or among the speakers held out under a seed.
  case missingClass(label: String, language: String, heldOut: UInt64?)
}

extension LanguageError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .tooFewLanguages(let found, let corpora, let encoder, let without):
      (without.isEmpty ? "" : "\(without.joined(separator: ", ")) has no features of \(encoder), and ")
        + "the utterances of \(corpora.joined(separator: ", ")) are in \(found.count) language(s) "
        + "(\(found.joined(separator: ", "))), but comparing languages needs at least 2; name with --data a store "
        + "whose corpora have features in several languages (four in the paper: en, de, zh, bn)"
    case .unknownLanguage(let path, let utterance):
      "\(path): the language of '\(utterance)' is unknown; fill the column 'language' (ISO 639-1, such as de)"
    case .missingClass(let label, let language, nil):
      "no utterance in '\(language)' is \(label), but every language needs every class; leave its corpora out with "
        + "--corpora"
    case .missingClass(let label, let language, let seed?):
      "no utterance in '\(language)' of a speaker held out under seed \(seed) is \(label), but every language needs "
        + "every class; try another seed, or leave its corpora out with --corpora"
    }
  }
}
