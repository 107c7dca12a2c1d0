// This source file is part of the ser-audit open source project
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
internal import Foundation
public import SERAudit
public import SERCore

/// What every executable takes: where features come from and which of them to use.
public struct DataOptions: ParsableArguments {
  @Option(help: "A feature store; without it, Data/ of this project.")
  var data: String?

  @Option(help: "Encoders to use, separated by commas; without it, all of the store.")
  var encoders: String?

  @Option(help: "Corpora to use, separated by commas; without it, all of the store.")
  var corpora: String?

  /// Nothing said.
  public init() {}

  /// Refuses what cannot be meant.
  public func validate() throws {
    if data?.isEmpty == true { throw ValidationError("--data takes the folder of a feature store") }
  }

  /// Opens the store.
  public func store() throws -> FeatureStore { try FeatureStore(path: data ?? Self.builtInData()) }

  /// The encoders asked for, in the order asked for.
  ///
  /// - Throws: `FeatureStoreError` for a name that the store does not have, with near ones.
  public func encoders(in store: FeatureStore) throws -> [String] {
    try Self.chosen(encoders, known: store.encoders) { _ = try store.encoder($0) }
  }

  /// The corpora asked for, in the order asked for.
  ///
  /// - Throws: `FeatureStoreError` for a name that the store does not have, with near ones.
  public func corpora(in store: FeatureStore) throws -> [String] {
    try Self.chosen(corpora, known: store.corpora) { name in
      guard store.corpora.contains(name) else {
        throw FeatureStoreError.unknownCorpus(name, store: store.path, known: store.corpora)
      }
    }
  }

  private static func chosen(_ list: String?, known: [String], check: (String) throws -> Void) throws
    -> [String]
  {
    guard let list else { return known }
    var names: [String] = []
    for name in list.split(separator: ",").map(String.init) where !names.contains(name) {
      try check(name)
      names.append(name)
    }
    guard !names.isEmpty else { throw ValidationError("a list of names, separated by commas, is expected") }
    return names
  }

  /// `Data` in the current folder, or in a folder above this program.
  private static func builtInData() -> String {
    var folder = Bundle.main.bundleURL.standardizedFileURL
    var candidates = [URL(filePath: FileManager.default.currentDirectoryPath)]
    while folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
      candidates.append(folder)
    }
    let stores = candidates.map { $0.appending(path: "Data").path }
    return stores.first { FileManager.default.fileExists(atPath: $0 + "/corpora") } ?? "Data"
  }
}

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

/// What every executable that trains takes: how, and over which seeds.
public struct TrainingOptions: ParsableArguments {
  @Option(
    name: .customLong("protocol"), help: "as-written, as-released, corrected; several separated by commas.")
  var protocols = "corrected,as-written"

  @Option(help: "Seeds, separated by commas; each decides split, first weights and batch order.")
  var seeds: String?

  @Option(help: "The first so many of the paper's seeds, 20260505 onwards.")
  var seedCount: Int?

  /// Nothing said.
  public init() {}

  /// Refuses what cannot be meant.
  public func validate() throws {
    _ = try protocolList
    _ = try seedList
  }

  /// The protocols asked for.
  public var protocolList: [AuditProtocol] {
    get throws {
      try unique(protocols).map { name in
        guard let known = AuditProtocol(named: name) else {
          throw ValidationError(
            "no protocol '\(name)'; there are \(AuditProtocol.all.map(\.name).joined(separator: ", "))")
        }
        return known
      }
    }
  }

  /// The seeds asked for.
  public var seedList: [UInt64] {
    get throws {
      if let seeds {
        guard seedCount == nil else { throw ValidationError("--seeds or --seed-count, not both") }
        return try unique(seeds).map { text in
          guard let seed = UInt64(text) else {
            throw ValidationError("'\(text)' is no seed: a whole number from 0 on")
          }
          return seed
        }
      }
      let count = seedCount ?? PerLanguage.publishedSeeds.count
      guard (1...1000).contains(count) else { throw ValidationError("--seed-count takes 1 to 1000") }
      return (0..<UInt64(count)).map { PerLanguage.publishedSeeds[0] + $0 }
    }
  }

  private func unique(_ list: String) throws -> [String] {
    var names: [String] = []
    for name in list.split(separator: ",").map(String.init) where !names.contains(name) { names.append(name) }
    guard !names.isEmpty else { throw ValidationError("a list separated by commas is expected") }
    return names
  }
}
