// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension PlantedCorpora {
  /// Writes the corpora as a folder that `FeatureStore` opens, and the truth beside them as `planted.json`.
  ///
  /// Files of the same names are replaced; others in the folder stay. Values are `<f4`.
  ///
  /// - Parameters:
  ///   - folder: Where to; made if it is not there.
  ///   - threads: How many to draw with; no byte depends on it.
  /// - Returns: What was planted.
  /// - Throws: ``PlantedCorporaError`` or `FileError`.
  /// - Precondition: `threads` is positive.
  /// - Complexity: As ``store(threads:)``, but holds one corpus of one encoder at a time.
  @discardableResult public func write(to folder: String, threads: Int) throws -> PlantedTruth {
    let truth = try truth()
    for corpus in truth.corpora {
      let path = "\(folder)/corpora/\(corpus.name)"
      try AtomicFile.createFolder(path)
      try corpus.table().write(to: path + "/utterances.csv")
    }
    for (number, encoder) in encoders.enumerated() {
      let path = "\(folder)/features/\(encoder.name)"
      try AtomicFile.createFolder(path)
      try AtomicFile.write(
        CanonicalJSON.encode(truth.description(ofEncoder: number)), to: path + "/encoder.json")
      for corpus in truth.corpora {
        let values = PlantedStates(truth, encoder: number, corpus: corpus).values(threads: threads)
        let shape = [corpus.utterances.count, encoder.layers + 1, encoder.dimension]
        try NPYWriter.write(values, shape: shape, to: "\(path)/\(corpus.name).npy")
        let ids = SHA256.hex(corpus.utterances.map { $0.id + "\n" }.joined())
        let record = Record(rows: corpus.utterances.count, idsSHA256: ids)
        try AtomicFile.write(CanonicalJSON.encode(record), to: "\(path)/\(corpus.name).json")
      }
    }
    try AtomicFile.write(CanonicalJSON.encode(truth), to: folder + "/planted.json")
    return truth
  }

  /// What stands beside a feature file.
  private struct Record: Encodable {
    var rows: Int
    var idsSHA256: String

    enum CodingKeys: String, CodingKey {
      case rows
      case idsSHA256 = "ids_sha256"
    }
  }
}

extension PlantedTruth {
  /// What `encoder.json` says of an encoder.
  func description(ofEncoder number: Int) -> EncoderDescription {
    let encoder = parameters.encoders[number]
    var description = EncoderDescription(
      name: encoder.name, layers: encoder.layers, dimension: encoder.dimension)
    description.architecture = "none: seeded numbers"
    description.layerZero = "seeded numbers, as every state"
    description.lastState = description.layerZero
    description.pooling = "none"
    description.source = "planted corpora, seed \(parameters.seed)"
    description.other = ["dtype": .string("float32")]
    return description
  }
}

extension PlantedTruth.Corpus {
  /// The utterances as a store has them.
  var rows: [SERCore.Utterance] {
    utterances.map { planted in
      var row = SERCore.Utterance(id: planted.id, speaker: planted.speaker, emotion: planted.emotion)
      row.language = language
      row.sentence = planted.sentence
      row.recording = planted.recording
      row.other = ["setup": planted.setup]
      return row
    }
  }

  /// `utterances.csv`.
  func table() -> CSVWriter {
    var table = CSVWriter(columns: ["id", "speaker", "emotion", "language", "sentence", "recording", "setup"])
    for planted in utterances {
      table.append(row: [
        planted.id, planted.speaker, planted.emotion, language, planted.sentence, planted.recording,
        planted.setup,
      ])
    }
    return table
  }
}
