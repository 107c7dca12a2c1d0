// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import SERAudit
import SERCore
import SERProbing
import SERReport
import TestSupport
import Testing

/// The two tables of the article *How do I add a table?*: `LayerComparison.swift`, and `StateByState.swift`
/// with `StateSummary.swift`.
@Suite("The article on adding a table") struct ArticleTests {
  private static let article = "Sources/SERAudit/SERAudit.docc/AddingAnExperiment.md"
  /// Few epochs: what is checked does not depend on how well a probe is trained.
  private static let quick = Recipe(trainer: ProbeTrainer(epochs: 2))

  @Test(
    "shows files of at most 60 lines",
    arguments: ["LayerComparison.swift", "StateByState.swift", "StateSummary.swift"])
  func lines(file: String) throws {
    let source = try Snippets.text(of: "Tests/GuideTests/Article/\(file)")
    let lines = try #require(Snippets.snippets(in: source, file: file).first).lines
    // The two lines that every file begins with, and the empty one below them.
    #expect(lines.count + 3 <= 60)
    #expect(lines.count > 20)
  }

  @Test("prints the table of the layers that it shows") func layers() throws {
    let experiment = LayerComparison(
      encoder: "whisper-tiny", corpora: ["emodb"], seeds: PublishedNumbers.seeds)
    try expectShown(experiment, by: "$ swift run -c release layer-comparison")
  }

  @Test("prints the table of the states that it shows") func states() throws {
    let experiment = StateByState(encoder: "whisper-tiny", corpus: "emodb", seeds: PublishedNumbers.seeds)
    try expectShown(experiment, by: "$ swift run -c release state-by-state")
  }

  @Test("shows experiments that hold what the runner relies on") func check() throws {
    let store = try FeatureStore(path: Fixtures.data)
    try expectNoViolations(
      LayerComparison(encoder: "whisper-tiny", corpora: ["emodb"], seeds: [1, 2], recipe: Self.quick), store)
    try expectNoViolations(
      StateByState(encoder: "whisper-tiny", corpus: "emodb", seeds: [1, 2], recipe: Self.quick), store)
  }

  private func expectNoViolations(_ experiment: some Experiment, _ store: FeatureStore) throws {
    let scratch = try ScratchFolder()
    // snippet Sources/SERAudit/SERAudit.docc/AddingAnExperiment.md
    let check = ExperimentCheck(experiment, on: store, in: scratch.path)
    #expect(try check.violations() == [])
    // end
  }

  /// Runs an experiment on `Data` and compares what it prints with the block of the article that begins with
  /// a command.
  private func expectShown(_ experiment: some Experiment, by command: String) throws {
    let scratch = try ScratchFolder()
    let runner = ExperimentRunner(
      store: try FeatureStore(path: Fixtures.data), folder: scratch.file("results"), threads: 2)
    let report = try experiment.summarize(runner.run(experiment).results).report.rendered(as: .text)
    let lines = try Snippets.text(of: Self.article).split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix(command) })
    let shown = lines[(start + 1)...].prefix { $0 != "```" }.joined(separator: "\n")
    #expect(report == shown, "\(report)")
  }
}
