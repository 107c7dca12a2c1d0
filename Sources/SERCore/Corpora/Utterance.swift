// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

/// What is known about one recorded utterance.
public struct Utterance: Hashable, Codable, Sendable {
  /// Its name, unique within the corpus.
  public var id: String
  /// Who speaks.
  public var speaker: String
  /// The corpus' own label.
  public var emotion: String
  /// ISO 639-1 code of the language.
  public var language: String?
  /// Which sentence is spoken.
  public var sentence: String?
  /// Sex of the speaker, as the corpus codes it.
  public var sex: String?
  /// Duration in seconds.
  public var seconds: Double?
  /// RMS level in dB.
  public var loudness: Double?
  /// Audio file, relative to the corpus' folder `audio`.
  public var path: String?
  /// The session or recording that several utterances share.
  public var recording: String?
  /// The share of annotators who agree on the label, a fraction.
  public var agreement: Double?
  /// Columns that this version does not know, by name; empty fields left out.
  public var other: [String: String]

  /// An utterance of which only what is required is known.
  public init(id: String, speaker: String, emotion: String) {
    self.id = id
    self.speaker = speaker
    self.emotion = emotion
    other = [:]
  }
}
