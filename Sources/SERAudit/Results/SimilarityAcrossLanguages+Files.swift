// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import SERCore

extension SimilarityAcrossLanguages {
  /// What `results.json` says of one cell; the ids of its sides stand in `splits.csv`.
  public struct CellRecord: Codable, Sendable {
    /// What decided the result.
    public var cell: Cell
    /// Utterances compared, of each language and class.
    public var counts: [[Int]]
    /// Speakers compared, of each language.
    public var speakers: [Int]
    /// Distances between class means of each language by each measure, upper triangles row by row.
    public var distances: [String: [[Double]]]
    /// The weight of each state in the mixture.
    public var layerWeights: [Float]
    /// Utterances trained on.
    public var trainingUtterances: Int
  }

  /// Writes `rsa.csv`, `pairs.csv`, `encoders.csv`, `variants.csv`, `splits.csv` and `results.json`.
  public func write(
    _ results: [CellResult<SimilarityAcrossLanguages>], _ summary: Summary, manifest: Manifest,
    to folder: ResultFolder
  ) throws {
    try folder.write(
      "rsa.csv",
      columns: [
        "encoder", "protocol", "mean_rho", "null_mean", "null_sd", "p", "p_exact", "p_kendall_w",
        "noise_ceiling_low", "noise_ceiling_high",
      ],
      rows: summary.rows.map { row -> [CSVField] in
        [
          CSVField(row.encoder), CSVField(row.protocolName), CSVField(row.meanSimilarity),
          CSVField(row.nullMean), CSVField(row.nullDeviation), CSVField(row.p), CSVField(row.pExact),
          CSVField(row.pKendallW), CSVField(row.noiseCeilingLow), CSVField(row.noiseCeilingHigh),
        ]
      })
    try folder.write(
      "pairs.csv", columns: ["encoder", "protocol", "language_a", "language_b", "rho", "p_exact"],
      rows: summary.pairs.map { pair -> [CSVField] in
        [
          CSVField(pair.encoder), CSVField(pair.protocolName), CSVField(pair.languageA),
          CSVField(pair.languageB), CSVField(pair.similarity), CSVField(pair.pExact),
        ]
      })
    try folder.write(
      "encoders.csv", columns: ["protocol", "encoder_a", "encoder_b", "difference", "p_exact", "smallest_p"],
      rows: summary.encoders.map { pair -> [CSVField] in
        [
          CSVField(pair.protocolName), CSVField(pair.encoderA), CSVField(pair.encoderB),
          CSVField(pair.difference), CSVField(pair.pExact), CSVField(pair.smallestP),
        ]
      })
    try folder.write(
      "variants.csv", columns: ["encoder", "protocol", "measure", "comparison", "mean", "p_exact"],
      rows: summary.variants.map { variant -> [CSVField] in
        [
          CSVField(variant.encoder), CSVField(variant.protocolName), CSVField(variant.measure),
          CSVField(variant.comparison), CSVField(variant.meanSimilarity), CSVField(variant.pExact),
        ]
      })
    try folder.write("splits.csv", splits(results).csv)
    let records = results.map { result in
      CellRecord(
        cell: result.cell, counts: result.outcome.counts, speakers: result.outcome.speakers,
        distances: result.outcome.distances, layerWeights: result.outcome.layerWeights,
        trainingUtterances: result.outcome.trainingIDs.count)
    }
    try folder.writeJSON(manifest: manifest, configuration: self, summary: summary, cells: records)
  }

  /// A split is the same for every encoder of the same corpora, so it is written once, named by its seed.
  private func splits(_ results: [CellResult<SimilarityAcrossLanguages>]) throws -> SplitTable {
    var table = SplitTable()
    var written: Set<[String]> = []
    for result in results.sorted(by: { rank($0) < rank($1) }) {
      let corpora = result.cell.probe.corpora.joined(separator: "+")
      guard written.insert([result.cell.protocolName, corpora]).inserted else { continue }
      for (side, ids) in [(Side.training, result.outcome.trainingIDs), (.test, result.outcome.testIDs)] {
        try table.append(
          ids, on: side, corpus: corpora, protocolName: result.cell.protocolName, split: String(seed))
      }
    }
    return table
  }

  private func rank(_ result: CellResult<SimilarityAcrossLanguages>) -> Int {
    protocols.firstIndex { $0.name == result.cell.protocolName } ?? 0
  }
}
