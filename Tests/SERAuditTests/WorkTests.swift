// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERReport
import Synchronization
import TestSupport
import Testing

/// An experiment that describes its work badly, in one way or another.
private struct Faulty: Experiment {
  static let name = "faulty"

  enum Fault: String, Codable, CaseIterable {
    case undeclaredFeatures, undeclaredTable, undeclaredFile, sameKey, tooFewOutcomes, missingGroup, none
  }

  struct Cell: ExperimentCell {
    static let kind = "faulty"
    static let revision = 1
    var fault: Fault
    /// No part of its JSON, so that two cells look alike where it is all that they differ in.
    var hidden = 0
    enum CodingKeys: CodingKey { case fault }

    var inputs: [CellInput] { [.utterances(corpus: "mini")] }

    static func groups(of cells: [Cell]) -> [[Cell]] {
      cells[0].fault == .missingGroup ? [] : [cells]
    }

    static func run(_ group: [Cell], in context: RunContext) throws -> [Int] {
      switch group[0].fault {
      case .undeclaredFeatures:
        _ = try context.features(encoder: "half", corpora: ["mini"], taxonomy: .fourClass)
      case .undeclaredTable: _ = try context.corpus("other")
      case .undeclaredFile: _ = try context.bytes(of: "/dev/null")
      case .tooFewOutcomes: return []
      case .sameKey, .missingGroup, .none: _ = try context.corpus("mini")
      }
      return group.map { _ in 1 }
    }
  }

  var fault: Fault

  func plan(in store: FeatureStore) -> [PlannedRow<Int, Cell>] {
    (0..<(fault == .sameKey ? 2 : 1)).map { PlannedRow($0, cell: Cell(fault: fault, hidden: $0)) }
  }

  func summarize(_ results: [RowResult<Faulty>]) -> TallySummary {
    TallySummary(letters: results.map(\.outcome))
  }
}

@Suite("Work that is not described as it should be") struct FaultyWorkTests {
  private func run(_ fault: Faulty.Fault) throws -> Int {
    let scratch = try ScratchFolder()
    return try ExperimentRunner(
      store: FeatureStore(path: Fixtures.goldenStore), folder: scratch.file("results"), threads: 1
    ).run(Faulty(fault: fault)).computed
  }

  @Test("runs where nothing is wrong") func control() throws { #expect(try run(.none) == 1) }

  @Test("ends with an error where a cell reads what it does not declare") func undeclared() {
    let reads: [(Faulty.Fault, CellInput)] = [
      (.undeclaredFeatures, .features(encoder: "half", corpus: "mini")),
      (.undeclaredTable, .utterances(corpus: "other")), (.undeclaredFile, .file("/dev/null")),
    ]
    for (fault, input) in reads {
      let error = ExperimentError.undeclaredInput(kind: "faulty", input: input)
      #expect(throws: error) { try run(fault) }
      #expect("\(error)".contains("\(input)") && "\(error)".contains("add it there"))
    }
  }

  @Test("ends with an error where two cells would be kept under one key") func sameKey() throws {
    let error = try #require(throws: ExperimentError.self) { try run(.sameKey) }
    #expect(
      error == .sameKey(kind: "faulty", first: #"{"fault":"sameKey"}"#, second: #"{"fault":"sameKey"}"#))
  }

  @Test("ends with an error where outcomes or groups are missing") func counts() {
    #expect(throws: ExperimentError.outcomes(kind: "faulty", found: 0, cells: 1)) { try run(.tooFewOutcomes) }
    #expect(throws: ExperimentError.groups(kind: "faulty", grouped: 0, cells: 1)) { try run(.missingGroup) }
  }
}

@Suite("A folder of outcomes") struct OutcomeFolderTests {
  private let store: FeatureStore
  private let scratch: ScratchFolder

  init() throws {
    store = try FeatureStore(path: Fixtures.goldenStore)
    scratch = try ScratchFolder()
  }

  private func table(_ head: String, seeds: Int = 1) -> PerLanguage {
    PerLanguage(
      encoders: ["flat"], corpora: ["other"], seeds: Array(PublishedNumbers.seeds.prefix(seeds)),
      protocols: head == "corrected" ? [.corrected] : [.asWritten])
  }

  private func runner(_ name: String, cells: String? = "cells") -> ExperimentRunner {
    ExperimentRunner(
      store: store, folder: scratch.file(name), cells: cells.map { scratch.file($0) }, threads: 2)
  }

  @Test("serves two tables: the second computes nothing that the first did") func shared() throws {
    struct Another: Experiment {
      static let name = "another-table"
      var table: PerLanguage
      func plan(in store: FeatureStore) throws -> [PlannedRow<ScoreRow, ProbeCell>] {
        try table.plan(in: store)
      }
      func summarize(_ results: [RowResult<Another>]) throws -> ScoreSummary {
        try ScoreSummary(
          results, layout: ScoreLayout(title: "T", setting: "s", encoders: ["flat"], corpora: ["other"]))
      }
    }
    let first = try runner("first").run(table("as-written", seeds: 2))
    let second = try runner("second").run(Another(table: table("corrected", seeds: 3)))
    #expect(first.computed == 2 && second.computed == 1)
    #expect(try scratch.names(in: "cells") == ["probe-1"])
    #expect(
      try runner("second", cells: nil).run(table("corrected")).computed == 1, "another folder, another run")
  }

  @Test("says what an older revision or an earlier version left in it, and leaves it there") func leftovers()
    throws
  {
    let digest = SHA256.hex("an outcome")
    try scratch.put("{}", as: "cells/results.json")
    try scratch.put("{}", as: "cells/probe-0/\(digest).json")
    try scratch.put("{}", as: "cells/\(digest).json")
    try scratch.put("{}", as: "cells/other-work-7/\(digest).json")
    let run = try runner("results").run(table("corrected"))
    #expect(run.computed == 1)
    try #require(run.notes.count == 2)
    #expect(run.notes[0].contains("probe-0 holds 1 outcome(s) of revision 0 of this work"))
    #expect(run.notes[1].contains("holds 1 outcome(s) of an earlier version"))
    #expect(
      try scratch.names(in: "cells") == [
        "\(digest).json", "other-work-7", "probe-0", "probe-1", "results.json",
      ])
    let again = try runner("results", cells: "elsewhere").run(table("corrected"))
    #expect(again.notes.isEmpty)
  }

  @Test("is enough for a finished run where it takes no files") func readOnly() throws {
    _ = try runner("first").run(table("corrected"))
    let path = scratch.file("cells/probe-1")
    let isRoot = getuid() == 0
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path) }
    #expect(try runner("second").run(table("corrected")).computed == 0)
    // Permissions do not bind root.
    guard !isRoot else { return }
    #expect(throws: FileError.self) { try runner("second").run(table("corrected", seeds: 2)) }
  }

  @Test("that is a file ends a run with its name, before anything runs") func notAFolder() throws {
    try scratch.put("x", as: "cells")
    #expect(throws: FileError.self) { try runner("results").run(table("corrected")) }
  }
}

@Suite("A plan") struct CellPlanTests {
  private struct Many: Experiment {
    static let name = "many"
    var rows: Int
    var cells: Int

    func plan(in store: FeatureStore) -> [PlannedRow<Int, ProbeCell>] {
      (0..<rows).map { row in
        let seed = UInt64(row % cells)
        return PlannedRow(
          row,
          cell: ProbeCell(
            encoder: "flat", corpora: ["other"], taxonomy: .fourClass,
            split: .speakers(trainingFraction: 0.6, seed: seed), recipe: .paper, seed: seed))
      }
    }

    func summarize(_ results: [RowResult<Many>]) -> TallySummary { TallySummary(letters: []) }
  }

  @Test(
    "merges rows that share a cell in time that grows with the rows",
    arguments: [(192, 16, 0.01), (100_000, 1_000, 1.0)])
  func time(rows: Int, cells: Int, seconds: Double) throws {
    let store = try FeatureStore(path: Fixtures.goldenStore)
    let many = Many(rows: rows, cells: cells)
    // The best of three: other tests run at the same time.
    let best = (0..<3).map { _ in
      ContinuousClock().measure {
        let plan = CellPlan(many.plan(in: store))
        #expect(plan.cells.count == cells && plan.rows.count == rows)
        #expect(plan.cellOfRow[rows - 1] == (rows - 1) % cells)
      } / .seconds(1)
    }.min()!
    #expect(best < seconds, "\(rows) rows on \(cells) cells took \(best) s")
  }
}
