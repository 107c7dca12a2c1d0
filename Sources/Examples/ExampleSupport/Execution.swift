// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CFaults
internal import Foundation
public import SERAudit
public import SERCore

/// What every executable does with its experiment: run it with a progress bar, write its files, print its table.
public enum Execution {
  /// Runs an experiment from options to printed table.
  ///
  /// - Parameters:
  ///   - experiment: What to run.
  ///   - store: What on.
  ///   - options: How.
  ///   - caveat: What stands above the table, whoever reads it.
  /// - Throws: What a cell or a file throws; outcomes finished by then are kept for the next run.
  public static func run<E: TabulatedExperiment>(
    _ experiment: E, on store: FeatureStore, _ options: RunOptions, caveat: String? = nil
  ) throws {
    let start = ContinuousClock.now
    ser_report_faults()
    OpenBLAS.setThreads(1)
    let runner = ExperimentRunner(
      store: store, folder: options.outputFolder(for: E.name), threads: options.threadCount,
      shard: try options.shardValue)
    let run = try self.run(experiment, runner, isQuiet: options.isQuiet)
    guard run.isComplete else {
      try Terminal.output(
        "\(run.results.count) of \(run.cells) cells are in \(runner.folder); run without --shard to merge.")
      return
    }
    let summary = try experiment.summarize(run.results)
    let manifest = Manifest(
      of: experiment, summary, commandLine: CommandLine.arguments, runner: runner, run: run, since: start)
    try experiment.write(run.results, summary, manifest: manifest, to: ResultFolder(path: runner.folder))
    if let caveat { try Terminal.output(caveat + "\n") }
    try Terminal.output(experiment.report(summary, styled: Terminal.styledOutput))
    if !options.isQuiet { try Terminal.output("\nResults: \(runner.folder)") }
  }

  private static func run<E: Experiment>(
    _ experiment: E, _ runner: ExperimentRunner, isQuiet: Bool
  ) throws -> ExperimentRunner.Run<E> {
    if isQuiet { return try runner.run(experiment) }
    let bar = ProgressBar(title: E.name)
    defer { bar.finish() }
    return try runner.run(experiment, progress: { bar.update($0) })
  }
}
