// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SERAudit
import SERCore
import SERReport
import TestSupport

/// Table 3, run and written to a folder of its own.
struct PerLanguageRun: Sendable {
  static let csvNames = ["pairs.csv", "per-seed.csv", "predictions.csv", "splits.csv"]
  static let seeds = Array(PublishedNumbers.seeds.prefix(2))

  let experiment: PerLanguage
  let results: [CellResult<ProbeCell>]
  let summary: ScoreSummary
  let computed: Int
  let scratch: ScratchFolder
  private let folder: TestStore

  /// Runs on a store, the golden one if none is named.
  init(
    store folder: TestStore = .golden, encoders: [String]? = nil, corpora: [String]? = nil,
    seeds: [UInt64] = Self.seeds, protocols: [AuditProtocol] = [.corrected, .asWritten], threads: Int = 2
  ) throws {
    self.folder = folder
    let store = try FeatureStore(path: folder.path)
    experiment = PerLanguage(
      encoders: encoders ?? store.encoders, corpora: corpora ?? store.corpora, seeds: seeds,
      protocols: protocols)
    scratch = try ScratchFolder()
    let runner = ExperimentRunner(store: store, folder: scratch.path, threads: threads)
    let start = ContinuousClock.now
    let run = try runner.run(experiment)
    results = run.cellResults
    computed = run.computed
    summary = try experiment.summarize(run.results)
    let manifest = Manifest(
      of: experiment, summary, commandLine: ["test", "--quiet"], runner: runner, run: run, since: start)
    try ResultFolder(path: scratch.path)
      .write(summary, of: experiment, cells: run.cellResults, manifest: manifest)
  }

  /// What is printed.
  var report: String { summary.report.rendered(as: .text) }

  func text(_ name: String) throws -> String { try Fixtures.text(scratch.file(name)) }

  func rows(_ name: String) throws -> [[String: String]] { try AuditFixtures.rows(scratch.file(name)) }

  /// Real German speech: two kinds of features, two seeds, all protocols. Made once, read by many tests.
  static let speech = Result {
    try PerLanguageRun(
      store: .data, encoders: ["logmel", "whisper-tiny"],
      protocols: [.corrected, .asWritten, .asReleased])
  }

  /// Two corpora, three encoders, four seeds: six comparisons a protocol.
  static let family = Result { try PerLanguageRun(seeds: Array(PublishedNumbers.seeds.prefix(4))) }
}
