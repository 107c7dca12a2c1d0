// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERPlanted
import SERCore
import Testing

@Suite("Planted corpora") struct PlantedCorporaTests {
  /// Noise alone: 2,400 utterances, 5 states of 24 dimensions.
  static func noise(exponent: Double = 1, correlation: Double = 0.9, seed: UInt64 = 1) -> PlantedCorpora {
    var corpora = PlantedCorpora(seed: seed)
    corpora.languages = ["de", "en"]
    corpora.utterances = 100
    var encoder = PlantedEncoder(name: "planted").silenced()
    (encoder.layers, encoder.dimension, encoder.emotionPeak) = (4, 24, 2)
    (encoder.spectrumExponent, encoder.layerCorrelation) = (exponent, correlation)
    corpora.encoders = [encoder]
    return corpora
  }

  @Test("have the spectrum that was planted", arguments: [0, 0.5, 1, 2] as [Double])
  func spectrum(exponent: Double) throws {
    let store = try Self.noise(exponent: exponent).store(threads: 1)
    let features = try store.features(encoder: "planted")
    let planted = store.truth.encoders[0].variances
    #expect(abs(planted.reduce(0, +) - 24) < 1e-9)
    for state in [0, 4] {
      let covariance = PlantedMeasures.covariance(features, state: state)
      let values = try SymmetricEigendecomposition(covariance).values.reversed().map { $0 }
      let logarithms = (1...24).map { log(Double($0)) }
      let measured = -PlantedMeasures.slope(logarithms, values.map { log($0) })
      // Sampling spreads equal eigenvalues by 2·√(d/n) = 0.2 either way; apart ones it hardly moves.
      let tolerance = exponent == 0 ? 0.15 : 0.05
      #expect(abs(measured - exponent) < tolerance, "state \(state)")
      for (i, variance) in planted.enumerated() {
        let direction = store.truth.encoders[0].basis.row(i).map { $0 }
        let found = zip(covariance.times(direction), direction).reduce(0) { $0 + $1.0 * $1.1 }
        let ratio = found / variance
        #expect(abs(ratio - 1) < 0.144, "five standard errors of a variance, √(2/2400)")
      }
    }
  }

  @Test("have an orthonormal basis and frames that are orthonormal among all factors") func orthonormal()
    throws
  {
    let encoder = try PlantedCorpora(seed: 2).truth().encoders[0]
    let frames = Matrix(
      rows: encoder.factors.reduce(0) { $0 + $1.frame.rows }, columns: 48,
      elements: encoder.factors.flatMap { $0.frame.elements })
    #expect(frames.rows == 3 + 8 + 4 + 3 + 3)
    for rows in [encoder.basis, frames] {
      let gram = rows.times(rows, otherAs: .transposed)
      var largest = 0.0
      for i in 0..<gram.rows {
        for j in 0..<gram.rows { largest = max(largest, abs(gram[i, j] - (i == j ? 1 : 0))) }
      }
      #expect(largest < 1e-12)
    }
  }

  @Test("have neighboring states that correlate as planted", arguments: [0, 0.5, 0.9, 1] as [Double])
  func layers(correlation: Double) throws {
    let store = try Self.noise(correlation: correlation).store(threads: 2)
    let features = try store.features(encoder: "planted")
    let states = (0..<5).map { PlantedMeasures.whitened(features, state: $0, store.truth) }
    for (a, b) in [(0, 1), (3, 4), (1, 3), (0, 4)] {
      let measured = PlantedMeasures.correlation(states[a].flatMap { $0 }, states[b].flatMap { $0 })
      // 57,600 pairs: a standard error is at most 1/√57,600 = 0.004; values are stored in single precision.
      let expected = pow(correlation, Double(b - a))
      #expect(abs(measured - expected) < 0.02)
    }
  }

  @Test("hold emotion as the profile says, and most where it peaks", arguments: [0, 2, 5])
  func profile(peak: Int) throws {
    var corpora = PlantedCorpora(seed: 3)
    corpora.utterances = 40
    corpora.encoders[0].layers = 5
    corpora.encoders[0].emotionPeak = peak
    corpora.encoders[0].emotionWidth = 1.2
    corpora.encoders[0].speaker = 0.5
    let store = try corpora.store(threads: 2)
    let features = try store.features(encoder: "planted")
    let labels = features.utterances.map(\.emotion)
    let factor = try #require(store.truth.encoders[0].factors.first { $0.factor == .emotion })
    #expect(factor.profile.firstIndex(of: factor.profile.max()!) == peak)
    #expect(factor.profile[peak] == 3)
    var accuracies: [Double] = []
    for state in 0...5 {
      let x = PlantedMeasures.whitened(features, state: state, store.truth)
      accuracies.append(
        PlantedMeasures.accuracy(x, labels) {
          features.utterances[$0].speaker.last!.wholeNumberValue! % 2 == 0
        })
      // Squared distances of class means, averaged over pairs: strength², and d/n of noise for each of two
      // means.
      let means = corpora.emotions.map { emotion in
        PlantedMeasures.mean(x.indices.filter { labels[$0] == emotion }.map { x[$0] })
      }
      var square = 0.0
      for a in 0..<4 { for b in 0..<a { square += PlantedMeasures.squaredDistance(means[a], means[b]) / 6 } }
      let noise: Double = 2 * 48 / 480
      let expected = (factor.profile[state] * factor.profile[state] + noise).squareRoot()
      let distance = square.squareRoot()
      #expect(abs(distance - expected) < 0.15, "state \(state)")
    }
    #expect(accuracies.firstIndex(of: accuracies.max()!) == peak)
    #expect(PlantedMeasures.correlation(accuracies, factor.profile) > 0.95)
  }

  @Test("hold each factor that was planted, and none that was not", arguments: PlantedFactor.allCases)
  func strengths(factor: PlantedFactor) throws {
    func accuracy(planting isPlanted: Bool) throws -> (found: Double, chance: Double, tested: Int) {
      var corpora = PlantedCorpora(seed: 4)
      corpora.languages = ["bn", "de", "en"]
      var encoder = PlantedEncoder(name: "planted").silenced()
      (encoder.layers, encoder.dimension, encoder.emotionPeak) = (0, 32, 0)
      if isPlanted {
        switch factor {
        case .emotion: encoder.emotion = 3
        case .speaker: encoder.speaker = 3
        case .sentence: encoder.sentence = 3
        case .language: encoder.language = 3
        case .corpus: encoder.corpus = 3
        }
      }
      corpora.encoders = [encoder]
      corpora.speakers = 8
      corpora.utterances = 40
      let store = try corpora.store(threads: 1)
      let names = factor == .language || factor == .corpus ? nil : ["de-1"]
      let features = try store.features(encoder: "planted", corpora: names)
      let labels = features.utterances.indices.map { row in
        switch factor {
        case .emotion: features.utterances[row].emotion
        case .speaker: features.utterances[row].speaker
        case .sentence: features.utterances[row].sentence!
        case .language: features.utterances[row].language!
        case .corpus: features.corpusOfRow[row]
        }
      }
      let x = PlantedMeasures.whitened(features, state: 0, store.truth)
      let found = PlantedMeasures.accuracy(x, labels) { $0 % 2 == 0 }
      return (found, 1 / Double(Set(labels).count), x.count / 2)
    }
    let without = try accuracy(planting: false)
    let error = (without.chance * (1 - without.chance) / Double(without.tested)).squareRoot()
    #expect(abs(without.found - without.chance) < 4 * error)
    let with = try accuracy(planting: true)
    #expect(with.found > with.chance + 10 * error)
  }

  @Test(
    "make emotion depend on the speaker as strongly as asked", arguments: [0, 0.2, 0.5, 0.8, 1] as [Double])
  func dependence(strength: Double) throws {
    var corpora = PlantedCorpora(seed: 5)
    corpora.utterances = 40
    corpora.speakerEmotionDependence = strength
    for corpus in try corpora.truth().corpora {
      // Counted from the utterances, with Cramér's V by its definition for 12 speakers with 40 utterances
      // each.
      var chiSquare = 0.0
      for emotion in corpora.emotions {
        let column = corpus.utterances.count { $0.emotion == emotion }
        for speaker in corpus.speakers {
          let count = corpus.utterances.count { $0.speaker == speaker && $0.emotion == emotion }
          let expected = 40 * Double(column) / 480
          chiSquare += (Double(count) - expected) * (Double(count) - expected) / expected
        }
      }
      let measured = (chiSquare / 480 / 3).squareRoot()
      #expect(abs(measured - strength) < 1e-12)
      #expect(abs(corpus.cramersV - measured) < 1e-12)
      #expect(Set(corpus.favorites).count == 4)
      #expect(corpus.counts.map { $0.reduce(0, +) } == Array(repeating: 40, count: 12))
    }
  }

  @Test("spread sentences over emotions and recordings over utterances") func design() throws {
    let corpus = try PlantedCorpora(seed: 6).truth().corpora[1]
    #expect(corpus.name == "de-1" && corpus.language == "de")
    #expect(corpus.utterances.count == 240)
    #expect(Set(corpus.utterances.map(\.id)).count == 240)
    for emotion in ["angry", "happy", "neutral", "sad"] {
      for sentence in ["t001", "t002", "t003", "t004", "t005"] {
        #expect(corpus.utterances.count { $0.emotion == emotion && $0.sentence == sentence } == 12)
      }
    }
    for recording in ["s001-r001", "s001-r002", "s012-r002"] {
      let members = corpus.utterances.filter { $0.recording == recording }
      #expect(members.count == 10)
      #expect(Set(members.map(\.setup)).count == 1)
    }
    #expect(Set(corpus.utterances.map(\.setup)) == ["m001", "m002"])
    let intensities = corpus.utterances.map(\.intensity)
    let meanIntensity = intensities.reduce(0, +) / 240
    #expect(abs(meanIntensity - 1) < 0.08, "five standard errors of 0.25 over the root of 240")
    #expect(intensities.allSatisfy { $0 >= 0 })
  }

  /// A set-up's shift in the coordinates in which the noise has unit variance.
  static func whitened(_ setup: PlantedTruth.Setup, in encoder: PlantedTruth.Encoder) -> [Double] {
    zip(encoder.basis.times(setup.shift), encoder.variances).map { $0 / $1.squareRoot() }
  }

  @Test("shift and scale recording set-ups as the truth says") func setups() throws {
    var corpora = Self.noise()
    corpora.setups = 3
    corpora.recordings = 3
    corpora.encoders[0].setupShift = 4
    corpora.encoders[0].setupScale = 0.5
    let store = try corpora.store(threads: 1)
    let features = try store.features(encoder: "planted")
    let x = PlantedMeasures.whitened(features, state: 1, store.truth, undoingSetups: false)
    let encoder = store.truth.encoders[0]
    #expect(encoder.setups.count == 6)
    #expect(Set(encoder.setups.map(\.scale)).count == 6)
    for setup in encoder.setups {
      let rows = x.indices.filter {
        features.corpusOfRow[$0] == setup.corpus && features.utterances[$0].other["setup"] == setup.name
      }
      let mean = PlantedMeasures.mean(rows.map { x[$0] })
      let planted = Self.whitened(setup, in: encoder)
      let error = setup.scale / Double(rows.count).squareRoot()
      #expect(396...408 ~= rows.count, "a third of 1,200, as near as sessions of 33 and 34 come")
      #expect(zip(mean, planted).allSatisfy { abs($0 - $1) < 5 * error })
      let square =
        rows.reduce(0) { $0 + PlantedMeasures.squaredDistance(x[$1], mean) } / Double((rows.count - 1) * 24)
      let ratio = square.squareRoot() / setup.scale
      #expect(abs(ratio - 1) < 0.036, "five standard errors, 1/√(2 · 400 · 24)")
    }
    // Distances of 4 in root mean square, in the mean over three pairs of each of two corpora.
    let whitened = encoder.setups.map { Self.whitened($0, in: encoder) }
    var square = 0.0
    for first in [0, 3] {
      for (a, b) in [(0, 1), (0, 2), (1, 2)] {
        square += PlantedMeasures.squaredDistance(whitened[first + a], whitened[first + b]) / 6
      }
    }
    #expect(abs(square.squareRoot() - 4) < 1)
  }

  @Test("say what a level adds to the features") func offsets() throws {
    var corpora = PlantedCorpora(seed: 7)
    corpora.utterances = 40
    corpora.intensitySpread = 0
    corpora.encoders[0].setupScale = 0
    corpora.encoders[0].setupShift = 0
    corpora.encoders[0].speaker = 0.2
    let store = try corpora.store(threads: 2)
    let features = try store.features(encoder: "planted")
    let encoder = store.truth.encoders[0]
    let d = 48
    func mean(_ emotion: String) -> [Double] {
      PlantedMeasures.mean(
        features.utterances.indices.filter { features.utterances[$0].emotion == emotion }.map { row in
          features.states.row(row)[4 * d..<5 * d].map { Double($0) }
        })
    }
    let found = zip(mean("angry"), mean("sad")).map { $0 - $1 }
    let angry = try #require(encoder.offset(of: .emotion, level: "angry", state: 4))
    let sad = try #require(encoder.offset(of: .emotion, level: "sad", state: 4))
    let planted = zip(angry, sad).map { $0 - $1 }
    // What is left is noise of variance 2/480 a direction, and sums to 48 over all.
    let missed = PlantedMeasures.squaredDistance(found, planted)
    #expect(missed < 0.6, "three times 48 · 2/480")
    let size = planted.reduce(0) { $0 + $1 * $1 }
    #expect(size > 2)
    #expect(encoder.offset(of: .emotion, level: "bored", state: 0) == nil)
  }

  @Test("are the same on any number of threads, and others with another seed") func threads() throws {
    var corpora = PlantedCorpora(seed: 8)
    let one = try Self.bits(corpora)
    for threads in [2, 5] { #expect(try Self.bits(corpora, threads: threads) == one) }
    corpora.seed = 9
    #expect(try Self.bits(corpora) != one)
  }

  static func bits(
    _ corpora: PlantedCorpora, encoder: String = "planted", corpus: String? = nil, threads: Int = 1
  ) throws -> [[UInt32]] {
    let features = try corpora.store(threads: threads)
      .features(encoder: encoder, corpora: corpus.map { [$0] })
    return (0..<features.states.rowCount).map { features.states.row($0).map(\.bitPattern) }
  }

  @Test("keep what they had when something is added beside it") func additions() throws {
    let small = PlantedCorpora(seed: 10)
    let before = try Self.bits(small, corpus: "de-1")

    var another = small
    another.encoders.append(PlantedEncoder(name: "another"))
    #expect(try Self.bits(another, corpus: "de-1") == before)
    #expect(try Self.bits(another, encoder: "another", corpus: "de-1") != before)

    var deeper = small
    deeper.encoders[0].layers = 9
    #expect(try Self.bits(deeper, corpus: "de-1").map { Array($0.prefix(7 * 48)) } == before)

    let shorter = try small.truth().corpora[1]
    for dependence in [0, 0.5] {
      var (fewer, more) = (small, small)
      fewer.speakerEmotionDependence = dependence
      more.speakerEmotionDependence = dependence
      more.speakers = 120
      let few = try fewer.truth().corpora[1]
      #expect(Array(try more.truth().corpora[1].utterances.prefix(240)) == few.utterances)
    }

    var sessions = small
    sessions.recordings = 5
    sessions.setups = 1
    let (old, new) = (shorter.utterances, try sessions.truth().corpora[1].utterances)
    #expect(old.map(\.emotion) == new.map(\.emotion))
    #expect(old.map(\.sentence) == new.map(\.sentence))
    #expect(old.map(\.intensity) == new.map(\.intensity))
    #expect(old.map(\.recording) != new.map(\.recording))
  }
}
