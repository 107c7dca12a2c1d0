// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// An encoder to plant: its size, the covariance of its states, and how strongly they hold each factor.
///
/// A strength is the root-mean-square distance of two levels of the factor (two emotions, two speakers), in
/// standard deviations of the noise along the line through them. Two levels that are *δ* apart, equally
/// frequent, and alone in the world are told apart by the best rule with accuracy Φ(*δ*/2): 0.69 for 1, 0.84
/// for 2, 0.93 for 3.
public struct PlantedEncoder: Hashable, Codable, Sendable {
  /// Its name.
  public var name: String
  /// L: the number of blocks; states are L + 1.
  public var layers = 6
  /// d: the dimension of a state.
  public var dimension = 48
  /// The noise's *i*-th variance is proportional to *i* to the minus this; they sum to `dimension`.
  public var spectrumExponent = 1.0
  /// The correlation of the noise of neighboring states, from 0 to 1.
  public var layerCorrelation = 0.9

  /// The strength of emotion at its peak.
  public var emotion = 3.0
  /// The state at which emotion is strongest, 0 to `layers`.
  public var emotionPeak = 4
  /// The standard deviation, in layers, of the Gaussian that emotion's strength follows over layers.
  public var emotionWidth = 1.5
  /// How much shorter each axis of the emotions' simplex is than the one before: 1 makes all emotions equally
  /// far apart.
  public var emotionAnisotropy = 0.8

  /// The strength of the speaker, the same in all states, as are the following.
  public var speaker = 2.0
  /// The strength of the language.
  public var language = 1.5
  /// The strength of the corpus, beside its language's.
  public var corpus = 1.0
  /// The strength of the sentence.
  public var sentence = 1.0
  /// The dimension of the space that speakers differ in.
  public var speakerRank = 8
  /// The dimension of the space that sentences differ in.
  public var sentenceRank = 4

  /// The distance of the means of two recording set-ups, as a strength, spread over all dimensions.
  public var setupShift = 0.5
  /// The standard deviation of the logarithm of a set-up's scale.
  public var setupScale = 0.1

  /// An encoder of small size and moderate signals.
  public init(name: String) { self.name = name }

  /// The same encoder without any signal or shift: noise alone.
  public func silenced() -> PlantedEncoder {
    var silent = self
    (silent.emotion, silent.speaker, silent.language, silent.corpus, silent.sentence) = (0, 0, 0, 0, 0)
    (silent.setupShift, silent.setupScale) = (0, 0)
    return silent
  }
}
