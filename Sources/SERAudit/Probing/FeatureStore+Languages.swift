// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension FeatureStore {
  /// The languages of utterances that have a class: those of the paper in its order, then the others by code
  /// point. Each has every class.
  ///
  /// - Throws: ``LanguageError`` for an utterance of unknown language, or a language without some class; what
  ///   reading a corpus throws.
  func languages(of corpora: [String], _ taxonomy: Taxonomy) throws -> [String] {
    var classes: [String: Set<Int>] = [:]
    for name in corpora {
      let corpus = try corpus(name)
      for (utterance, number) in zip(corpus.utterances, try corpus.classNumbers(under: taxonomy)) {
        guard let number else { continue }
        guard let language = utterance.language else {
          throw LanguageError.unknownLanguage(path: corpus.path, utterance: utterance.id)
        }
        classes[language, default: []].insert(number)
      }
    }
    let found = classes.keys.sortedByCodePoint()
    for language in found {
      if let missing = taxonomy.classes.indices.first(where: { !classes[language]!.contains($0) }) {
        throw LanguageError.missingClass(label: taxonomy.classes[missing], language: language, heldOut: nil)
      }
    }
    return PublishedNumbers.leading(PublishedNumbers.languages, of: found)
  }
}
