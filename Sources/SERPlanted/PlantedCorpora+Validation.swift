// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

extension PlantedCorpora {
  /// How far Cramér's V may be from what was asked.
  static let dependenceTolerance = 0.05

  /// Throws where a parameter, or several together, cannot be met.
  func validate() throws(PlantedCorporaError) {
    try requireNames("languages", languages, atLeast: 1)
    try requireNames("emotions", emotions, atLeast: 2)
    try requireNames("encoders", encoders.map(\.name), atLeast: 1)
    try require("corporaPerLanguage", corporaPerLanguage, atLeast: 1)
    try require("speakers", speakers, atLeast: 2)
    try require("utterances", utterances, atLeast: emotions.count)
    try require("sentences", sentences, atLeast: 1)
    try require("recordings", recordings, atLeast: 1)
    try require("setups", setups, atLeast: 1)
    try require("speakerEmotionDependence", speakerEmotionDependence, in: 0...1)
    try require("intensitySpread", intensitySpread, in: 0...10)
    if speakerEmotionDependence > 0, speakers < emotions.count {
      throw .tooFewSpeakersForDependence(speakers: speakers, emotions: emotions.count)
    }
    for encoder in encoders { try validate(encoder) }
  }

  private func validate(_ encoder: PlantedEncoder) throws(PlantedCorporaError) {
    let name = encoder.name
    try require("\(name).layers", encoder.layers, atLeast: 0)
    try require("\(name).dimension", encoder.dimension, atLeast: 1)
    try require("\(name).speakerRank", encoder.speakerRank, atLeast: 1)
    try require("\(name).sentenceRank", encoder.sentenceRank, atLeast: 1)
    try require("\(name).spectrumExponent", encoder.spectrumExponent, in: 0...10)
    try require("\(name).layerCorrelation", encoder.layerCorrelation, in: 0...1)
    try require("\(name).emotionAnisotropy", encoder.emotionAnisotropy, in: 0.01...1)
    try require("\(name).emotionWidth", encoder.emotionWidth, in: 1e-3...1e6)
    let strengths = [
      ("emotion", encoder.emotion), ("speaker", encoder.speaker), ("language", encoder.language),
      ("corpus", encoder.corpus), ("sentence", encoder.sentence), ("setupShift", encoder.setupShift),
    ]
    for (factor, strength) in strengths { try require("\(name).\(factor)", strength, in: 0...1e6) }
    try require("\(name).setupScale", encoder.setupScale, in: 0...3)
    guard 0...encoder.layers ~= encoder.emotionPeak else {
      throw .peakOutsideLayers(encoder: name, peak: encoder.emotionPeak, layers: encoder.layers)
    }
    let needed = PlantedFactor.allCases.reduce(0) { $0 + rank(of: $1, in: encoder) }
    guard encoder.dimension >= needed else {
      throw .tooFewDimensions(encoder: name, found: encoder.dimension, needed: needed)
    }
    let values =
      Double(speakers) * Double(utterances) * Double(encoder.layers + 1) * Double(encoder.dimension)
    guard values <= 0x1p36, Double(speakers) * Double(utterances) <= Double(Int32.max) else {
      throw .tooLarge(encoder: name, values: values)
    }
  }

  /// The number of dimensions that the levels of a factor span.
  func rank(of factor: PlantedFactor, in encoder: PlantedEncoder) -> Int {
    switch factor {
    case .emotion: emotions.count - 1
    case .speaker: encoder.speakerRank
    case .sentence: encoder.sentenceRank
    case .language: languages.count - 1
    case .corpus: corpora.count - 1
    }
  }

  private func require(
    _ parameter: String, _ found: Int, atLeast needed: Int
  ) throws(PlantedCorporaError) {
    guard found >= needed else { throw .tooFew(parameter: parameter, found: found, needed: needed) }
    guard found <= 1 << 24 else {
      throw .outOfRange(parameter: parameter, found: Double(found), allowed: "at most 2^24")
    }
  }

  private func require(
    _ parameter: String, _ found: Double, in range: ClosedRange<Double>
  ) throws(PlantedCorporaError) {
    guard range.contains(found) else {
      throw .outOfRange(
        parameter: parameter, found: found, allowed: "from \(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// Names become folders and fields of tables, so only plain ones are taken.
  private func requireNames(
    _ parameter: String, _ names: [String], atLeast needed: Int
  ) throws(PlantedCorporaError) {
    try require(parameter, names.count, atLeast: needed)
    var seen: Set<String> = []
    for name in names {
      let isPlain = name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0)
      }
      guard isPlain, !name.isEmpty, !name.hasPrefix(".") else {
        throw .badName(parameter: parameter, name: name)
      }
      guard seen.insert(name).inserted else { throw .duplicate(parameter: parameter, name: name) }
    }
  }
}
