// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import SERCore

/// Everything that was planted in a store: what methods are held against.
///
/// Written beside the store as `planted.json`.
public struct PlantedTruth: Hashable, Codable, Sendable {
  /// What was asked for.
  public let parameters: PlantedCorpora
  /// The corpora, in order.
  public let corpora: [Corpus]
  /// The encoders, in order.
  public let encoders: [Encoder]

  /// What was planted in one corpus.
  public struct Corpus: Hashable, Codable, Sendable {
    /// Its name.
    public let name: String
    /// Its language.
    public let language: String
    /// The speakers, in order.
    public let speakers: [String]
    /// Each speaker's favorite emotion, shape `[speakers]`; without dependence it has no effect.
    public let favorites: [String]
    /// The number of utterances of each speaker in each emotion, shape `[speakers][emotions]`.
    public let counts: [[Int]]
    /// Cramér's V of these counts.
    public let cramersV: Double
    /// The utterances, in the order of the rows.
    public let utterances: [Utterance]
  }

  /// The latent factors of one utterance.
  public struct Utterance: Hashable, Codable, Sendable {
    /// Its name within the corpus.
    public let id: String
    /// Who speaks.
    public let speaker: String
    /// The emotion.
    public let emotion: String
    /// Which sentence is spoken.
    public let sentence: String
    /// The session.
    public let recording: String
    /// The recording set-up.
    public let setup: String
    /// How strongly the emotion is shown; 1 on average, never negative.
    public let intensity: Double
  }

  /// What was planted in one encoder's states.
  public struct Encoder: Hashable, Codable, Sendable {
    /// Its name.
    public let name: String
    /// B, shape `[d, d]`: row *i* is the direction of the *i*-th variance; orthonormal.
    public let basis: Matrix<Double>
    /// λ, shape `[d]`, descending; their sum is *d*.
    public let variances: [Double]
    /// The factors, one of each.
    public let factors: [Factor]
    /// The recording set-ups of all corpora.
    public let setups: [Setup]
  }

  /// How one factor enters the states of one encoder.
  public struct Factor: Hashable, Codable, Sendable {
    /// Which it is.
    public let factor: PlantedFactor
    /// Its strength in each state, shape `[L+1]`.
    public let profile: [Double]
    /// F, shape `[rank, d]`, orthonormal rows, in the coordinates of the basis divided by √λ.
    public let frame: Matrix<Double>
    /// The names of its levels; speakers and sentences are `<corpus>_<code>`.
    public let levels: [String]
    /// The levels' coordinates in the frame, shape `[levels, rank]`; two are 1 apart in root mean square.
    public let coordinates: Matrix<Double>
  }

  /// What a recording set-up does to all features.
  public struct Setup: Hashable, Codable, Sendable {
    /// Its corpus.
    public let corpus: String
    /// Its name within the corpus.
    public let name: String
    /// What features are multiplied by.
    public let scale: Double
    /// What is added then, shape `[d]`.
    public let shift: [Double]
  }
}

extension PlantedTruth.Encoder {
  /// What a level of a factor adds to the features in one state, before the set-up and at intensity 1, shape
  /// `[d]`.
  ///
  /// - Returns: `nil` for a level that the factor does not have.
  /// - Precondition: `state` is one of the encoder's.
  /// - Complexity: O(*d*²).
  public func offset(of factor: PlantedFactor, level: String, state: Int) -> [Double]? {
    guard let planted = factors.first(where: { $0.factor == factor }),
      let place = planted.levels.firstIndex(of: level)
    else { return nil }
    precondition(
      planted.profile.indices.contains(state), "offset: state \(state) of \(planted.profile.count)")
    let whitened = planted.whitened(level: place)
    var offset = [Double](repeating: 0, count: variances.count)
    for (i, variance) in variances.enumerated() {
      let weight = planted.profile[state] * variance.squareRoot() * whitened[i]
      for (j, direction) in basis.row(i).enumerated() { offset[j] += weight * direction }
    }
    return offset
  }
}

extension PlantedTruth.Factor {
  /// Fᵀ · level, shape `[d]`.
  func whitened(level: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: frame.columns)
    for axis in 0..<frame.rows {
      let coordinate = coordinates[level, axis]
      for (i, component) in frame.row(axis).enumerated() { sum[i] += coordinate * component }
    }
    return sum
  }
}
