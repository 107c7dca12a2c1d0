// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import TestSupport
import Testing

/// What other programs and earlier results rely on. A test here that fails says that a format, a key or a
/// number has changed: raise `revision` where a number may change, tell users in the change log, then run
/// `record` beside the files.
@Suite("The golden files") struct GoldenTests {
  @Test("keep the feature store open") func store() throws {
    let store = try FeatureStore(path: Fixtures.goldenStore)
    #expect(store.corpora == ["mini", "other"] && store.encoders == ["flat", "half", "single"])
    let corpus = try store.corpus("mini")
    #expect(corpus.utterances.count == 63)
    #expect(corpus.utterances[9].id == "mini-01-0" && corpus.utterances[9].other["note"] == "said \"so, so\"")
    let encoder = try store.encoder("half")
    #expect(encoder.layers == 2 && encoder.dimension == 5 && encoder.trainedOn == ["nothing"])
    #expect(
      encoder.other["a_key_of_the_future"] == .object(["kept": .array([.number(1), .boolean(true), .null])]))

    let half = try store.features(encoder: "half", corpora: ["mini"], taxonomy: .fourClass)
    #expect(half.leftOut == ["boredom": 7] && half.labels.count == 56 && half.rowIdentityProven)
    #expect(half.states.precision == .half && half.states.stateCount == 3)
    let single = try store.features(encoder: "single", corpora: ["mini", "other"], taxonomy: .fourClass)
    #expect(single.states.precision == .single && single.states.rowCount == 96)
    let flat = try store.features(encoder: "flat", corpora: ["other"], taxonomy: .fourClass)
    #expect(!flat.rowIdentityProven)
    let values = [(half, 0), (half, 55), (single, 95), (flat, 20)].map { features, row in
      "\(features.encoder.name) \(features.utterances[row].id): "
        + features.states.row(row).map { "\(Int($0 * 64))" }.joined(separator: " ")
    }
    #expect(try values.joined(separator: "\n") + "\n" == AuditFixtures.golden("store-values.txt"))
  }

  @Test("keep the keys of outcomes, so that what is kept on disk is found again") func keys() throws {
    let run = try PerLanguageRun(seeds: [20_260_505])
    let keys = try run.scratch.names(in: "cells/probe-1").joined(separator: "\n") + "\n"
    #expect(try keys == AuditFixtures.golden("outcome-keys.txt"))
  }

  @Test("keep the form of a kept outcome") func outcome() throws {
    let run = try PerLanguageRun(encoders: ["flat"], corpora: ["other"], seeds: [20_260_505])
    let name = try #require(try run.scratch.names(in: "cells/probe-1").first)
    #expect(try run.text("cells/probe-1/\(name)") == AuditFixtures.golden("outcome.json"))
  }

  @Test("keep the columns of every result file") func columns() throws {
    let run = try PerLanguageRun.family.get()
    let headers = try PerLanguageRun.csvNames.map { "\($0): \(try run.text($0).prefix { $0 != "\n" })\n" }
      .joined()
    #expect(try headers == AuditFixtures.golden("columns.txt"))
  }

  @Test("keep the keys of results.json") func resultKeys() throws {
    let run = try PerLanguageRun.family.get()
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(try run.text("results.json").utf8)) as? [String: Any])
    var lines: [String] = []
    for key in document.keys.sorted() {
      let value = document[key] as? [String: Any] ?? (document[key] as? [[String: Any]])?.first ?? [:]
      lines.append("\(key): \(value.keys.sorted().joined(separator: " "))\n")
      for member in value.keys.sorted() {
        guard let row = (value[member] as? [[String: Any]])?.first else { continue }
        lines.append("\(key).\(member)[]: \(row.keys.sorted().joined(separator: " "))\n")
      }
    }
    #expect(try lines.joined() == AuditFixtures.golden("results-keys.txt"))
  }

  @Test("keep names of encoders and files in results.json as the user spells them") func spelling() throws {
    let store = try TestStore.copyOfGolden()
    try FileManager.default.moveItem(
      atPath: store.path + "/features/flat", toPath: store.path + "/features/myFlat_ENCODER")
    let text = try PerLanguageRun(store: store, encoders: ["myFlat_ENCODER"], corpora: ["mini"]).text(
      "results.json")
    #expect(text.contains(#""features/myFlat_ENCODER/mini.npy" : ""#))
  }

  /// The linear probe gives the same bits on every processor, so its files can be held to the byte.
  @Test(
    "keep scores and predictions of the golden store",
    arguments: ["per-seed.csv", "predictions.csv", "splits.csv"])
  func numbers(name: String) throws {
    let run = try PerLanguageRun(encoders: ["half", "single"], corpora: ["mini"])
    #expect(try run.text(name) == AuditFixtures.golden(name))
  }

  @Test("keep the printed table of real speech") func speech() throws {
    let run = try PerLanguageRun(store: .data, encoders: ["logmel"])
    #expect(try run.report + "\n" == AuditFixtures.golden("table-3-logmel.txt"))
  }

  @Test("keep the printed table with comparisons") func comparisons() throws {
    let run = try PerLanguageRun.family.get()
    #expect(try run.report + "\n" == AuditFixtures.golden("table-3-golden-store.txt"))
  }
}
