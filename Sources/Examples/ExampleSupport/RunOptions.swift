// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
internal import SERAudit
internal import SERCore

/// What every program that runs an experiment takes: where results go, and which part of the work to do.
public struct RunOptions: ParsableArguments {
  /// Where results go and how they are printed.
  @OptionGroup public var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "The folder for finished work, which tables can share (default: cells in the results folder).",
      discussion: "Only what is not in it yet is computed, whichever table put it there.", valueName: "folder"
    ))
  var cells: String?

  @Option(help: "Do only share i of n, such as 1/3; afterwards run once without this option to merge.")
  var shard: String?

  /// All options at their defaults.
  public init() {}

  /// Checks the values of the options.
  public func validate() throws {
    _ = try shardValue
    if cells?.isEmpty == true { throw ValidationError("--cells takes a folder") }
  }

  /// The share to run, `nil` for all.
  var shardValue: Shard? {
    get throws {
      guard let shard else { return nil }
      let parts = shard.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let index = parts[0], let count = parts[1],
        let share = Shard(index: index, of: count)
      else { throw ValidationError("--shard takes i/n with 1 <= i <= n, such as 1/3") }
      return share
    }
  }

  /// What runs an experiment of this name as asked for.
  func runner(on store: FeatureStore, for name: String) throws -> ExperimentRunner {
    ExperimentRunner(
      store: store, folder: output.folder(for: name), cells: cells, threads: output.threadCount,
      shard: try shardValue)
  }
}
