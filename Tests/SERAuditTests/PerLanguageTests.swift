// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import TestSupport
import Testing

@Suite("Table 3 on real speech") struct PerLanguageTests {
  /// Sums of at most a few hundred fractions in another order.
  static let rounding = 1e-12

  @Test("trains each probe once whatever the protocols") func cells() throws {
    let run = try PerLanguageRun.speech.get()
    #expect(run.computed == 4, "two encoders and two seeds")
    #expect(run.results.count == 4)
    #expect(try run.rows("per-seed.csv").count == 12)
  }

  @Test("gives protocols that share their training the same predictions") func sharedTraining() throws {
    let rows = try PerLanguageRun.speech.get().rows("predictions.csv")
    let groups = Dictionary(grouping: rows) { $0["protocol"]! }.mapValues { rows in
      rows.map { row in row.filter { $0.key != "protocol" } }
    }
    #expect(groups.count == 3)
    #expect(groups["corrected"] == groups["as-written"] && groups["corrected"] == groups["as-released"])
  }

  @Test("tests four of ten speakers and every utterance of four classes") func outcomes() throws {
    let corpus = try AuditFixtures.rows(Fixtures.data + "/corpora/emodb/utterances.csv")
    let wanted = corpus.filter { ["angry", "happy", "neutral", "sad"].contains($0["emotion"]) }
    let speaker = Dictionary(uniqueKeysWithValues: corpus.map { ($0["id"]!, $0["speaker"]!) })
    for result in try PerLanguageRun.speech.get().results {
      let outcome = result.outcome
      #expect(
        outcome.plan
          == ResamplingPlan(unit: .speaker, scheme: .repeatedRandom, trainingUnits: 6, testUnits: 4))
      #expect(Set(outcome.trainingIDs + outcome.testIDs) == Set(wanted.map { $0["id"]! }))
      #expect(outcome.trainingIDs.count + outcome.testIDs.count == wanted.count)
      let training = Set(outcome.trainingIDs.map { speaker[$0] })
      #expect(training.count == 6 && training.isDisjoint(with: outcome.testIDs.map { speaker[$0] }))
      #expect(
        outcome.truth.count == outcome.testIDs.count && outcome.predicted.count == outcome.testIDs.count)
      #expect(outcome.trainingCurve.count == 200 && outcome.trainingCurve.last! < outcome.trainingCurve[0])
      #expect(abs(outcome.layerWeights.reduce(0, +) - 1) < 1e-6)
      #expect(outcome.rowIdentityProven)
    }
  }

  @Test("gives the same bytes in every CSV on one thread and on two") func threads() throws {
    let two = try PerLanguageRun.speech.get()
    let one = try PerLanguageRun(
      store: .data, encoders: two.experiment.encoders, protocols: two.experiment.protocols,
      threads: 1)
    for name in PerLanguageRun.csvNames { #expect(try one.text(name) == two.text(name)) }
  }

  @Test("scores what stands in predictions.csv") func scores() throws {
    let run = try PerLanguageRun.speech.get()
    let predictions = try run.rows("predictions.csv")
    for row in try run.rows("per-seed.csv") {
      let own = predictions.filter { p in ["encoder", "protocol", "seed"].allSatisfy { p[$0] == row[$0] } }
      let pairs = own.map { ($0["emotion"]!, $0["predicted"]!) }
      #expect(row["test_utterances"] == "\(pairs.count)")
      let classes = Set(pairs.map(\.0))
      let hits = { (label: String) in Double(pairs.count { $0.0 == label && $0.1 == label }) }
      let recalls = classes.map { label in hits(label) / Double(pairs.count { $0.0 == label }) }
      let f1 = classes.map { label in
        2 * hits(label) / Double(pairs.count { $0.0 == label } + pairs.count { $0.1 == label })
      }
      for (column, expected) in [
        ("accuracy", Double(pairs.count { $0.0 == $0.1 }) / Double(pairs.count)),
        ("unweighted_average_recall", recalls.reduce(0, +) / 4), ("macro_f1", f1.reduce(0, +) / 4),
      ] {
        let found = try #require(Double(row[column] ?? ""))
        #expect(abs(found - expected) < Self.rounding, "\(column) of \(row)")
      }
    }
  }

  @Test("hears more than the majority: the probe learned") func positiveControl() throws {
    let summary = try PerLanguageRun.speech.get().summary
    for mean in summary.means where mean.name == "whisper-tiny" {
      let trivial = summary.baselines.filter { $0.protocolName == mean.protocolName }.map(\.mean)
      #expect(mean.mean > 0.8 && trivial.count == 2 && trivial.allSatisfy { $0 < 0.5 })
    }
  }

  @Test("has the majority baseline of a count by hand") func majority() throws {
    let run = try PerLanguageRun.speech.get()
    let corpus = try AuditFixtures.rows(Fixtures.data + "/corpora/emodb/utterances.csv")
    let emotion = Dictionary(uniqueKeysWithValues: corpus.map { ($0["id"]!, $0["emotion"]!) })
    let splits = try run.rows("splits.csv").filter { $0["protocol"] == "corrected" }
    for seed in PerLanguageRun.seeds {
      let split = splits.filter { $0["split"] == "\(seed)" }
      let training = split.filter { $0["side"] == "train" }.compactMap { emotion[$0["id"]!] }
      let test = split.filter { $0["side"] == "test" }.compactMap { emotion[$0["id"]!] }
      let counts = Dictionary(grouping: training) { $0 }.mapValues(\.count)
      let most = try #require(counts.max { $0.value < $1.value }?.key)
      let result = try #require(run.results.first { $0.cell.seed == seed })
      let baseline = try #require(result.outcome.baselines.first { $0.kind == .majority })
      #expect(baseline.accuracy == Double(test.count { $0 == most }) / Double(test.count))
      #expect(baseline.unweightedAverageRecall == 0.25)
    }
  }

  @Test("takes the majority of the training side, not of the test side") func majoritySide() throws {
    let store = try TestStore.copyOfGolden()
    let split = try SpeakerSplit(speakers: (0..<5).map { "s0\($0)" }, seed: 20_260_505)
    let table = store.path + "/corpora/other/utterances.csv"
    // Training speakers are angry three times of eight, test speakers sad; each class stays on both sides.
    let lines = try Fixtures.text(table).split(separator: "\n").map { line in
      let speaker = String(line.split(separator: ",")[1])
      return split.trainingSpeakers.contains(speaker)
        ? line.replacing("-5,\(speaker),happiness", with: "-5,\(speaker),anger")
        : line.replacing("-4,\(speaker),anger", with: "-4,\(speaker),sadness")
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: table))
    let run = try PerLanguageRun(store: store, encoders: ["flat"], corpora: ["other"], seeds: [20_260_505])
    let baseline = try #require(run.results.first?.outcome.baselines.first { $0.kind == .majority })
    #expect(baseline.accuracy == 1.0 / 8, "test speakers are angry once of eight")
  }

  @Test("writes each split once, whatever the encoders") func splits() throws {
    let rows = try PerLanguageRun.speech.get().rows("splits.csv")
    let keys = rows.map { row in ["corpus", "protocol", "split", "id"].map { row[$0]! } }
    #expect(Set(keys).count == keys.count)
    #expect(rows.count == 3 * 2 * 339)
  }

  @Test("leaves every field of a test empty with a single seed") func oneSeed() throws {
    let run = try PerLanguageRun(seeds: [20_260_505])
    let rows = try run.rows("pairs.csv")
    #expect(rows.count == 2 * 6)
    for row in rows {
      #expect(row["n"] == "1" && Double(row["mean_difference"]!) != nil)
      for column in row.keys
      where !["corpus", "protocol", "encoder_a", "encoder_b", "n", "mean_difference"].contains(column) {
        #expect(row[column] == "", "\(column)")
      }
    }
    #expect(run.summary.means.allSatisfy { $0.standardDeviation == nil })
    let report = run.experiment.report(run.summary)
    #expect(!report.contains("±  ") && !report.contains("nan") && !report.contains("p Holm"))
  }

  @Test("leaves out a corpus that an encoder has no features for, and shows it") func missingFeatures() throws
  {
    let store = try TestStore.copyOfGolden()
    try store.remove("features/single/other.npy")
    let run = try PerLanguageRun(store: store)
    #expect(run.computed == 10)
    #expect(run.summary.pairs.count { $0.corpus == "other" && $0.protocolName == "corrected" } == 1)
    let line = run.experiment.report(run.summary).split(separator: "\n").first { $0.hasPrefix("other") }
    #expect(line?.contains("–") == true)
  }

  @Test("names features whose rows are not proven to be those of the table") func unproven() throws {
    let run = try PerLanguageRun.family.get()
    #expect(run.summary.unprovenRows == ["flat/mini", "flat/other"])
    #expect(run.experiment.report(run.summary).contains("(no ids_sha256) for flat/mini, flat/other"))
  }
}

@Suite("Table 3 on a bad store") struct PerLanguageBadStoreTests {
  @Test("refuses a single speaker and names corpus, seed and what to do") func oneSpeaker() throws {
    let store = try TestStore.copyOfGolden()
    try store.rewrite("corpora/mini/utterances.csv") { $0.replacing(/,s0\d,/, with: ",s00,") }
    let error = try #require(throws: SplitFailure.self) {
      try PerLanguageRun(store: store, corpora: ["mini"])
    }
    #expect(
      error == SplitFailure(corpus: "mini", seed: 20_260_505, error: .tooFewSpeakers(found: 1, needed: 2)))
    #expect(error.description.hasPrefix("corpus 'mini', seed 20260505: 1 speaker(s), but"))
  }

  @Test("refuses a split without a class on one side") func missingClass() throws {
    let store = try TestStore.copyOfGolden()
    // Only the first speaker is ever sad, so one side has none.
    try store.rewrite("corpora/mini/utterances.csv") { text in
      text.split(separator: "\n").map {
        $0.contains(",s00,") ? $0 : Substring($0.replacing("sadness", with: "neutral"))
      }
      .joined(separator: "\n") + "\n"
    }
    let error = try #require(throws: SplitFailure.self) {
      try PerLanguageRun(store: store, corpora: ["mini"])
    }
    guard case .missingClass(label: "sad", side: _) = error.error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test("refuses NaN and names utterance, layer and dimension") func notANumber() throws {
    let store = try TestStore.copyOfGolden()
    let file = URL(filePath: store.path + "/features/half/mini.npy")
    var bytes = try Data(contentsOf: file)
    // Row 10 (mini-01-1), state 2, dimension 3 of [63, 3, 5] in half precision.
    let value = bytes.count - 2 * 63 * 15 + 2 * (10 * 15 + 2 * 5 + 3)
    bytes[value + 1] = 0x7e
    try bytes.write(to: file)
    #expect(
      throws: FeatureStoreError.nonFinite(
        path: store.path + "/features/half/mini.npy", utterance: "mini-01-1", state: 2, dimension: 3)
    ) { try PerLanguageRun(store: store, encoders: ["half"]) }
  }

  @Test("refuses a table that was sorted since the features were made") func sorted() throws {
    let store = try TestStore.copyOfGolden()
    try store.rewrite("corpora/mini/utterances.csv") { text in
      let lines = text.split(separator: "\n")
      return ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    }
    let error = try #require(throws: FeatureStoreError.self) {
      try PerLanguageRun(store: store, encoders: ["half"])
    }
    guard case .idsDigest = error else {
      Issue.record("\(error)")
      return
    }
  }

  @Test("refuses an emotion that no class knows, with near ones") func unknownEmotion() throws {
    let store = try TestStore.copyOfGolden()
    try store.rewrite("corpora/mini/utterances.csv") {
      $0.replacing("mini-02-1,s02,happiness", with: "mini-02-1,s02,hapiness")
    }
    let error = try #require(throws: FeatureStoreError.self) { try PerLanguageRun(store: store) }
    #expect("\(error)".contains("mini-02-1") && "\(error)".contains("did you mean 'happiness'"))
  }
}
