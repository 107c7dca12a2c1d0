// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import CFaults
internal import Foundation
public import SERAudit
public import SERCore

/// What every executable does with its experiment: run it with a progress bar, write its files, print its
/// table.
public enum Execution {
  /// Runs an experiment from options to printed table.
  ///
  /// - Parameters:
  ///   - experiment: What to run.
  ///   - store: What on.
  ///   - options: How.
  ///   - caveat: What stands above the table, whoever reads it.
  /// - Throws: What a cell or a file throws; outcomes finished by then are kept for the next run.
  public static func run<E: Experiment>(
    _ experiment: E, on store: FeatureStore, _ options: RunOptions, caveat: String? = nil
  ) throws {
    let start = ContinuousClock.now
    ser_report_faults()
    OpenBLAS.setThreads(1)
    let runner = try options.runner(on: store, for: E.name)
    let run = try self.run(experiment, runner, isQuiet: options.output.isQuiet)
    if !options.output.isQuiet { run.notes.forEach(Terminal.note) }
    if !options.output.isQuiet, run.computed == 0, run.cells > 0, runner.shard == nil {
      Terminal.note("All \(run.cells) cells are in \(runner.cells): nothing had to be computed.")
    }
    guard run.isComplete else {
      Terminal.note(
        "\(run.cellResults.count) of \(run.cells) cells are in \(runner.cells); once all are, run without --shard."
      )
      return
    }
    let summary = try experiment.summarize(run.results)
    let manifest = Manifest(
      of: experiment, summary, commandLine: CommandLine.arguments, runner: runner, run: run, since: start)
    try ResultFolder(path: runner.folder)
      .write(summary, of: experiment, cells: run.cellResults, manifest: manifest)
    try options.output.print(summary.report, folder: runner.folder, caveat: caveat)
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
