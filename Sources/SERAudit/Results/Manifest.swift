// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import SERCore

/// How a set of result files came about: what `results.json` says first.
public struct Manifest: Codable, Sendable {
  /// The library's version.
  public static let libraryVersion = "0.1.0"

  /// The program and the library's version.
  public var version: String
  /// The command line.
  public var commandLine: [String]
  /// The seeds that decide splits and training.
  public var seeds: [UInt64]
  /// The feature store; empty for what reads none.
  public var store: String
  /// SHA-256 of every file that a cell reads, by its path in the store.
  public var files: [String: String]
  /// Encoder and corpus of features whose rows are not proven, by `ids_sha256`, to be those of the table.
  public var unprovenRowIdentity: [String]
  /// The kernels that OpenBLAS chose for this processor. The last bits of whatever goes through its products
  /// depend on them: heads of more than one layer. Results of linear heads do not.
  public var openBLASCore: String
  /// The threads that OpenBLAS may use.
  public var openBLASThreads: Int
  /// The variant of our own kernels; it changes no bit of a result.
  public var kernels: String
  /// Groups of cells that ran at once.
  public var threads: Int
  /// Processor and system.
  public var machine: String
  /// Cells that this run computed; the others were there.
  public var cellsComputed: Int
  /// Seconds from start to the writing of this file.
  public var wallSeconds: Double

  /// What is known of this process and of a run.
  public init<E: Experiment>(
    of experiment: E, _ summary: E.Summary, commandLine: [String], runner: ExperimentRunner,
    run: ExperimentRunner.Run<E>, since start: ContinuousClock.Instant
  ) {
    let inStore = runner.store.path + "/"
    let files = run.fileDigests.map { path, digest in
      (path.hasPrefix(inStore) ? String(path.dropFirst(inStore.count)) : path, digest)
    }
    self.init(
      program: E.name, commandLine: commandLine,
      files: Dictionary(files, uniquingKeysWith: { first, _ in first }), since: start)
    seeds = experiment.seeds
    store = runner.store.path
    unprovenRowIdentity = summary.unprovenRows
    threads = runner.threads
    cellsComputed = run.computed
  }

  /// What is known of this process and of a computation that reads no features.
  ///
  /// - Parameters:
  ///   - program: Its name.
  ///   - commandLine: What it was started with.
  ///   - files: SHA-256 of every file that it read, by path.
  ///   - start: When it began.
  public init(
    program: String, commandLine: [String], files: [String: String], since start: ContinuousClock.Instant
  ) {
    version = "\(program) \(Self.libraryVersion)"
    self.commandLine = commandLine
    (seeds, store, unprovenRowIdentity) = ([], "", [])
    self.files = files
    openBLASCore = OpenBLAS.core
    openBLASThreads = OpenBLAS.threads
    kernels = Kernels.variant
    threads = 1
    machine = Self.machine
    cellsComputed = 0
    wallSeconds = (ContinuousClock.now - start) / .seconds(1)
  }

  private static var machine: String {
    let processors = FileManager.default.contents(atPath: "/proc/cpuinfo").map {
      String(decoding: $0, as: UTF8.self)
    }
    let model = processors?.split(separator: "\n").first { $0.hasPrefix("model name") }
      .flatMap { $0.split(separator: ":").last }.map { $0.trimmingCharacters(in: .whitespaces) }
    return "\(model ?? "processor unknown"), \(ProcessInfo.processInfo.activeProcessorCount) cores, "
      + ProcessInfo.processInfo.operatingSystemVersionString
  }
}
