// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension PlantedCorpora {
  /// Who says what, how, and where in one corpus.
  ///
  /// Draws are the speaker's own, so that another number of speakers moves none.
  func layout(of name: String, language: String) throws(PlantedCorporaError) -> PlantedTruth.Corpus {
    let codes = (1...speakers).map { Self.code("s", $0) }
    let favorites = favorites(in: name)
    var counts: [[Int]] = []
    var planted: [PlantedTruth.Utterance] = []
    for (index, speaker) in codes.enumerated() {
      let count = emotionCounts(favorite: favorites[index], corpus: name, speaker: speaker)
      counts.append(count)
      planted += utterances(of: speaker, number: index, counts: count, corpus: name)
    }
    let realized = Self.cramersV(counts)
    guard abs(realized - speakerEmotionDependence) <= Self.dependenceTolerance else {
      throw .dependenceNotMet(corpus: name, asked: speakerEmotionDependence, realized: realized)
    }
    return PlantedTruth.Corpus(
      name: name, language: language, speakers: codes, favorites: favorites.map { emotions[$0] },
      counts: counts, cramersV: realized, utterances: planted)
  }

  /// Each speaker's favorite emotion, by number.
  ///
  /// Every group of as many speakers as there are emotions gets all of them, in an order of its own: so every
  /// emotion is the favorite of equally many, and further speakers take no one's away.
  private func favorites(in corpus: String) -> [Int] {
    var favorites: [Int] = []
    while favorites.count < speakers {
      var generator = stream["planted/\(corpus)/favorites/\(favorites.count)"]
      favorites += generator.permutation(emotions.count)
    }
    return Array(favorites.prefix(speakers))
  }

  /// A number of at least three digits, whatever the largest is: streams are named by it.
  static func code(_ letter: String, _ number: Int) -> String {
    let digits = String(number)
    return letter + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  /// The number of utterances in each emotion: the favorite's share, the rest even, rounded by largest
  /// remainders.
  private func emotionCounts(favorite: Int, corpus: String, speaker: String) -> [Int] {
    let even = Double(utterances) * (1 - speakerEmotionDependence) / Double(emotions.count)
    let exact = emotions.indices.map { emotion in
      even + (emotion == favorite ? Double(utterances) * speakerEmotionDependence : 0)
    }
    // Rounding of the products must not decide what a whole number is.
    var counts = exact.map { Int(($0 + 1e-9).rounded(.down)) }
    var generator = stream["planted/\(corpus)/\(speaker)/remainders"]
    let chance = generator.permutation(emotions.count)
    let order = emotions.indices.sorted { a, b in
      let (left, right) = (exact[a] - Double(counts[a]), exact[b] - Double(counts[b]))
      return abs(left - right) > 1e-9 ? left > right : chance[a] < chance[b]
    }
    for emotion in order.prefix(max(0, utterances - counts.reduce(0, +))) { counts[emotion] += 1 }
    return counts
  }

  private func utterances(
    of speaker: String, number: Int, counts: [Int], corpus: String
  ) -> [PlantedTruth.Utterance] {
    func generator(_ use: String) -> NumPyGenerator { stream["planted/\(corpus)/\(speaker)/\(use)"] }
    var forOrder = generator("order")
    var order = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    forOrder.shuffle(&order)

    // In each emotion the sentences come in turn, in an order of its own: so no emotion has a sentence of its
    // own.
    var forSentences = generator("sentences")
    let turns = emotions.map { _ in forSentences.permutation(sentences) }
    var spoken = [Int](repeating: 0, count: emotions.count)

    var forRecordings = generator("recordings")
    var sessions = (0..<order.count).map { $0 % recordings }
    forRecordings.shuffle(&sessions)

    var forIntensity = generator("intensity")
    return order.enumerated().map { place, emotion in
      let sentence = turns[emotion][spoken[emotion] % sentences]
      spoken[emotion] += 1
      let setup = (number * recordings + sessions[place]) % setups
      return PlantedTruth.Utterance(
        id: "\(speaker)-\(Self.code("", place + 1))", speaker: speaker,
        emotion: emotions[emotion], sentence: Self.code("t", sentence + 1),
        recording: "\(speaker)-\(Self.code("r", sessions[place] + 1))",
        setup: Self.code("m", setup + 1),
        intensity: max(0, 1 + intensitySpread * forIntensity.standardNormal()))
    }
  }

  /// Cramér's V of a table of counts, without correction.
  private static func cramersV(_ counts: [[Int]]) -> Double {
    let total = Double(counts.joined().reduce(0, +))
    let columns = counts[0].indices.map { column in Double(counts.reduce(0) { $0 + $1[column] }) }
    var chiSquare = 0.0
    for row in counts {
      let rowSum = Double(row.reduce(0, +))
      for (count, columnSum) in zip(row, columns) where rowSum * columnSum > 0 {
        let expected = rowSum * columnSum / total
        chiSquare += (Double(count) - expected) * (Double(count) - expected) / expected
      }
    }
    let occupied = columns.count { $0 > 0 }
    let freedom = min(counts.count, occupied) - 1
    return freedom > 0 ? (chiSquare / total / Double(freedom)).squareRoot() : 0
  }
}
