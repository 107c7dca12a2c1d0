// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
internal import Foundation
public import SERAudit

/// What every executable takes: where results go and how they are made.
public struct RunOptions: ParsableArguments {
  @Option(help: "The folder for results; without it, results/<name>.")
  var output: String?

  @Option(help: "Cells run at once; without it, one a core.")
  var threads: Int?

  @Option(help: "Run share i of n only, such as 1/3; run without it afterwards to merge.")
  var shard: String?

  @Flag(help: "Print the table and nothing else.")
  var quiet = false

  /// Nothing said.
  public init() {}

  /// Refuses what cannot be meant.
  public func validate() throws {
    _ = try shardValue
    if output?.isEmpty == true { throw ValidationError("--output takes a folder") }
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes 1 to 1024") }
  }

  /// Threads to use.
  public var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// Whether to print the table and nothing else.
  public var isQuiet: Bool { quiet }

  /// The share to run, `nil` for all.
  public var shardValue: Shard? {
    get throws {
      guard let shard else { return nil }
      let parts = shard.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let index = parts[0], let count = parts[1],
        let share = Shard(index: index, of: count)
      else { throw ValidationError("--shard takes i/n with 1 <= i <= n, such as 1/3") }
      return share
    }
  }

  /// The folder for results.
  public func outputFolder(for name: String) -> String { output ?? "results/\(name)" }
}
