// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// Why corpora cannot be planted as asked.
public enum PlantedCorporaError: Error, Hashable, Sendable {
  /// There must be more of something.
  case tooFew(parameter: String, found: Int, needed: Int)
  /// A number is outside its range, or not finite.
  case outOfRange(parameter: String, found: Double, allowed: String)
  /// A name is empty, begins with a dot, or holds a character that no name of a folder should have.
  case badName(parameter: String, name: String)
  /// A name occurs twice.
  case duplicate(parameter: String, name: String)
  /// The factors of an encoder need more dimensions than it has.
  case tooFewDimensions(encoder: String, found: Int, needed: Int)
  /// The peak is none of the states.
  case peakOutsideLayers(encoder: String, peak: Int, layers: Int)
  /// Dependence needs a favorite emotion for each speaker, and each emotion as a favorite.
  case tooFewSpeakersForDependence(speakers: Int, emotions: Int)
  /// With these counts Cramér's V comes out too far from what was asked.
  case dependenceNotMet(corpus: String, asked: Double, realized: Double)
  /// A corpus' features would be larger than this library writes at once.
  case tooLarge(encoder: String, values: Double)
  /// Nothing planted has this name.
  case unknown(parameter: String, name: String, known: [String])
}

extension PlantedCorporaError: CustomStringConvertible {
  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .tooFew(let parameter, let found, let needed):
      "planted corpora with \(parameter) = \(found): at least \(needed) are needed"
    case .outOfRange(let parameter, let found, let allowed):
      "planted corpora with \(parameter) = \(found): it must be \(allowed)"
    case .badName(let parameter, let name):
      "planted corpora with '\(name)' among \(parameter): a name is one or more letters, digits, '-', '_' or '.', "
        + "and does not begin with '.'"
    case .duplicate(let parameter, let name):
      "planted corpora with '\(name)' twice among \(parameter): rename one"
    case .tooFewDimensions(let encoder, let found, let needed):
      "the factors of planted encoder '\(encoder)' need \(needed) dimensions and it has \(found): "
        + "raise its dimension, or lower speakerRank, sentenceRank or the number of corpora"
    case .peakOutsideLayers(let encoder, let peak, let layers):
      "planted encoder '\(encoder)' has its emotion peak at state \(peak): its states are 0 to \(layers)"
    case .tooFewSpeakersForDependence(let speakers, let emotions):
      "a dependence of speaker and emotion needs a speaker for each of \(emotions) emotions, and corpora have "
        + "\(speakers): raise speakers to a multiple of \(emotions)"
    case .dependenceNotMet(let corpus, let asked, let realized):
      "corpus '\(corpus)' would have a Cramér's V of speaker and emotion of \(realized) where \(asked) is asked: "
        + "raise utterances, and make utterances and speakers multiples of the number of emotions"
    case .tooLarge(let encoder, let values):
      "planted encoder '\(encoder)' would have \(values) values in a corpus: at most 2^36 can be written"
    case .unknown(let parameter, let name, let known):
      "nothing planted is the \(parameter) '\(name)': there is \(known.joined(separator: ", "))"
    }
  }
}
