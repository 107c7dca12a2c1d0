// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERReport
import SERProbing
import SERStats
import TestSupport
import Testing

/// A small store of four languages, invented: classes lie in the same places in every language, or in others.
struct InventedLanguages {
  static let classes = ["angry", "happy", "neutral", "sad"]
  /// Another class beside the first in every language but one: four classes make no more than three pairs of pairs.
  static let elsewhere = [[0, 1, 2, 3], [0, 2, 1, 3], [0, 2, 3, 1], [2, 0, 3, 1]]
  let scratch: ScratchFolder
  var store: TestStore { TestStore(in: scratch) }

  init(
    languages: [String?] = ["bn", "de", "en", "pl"], speakers: Int = 6, corresponding: Bool = true,
    without missing: (language: String, label: String)? = nil
  ) throws {
    scratch = try ScratchFolder()
    for encoder in ["one", "two"] {
      try scratch.put(
        #"{"name": "\#(encoder)", "layers": 2, "dimension": 16}"#, as: "features/\(encoder)/encoder.json")
    }
    var generator = RandomStream(seed: 4)["invented"]
    func noise(_ count: Int) -> [Float] { (0..<count).map { _ in Float(2 * generator.uniform() - 1) } }
    // Angry near happy, neutral near sad; then each class by itself.
    let pairs = [noise(16), noise(16)]
    let places = (0..<4).map { c in zip(pairs[c / 2], noise(16)).map { 1.5 * $0 + 0.8 * $1 } }
    for (number, language) in languages.enumerated() {
      let corpus = "corpus\(number)"
      var table = "id,speaker,emotion,language\n"
      var values: [Float] = []
      for row in 0..<speakers * 12
      where missing.map({ (language, Self.classes[row % 4]) != ($0, $1) }) ?? true {
        let speaker = "s\(row / 12)"
        table += "u\(row),\(speaker),\(Self.classes[row % 4]),\(language ?? "")\n"
        let place = places[corresponding ? row % 4 : Self.elsewhere[number % 4][row % 4]]
        for state in 0..<3 { values += zip(place, noise(16)).map { Float(state + 1) * $0 + $1 } }
      }
      try scratch.put(table, as: "corpora/\(corpus)/utterances.csv")
      let rows = values.count / 48
      for encoder in ["one", "two"] {
        let own = encoder == "one" ? values : noise(values.count)
        try NPYWriter.write(own, shape: [rows, 3, 16], to: scratch.file("features/\(encoder)/\(corpus).npy"))
      }
    }
  }
}

private struct SimilarityRun {
  let experiment: SimilarityAcrossLanguages
  let results: [RowResult<SimilarityAcrossLanguages>]
  let summary: SimilaritySummary
  let scratch: ScratchFolder
  private let folder: TestStore

  init(
    store folder: TestStore, encoders: [String]? = nil,
    protocols: [AuditProtocol] = AuditProtocol.all,
    draws: Int = 200,
    threads: Int = 2
  ) throws {
    self.folder = folder
    let store = try FeatureStore(path: folder.path)
    experiment = SimilarityAcrossLanguages(
      encoders: encoders ?? store.encoders, corpora: store.corpora, protocols: protocols, draws: draws)
    scratch = try ScratchFolder()
    let runner = ExperimentRunner(store: store, folder: scratch.path, threads: threads)
    let run = try runner.run(experiment)
    results = run.results
    summary = try experiment.summarize(run.results)
    let manifest = Manifest(
      of: experiment, summary, commandLine: ["test"], runner: runner, run: run, since: .now)
    try ResultFolder(path: scratch.path)
      .write(summary, of: experiment, cells: run.cellResults, manifest: manifest)
  }

  static let csvNames = ["rsa.csv", "pairs.csv", "encoders.csv", "variants.csv", "splits.csv"]

  func text(_ name: String) throws -> String { try Fixtures.text(scratch.file(name)) }
  func rows(_ name: String) throws -> [[String: String]] { try AuditFixtures.rows(scratch.file(name)) }
}

@Suite("Table S2") struct SimilarityAcrossLanguagesTests {
  @Test("writes the columns that are fixed, a row an encoder and protocol, a row a pair") func files() throws
  {
    let store = try InventedLanguages()
    let run = try SimilarityRun(store: store.store)
    #expect(
      try run.text("rsa.csv").hasPrefix(
        "encoder,protocol,mean_rho,null_mean,null_sd,p,p_exact,p_kendall_w,noise_ceiling_low,noise_ceiling_high\n"
      ))
    #expect(try run.text("pairs.csv").hasPrefix("encoder,protocol,language_a,language_b,rho,p_exact\n"))
    #expect(try run.text("splits.csv").hasPrefix("corpus,protocol,split,id,side\n"))
    #expect(try run.rows("rsa.csv").count == 6)
    #expect(try run.rows("pairs.csv").count == 6 * 6)
    #expect(try run.rows("encoders.csv").count == 3)
    #expect(try run.rows("variants.csv").count == 6 * 16)
    #expect(try run.rows("splits.csv").count == 3 * 4 * 72)
    #expect(try run.text("results.json").contains("\"layer_weights\""))
  }

  @Test("orders languages as the paper pairs them, then by name") func languages() throws {
    let store = try InventedLanguages()
    let run = try SimilarityRun(
      store: store.store, encoders: ["one"], protocols: [.corrected], draws: 20)
    #expect(run.results[0].cell.languages == ["en", "de", "bn", "pl"])
    #expect(run.summary.pairs.map(\.languageA) == ["en", "en", "en", "de", "de", "bn"])
  }

  @Test("finds emotions that correspond, and not those that only have structure") func planted() throws {
    let stores = [try InventedLanguages(), try InventedLanguages(corresponding: false)]
    let same = try SimilarityRun(store: stores[0].store, encoders: ["one"])
    for row in same.summary.rows {
      #expect(row.meanSimilarity > 0.7 && row.pExact < 0.01 && row.pKendallW < 0.01 && row.p < 0.05)
      #expect(row.noiseCeilingLow! > 0.5 && row.noiseCeilingHigh! >= row.noiseCeilingLow!)
      #expect(row.smallestExactP == 1.0 / 13_824)
    }
    let other = try SimilarityRun(store: stores[1].store, encoders: ["one"])
    for row in other.summary.rows { #expect(row.pExact > 0.05) }
  }

  @Test("compares held-out speakers when corrected, everybody otherwise") func heldOut() throws {
    let store = try InventedLanguages()
    let run = try SimilarityRun(store: store.store, encoders: ["one"])
    for result in run.results {
      let compared = result.outcome.counts.joined().reduce(0, +)
      let corrected = result.row.auditProtocol.name == "corrected"
      #expect(compared == (corrected ? result.outcome.testIDs.count : 4 * 72))
      #expect(
        result.cell.probe.split
          == (corrected
            ? .speakersOfEachLanguage(trainingFraction: 0.6, seed: 20_260_505)
            : .speakers(trainingFraction: 0.8, seed: 20_260_505)))
      #expect(
        result.cell.probe.recipe.trainer.batchSize
          == (result.row.auditProtocol.name == "as-released" ? 256 : 128))
      // round(0.6 · 6) of each language train, or 19 of all 24.
      #expect(result.outcome.speakers == (corrected ? [2, 2, 2, 2] : [6, 6, 6, 6]))
      #expect(result.outcome.trainingIDs.count == 12 * (corrected ? 16 : 19))
    }
  }

  @Test("draws the shuffles of all encoders from one stream, one after the other, unless corrected")
  func stream() throws {
    let store = try InventedLanguages()
    let both = try SimilarityRun(store: store.store, draws: 30)
    for result in both.results {
      #expect(
        result.cell.streamPosition
          == (result.row.auditProtocol.name == "corrected" ? nil : result.cell.probe.encoder == "one" ? 0 : 1)
      )
    }
    // The first 30 of an encoder alone are those of the first place.
    let two = try SimilarityRun(
      store: store.store, encoders: ["two"], protocols: [.asWritten], draws: 60)
    let second = try #require(
      both.results.first { $0.cell.probe.encoder == "two" && $0.row.auditProtocol.name == "as-written" })
    #expect(Array(two.results[0].outcome.nullValues[30...]) == second.outcome.nullValues)
  }

  @Test("counts p as b/m, corrected as (b + 1)/(m + 1)") func pValues() throws {
    let store = try InventedLanguages()
    let run = try SimilarityRun(store: store.store, draws: 99)
    for (row, result) in run.summary.rows.map({ row in
      (
        row,
        run.results.first {
          $0.row.auditProtocol.name == row.protocolName && $0.cell.probe.encoder == row.encoder
        }!
      )
    }) {
      let reached = Double(result.outcome.nullValues.count { $0 >= row.meanSimilarity - 1e-9 })
      #expect(row.p == (row.protocolName == "corrected" ? (reached + 1) / 100 : reached / 99))
      #expect(row.nullDeviation > 0)
    }
  }

  @Test("gives the same bytes in every CSV on one thread and on three") func threads() throws {
    let store = try InventedLanguages()
    let one = try SimilarityRun(store: store.store, draws: 50, threads: 1)
    let three = try SimilarityRun(store: store.store, draws: 50, threads: 3)
    for name in SimilarityRun.csvNames { #expect(try one.text(name) == three.text(name), "\(name)") }
  }

  @Test("cannot tell two encoders apart with four languages below 0.125, and says so") func encoders() throws
  {
    let store = try InventedLanguages()
    let run = try SimilarityRun(store: store.store, protocols: [.corrected], draws: 20)
    let pair = try #require(run.summary.encoders.first)
    #expect(pair.smallestP == 0.125 && pair.pExact >= 0.125)
    let report = run.summary.report.rendered(as: .text)
    #expect(report.contains("one − two") && report.contains("1/24 = 0.0417"))
    #expect(report.contains("Languages here: en, de, bn, pl; the paper's are en, de, zh, bn"))
    #expect(report.contains("HuBERT: mean rho +0.514, null +0.000 ± 0.185, p 0.0100"))
  }

  @Test("leaves the ceiling empty where a language has a single speaker to compare") func ceiling() throws {
    let store = try InventedLanguages(languages: ["de", "en", "pl"], speakers: 1)
    let run = try SimilarityRun(
      store: store.store, encoders: ["one"], protocols: [.asWritten], draws: 20)
    #expect(run.summary.rows[0].noiseCeilingLow == nil)
    #expect(try run.rows("rsa.csv")[0]["noise_ceiling_low"] == "")
  }

  @Test("refuses one language, and names what it needs") func oneLanguage() throws {
    let error = try #require(throws: LanguageError.self) { try SimilarityRun(store: .data) }
    #expect(
      error
        == .tooFewLanguages(found: ["de"], corpora: ["emodb"], encoder: "logmel", withoutFeatures: []))
    #expect(error.description.contains("in 1 language(s) (de)") && error.description.contains("--data"))
  }

  @Test("refuses an utterance of unknown language, and a language without a class") func gaps() throws {
    let unknown = try InventedLanguages(languages: ["de", nil])
    #expect(
      throws: LanguageError.unknownLanguage(
        path: unknown.store.path + "/corpora/corpus1/utterances.csv", utterance: "u0")
    ) {
      try SimilarityRun(store: unknown.store)
    }
    let missing = try InventedLanguages(languages: ["de", "en"], without: ("en", "sad"))
    #expect(throws: LanguageError.missingClass(label: "sad", language: "en", heldOut: nil)) {
      try SimilarityRun(store: missing.store)
    }
  }
}
