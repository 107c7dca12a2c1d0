// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExampleSupport
import SERAudit
import SERCore

@main struct Table3: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: PerLanguage.name,
    abstract: "Table 3 (and S3): four-class emotion on speakers never heard, per corpus, over several seeds.",
    version: Manifest.libraryVersion)

  @OptionGroup var data: DataOptions
  @OptionGroup var options: RunOptions

  func run() throws {
    let start = ContinuousClock.now
    OpenBLAS.setThreads(1)
    let store = try data.store()
    let experiment = PerLanguage(
      encoders: try data.encoders(in: store), corpora: try data.corpora(in: store), seeds: try options.seedList,
      protocols: try options.protocolList)
    let runner = ExperimentRunner(
      store: store, folder: options.outputFolder(for: PerLanguage.name), threads: options.threadCount,
      shard: try options.shardValue)

    let bar = ProgressBar(title: PerLanguage.name)
    let isQuiet = options.isQuiet
    let run: ExperimentRunner.Run<PerLanguage>
    do {
      defer { bar.finish() }
      run = try runner.run(experiment, progress: { progress in if !isQuiet { bar.update(progress) } })
    }
    guard run.isComplete else {
      print("\(run.results.count) of \(run.cells) cells are in \(runner.folder); run without --shard to merge.")
      return
    }
    let summary = try experiment.summarize(run.results)
    let manifest = Manifest(
      program: PerLanguage.name, commandLine: CommandLine.arguments, runner: runner, run: run,
      unprovenRowIdentity: summary.unprovenRows, since: start)
    try experiment.write(run.results, summary, manifest: manifest, to: ResultFolder(path: runner.folder))
    print(experiment.report(summary, styled: Terminal.styledOutput))
    if !isQuiet { print("\nResults: \(runner.folder)") }
  }
}
