// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// A seeded feature store in which everything is known that an audit tries to find out.
///
/// Several languages with corpora, speakers, sentences and recordings, and encoders whose states hold signals
/// of chosen strengths: what a method says of such a store can be held against the ``PlantedTruth``. The
/// utterances are invented; nothing that they show is a finding about speech.
///
/// ```swift
/// var corpora = PlantedCorpora(seed: 20_260_505)
/// corpora.speakerEmotionDependence = 0.5
/// let store = try corpora.store(threads: 2)
/// let features = try store.features(encoder: "planted", corpora: ["de-1", "en-1"])
/// try corpora.write(to: "planted-store", threads: 2)  // the same, for FeatureStore(path: "planted-store")
/// ```
///
/// A state of an utterance is
///
/// *x* = *s* · Bᵀ · (√λ ⊙ (*z* + Σ strength(layer) · Fᵀ · level)) + *m*
///
/// with the noise *z* of unit variance and correlated from state to state, the spectrum λ, the orthogonal
/// basis B, for each factor an orthonormal frame F and the coordinates of its level, and the set-up's scale
/// *s* and shift *m*. So strengths are in standard deviations of the noise, whatever its spectrum: see
/// ``PlantedEncoder``.
///
/// Every draw comes from a sub-stream with a name, down to the single utterance: the same seed gives the same
/// bytes on any number of threads, and another number of speakers, layers or encoders leaves what both have
/// as it was. No product comes from OpenBLAS, whose last bits depend on the processor.
public struct PlantedCorpora: Hashable, Codable, Sendable {
  /// The seed.
  public var seed: UInt64
  /// The languages, by their ISO 639-1 codes.
  public var languages = ["bn", "de", "en", "zh"]
  /// The number of corpora of each language; they are called `<language>-<number>`.
  public var corporaPerLanguage = 1
  /// The emotions, in the order of their class numbers.
  public var emotions = ["angry", "happy", "neutral", "sad"]
  /// The number of speakers of each corpus; a multiple of the number of emotions keeps dependence exact.
  public var speakers = 12
  /// The number of utterances of each speaker; a multiple of the number of emotions keeps counts even.
  public var utterances = 20
  /// The number of sentences of each corpus; every speaker says them in turn in every emotion.
  public var sentences = 5
  /// The number of recordings (sessions) of each speaker; utterances are spread over them evenly.
  public var recordings = 2
  /// The number of recording set-ups (microphone, room) of each corpus; recordings take them in turn.
  public var setups = 2
  /// How far emotion depends on the speaker: Cramér's V of the two, from 0 to 1.
  ///
  /// Each speaker has a favorite emotion, which gets this share of the utterances before the rest is spread
  /// evenly. With it, a probe that knows the speaker knows something of the emotion, also where no emotion is
  /// planted.
  public var speakerEmotionDependence = 0.0
  /// The standard deviation of the intensity with which utterances show their emotion; its mean is 1.
  ///
  /// Intensity is the utterance's and the same for all encoders, which so err on the same utterances.
  public var intensitySpread = 0.25
  /// The encoders.
  public var encoders = [PlantedEncoder(name: "planted")]

  /// A small store: 960 utterances, written in about a second.
  public init(seed: UInt64) { self.seed = seed }

  /// The corpora, in order, each with its language.
  public var corpora: [(name: String, language: String)] {
    languages.flatMap { language in (1...max(1, corporaPerLanguage)).map { ("\(language)-\($0)", language) } }
  }

  /// The emotions as they stand, each its own class.
  public var taxonomy: Taxonomy { Taxonomy(name: "planted", classes: emotions) }

  /// The generators of all draws.
  var stream: RandomStream { RandomStream(seed: seed) }
}
